import type { Template } from '../core/face.ts';
import { type AgeDomain, ageDomain } from './domain.ts';
import {
  addToCohort,
  type CandidateCohort,
  COHORT_SIZE,
  candidateMean,
  emptyCohort,
  leaveOneOutMeans,
} from './normalise.ts';
import { type ComparableGallery, compareProbes } from './raw-scores.ts';
import { CHILD_SHIFT } from './start.ts';
import type { PastProbe } from './types.ts';

/** Takes off how like strangers both sides of a comparison are ([Note: Cohort normalisation]). */
export interface Normaliser {
  /** Age domains with past probes: the others have no candidate's cohort. */
  readonly domains: readonly AgeDomain[];
  /**
   * Normalised scores of one search.
   *
   * @param children raw score of each child; −Infinity stays so
   * @param domain whose past probes are the candidate's cohort
   * @param photo the probe's photo: earlier searches of the same photo leave the cohort
   */
  normalise(children: Float64Array, domain: AgeDomain, photo: string): Float64Array;
}

const NONE_LEFT_OUT: ReadonlySet<number> = new Set();

/**
 * Prepare the cohorts of a gallery.
 *
 * The candidate's cohort holds past probes of the present probe's own age domain only. Children among the past
 * probes of an adult (or the gallery's own children, as a stand-in) are so alike to every child that they hide
 * what is to be measured: with them the misses rose above those without any cohort (docs/scoring.md, «Cohorts»).
 *
 * @param trust 0 … 1, how much the gallery's own impostor statistics count: see `level`
 */
export function openNormaliser(
  gallery: ComparableGallery,
  pastProbes: readonly PastProbe[],
  { cohortSize = COHORT_SIZE, trust }: { cohortSize?: number | undefined; trust: number },
): Normaliser {
  const cohorts = cohortSize > 0 ? fillCohorts(gallery, pastProbes, cohortSize) : new Map<AgeDomain, CandidateCohort>();
  const sameFile = probesByPhoto(pastProbes);
  // Where a term is skipped, strangers are assumed to lie as high as the start values fear for children.
  const level = (1 - trust) * CHILD_SHIFT * gallery.totalWeight;
  return {
    domains: [...cohorts.keys()],
    normalise(children, domain, photo) {
      const probeMeans = cohortSize > 0 ? leaveOneOutMeans(children, cohortSize) : null;
      const cohort = cohorts.get(domain);
      const leftOut = sameFile.get(photo) ?? NONE_LEFT_OUT;
      return children.map((score, child) => {
        const probeMean = probeMeans?.[child] ?? level;
        const candidate = cohort ? candidateMean(cohort, child, { cohortSize, leftOut }) : null;
        return score - probeMean / 2 - (candidate ?? level) / 2;
      });
    },
  };
}

function fillCohorts(
  gallery: ComparableGallery,
  pastProbes: readonly PastProbe[],
  cohortSize: number,
): Map<AgeDomain, CandidateCohort> {
  const cohorts = new Map<AgeDomain, CandidateCohort>();
  const childIndex = new Map(gallery.rows.children.map((child, index) => [child, index]));
  let probe = 0;
  for (const { children } of compareProbes(gallery, templatesOf(pastProbes))) {
    const past = pastProbes[probe];
    const domain = ageDomain(past?.template.ageYears ?? null);
    const cohort = cohorts.get(domain) ?? emptyCohort(children.length, cohortSize);
    cohorts.set(domain, cohort);
    const own = childIndex.get(past?.person ?? '');
    for (let child = 0; child < children.length; child++)
      if (child !== own) addToCohort(cohort, child, probe, children[child] ?? Number.NEGATIVE_INFINITY);
    probe++;
  }
  return cohorts;
}

function templatesOf(pastProbes: readonly PastProbe[]): Template[] {
  return pastProbes.map(({ template }) => template);
}

function probesByPhoto(pastProbes: readonly PastProbe[]): Map<string, Set<number>> {
  const groups = new Map<string, Set<number>>();
  pastProbes.forEach(({ template }, index) => {
    groups.set(template.photo, (groups.get(template.photo) ?? new Set()).add(index));
  });
  return groups;
}
