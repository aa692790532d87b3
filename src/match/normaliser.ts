import type { Template } from '../core/face.ts';
import { type ComparableGallery, compareProbes } from './comparison.ts';
import { type AgeDomain, ageDomain } from './domain.ts';
import {
  addToCohort,
  type CandidateCohort,
  COHORT_SIZE,
  candidateMean,
  emptyCohort,
  LEAST_COHORT,
  leaveOneOutMeans,
} from './normalise.ts';
import { CHILD_SHIFT } from './start.ts';
import type { PastProbe } from './types.ts';

/** Takes off how like strangers both sides of a comparison are ([Note: Cohort normalisation]). */
export interface Normaliser {
  /** Are there past probes enough of this age domain for a candidate's cohort? */
  hasCohort(domain: AgeDomain): boolean;
  /**
   * Normalised scores of one search.
   *
   * @param children raw score of each child; −Infinity stays so
   * @param domain whose past probes are the candidate's cohort
   * @param probe earlier searches of the same photo, and of the same person where people know it, leave the cohort
   */
  normalise(children: Float64Array, domain: AgeDomain, probe: ProbeSource): Float64Array;
}

/** Where a probe comes from, as far as that is known. */
interface ProbeSource {
  /** sha256 of its photo, hex. */
  readonly photo: string;
  /** Only where people have found who it is; never the truth of an evaluation. */
  readonly person?: string | null | undefined;
}

/**
 * Prepare the cohorts of a gallery.
 *
 * The candidate's cohort holds past probes of the present probe's own age domain only. Children among the past
 * probes of an adult (or the gallery's own children, as a stand-in) are so alike to every child that they hide
 * what is to be measured: with them the misses rose above those without any cohort (docs/scoring.md, «Cohorts»).
 *
 * @param cohortSize K; 0 turns the normalisation off
 */
export function openNormaliser(
  gallery: ComparableGallery,
  pastProbes: readonly PastProbe[],
  cohortSize: number = COHORT_SIZE,
): Normaliser {
  const cohorts = cohortSize > 0 ? fillCohorts(gallery, pastProbes, cohortSize) : new Map<AgeDomain, CandidateCohort>();
  const byPhoto = groupIndexes(pastProbes.map(({ template }) => template.photo));
  const byPerson = groupIndexes(pastProbes.map(({ person }) => person ?? null));
  // Where both terms are skipped, strangers are assumed to lie as high as the start values fear for children.
  const level = (1 - gallery.trust) * CHILD_SHIFT * gallery.totalWeight;
  return {
    hasCohort: (domain) => (cohorts.get(domain)?.members ?? 0) >= LEAST_COHORT,
    normalise(children, domain, { photo, person }) {
      const probeMeans = cohortSize > 0 ? leaveOneOutMeans(children, cohortSize) : null;
      const cohort = cohorts.get(domain);
      const leftOut = new Set([...(byPhoto.get(photo) ?? []), ...(byPerson.get(person ?? null) ?? [])]);
      return children.map((score, child) => {
        const candidate = cohort ? candidateMean(cohort, child, { cohortSize, leftOut }) : null;
        return score - strangerLevel(probeMeans?.[child] ?? null, candidate, level);
      });
    },
  };
}

/** Half of each term; one alone counts in full, or the calibration within the gallery would not carry over (docs/scoring.md). */
function strangerLevel(ofProbe: number | null, ofCandidate: number | null, fallback: number): number {
  if (ofProbe !== null && ofCandidate !== null) return (ofProbe + ofCandidate) / 2;
  return ofProbe ?? ofCandidate ?? fallback;
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
    cohort.members++;
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

/** Places of each value; null is no value. */
function groupIndexes(values: readonly (string | null)[]): Map<string | null, number[]> {
  const groups = new Map<string | null, number[]>();
  values.forEach((value, index) => {
    if (value !== null) groups.set(value, [...(groups.get(value) ?? []), index]);
  });
  return groups;
}
