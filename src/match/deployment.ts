import type { Template } from '../core/face.ts';
import { answer } from './answer.ts';
import { bestStrangerOf, thresholdFor } from './calibration.ts';
import { type Compared, cohortsOf, openCompared } from './compared.ts';
import { compareProbes, prepareGallery, prepareLike } from './comparison.ts';
import { AGE_DOMAINS, ageDomain } from './domain.ts';
import {
  bestScores,
  byDomain,
  type Calibrations,
  calibrationsFrom,
  type NonMatedSearch,
  planImpostors,
} from './impostors.ts';
import type { PastProbe, Reference, ScoringOptions, SearchRequest, SearchResult } from './types.ts';

/**
 * [Note: Shortlists]
 *
 * In a gallery of a million not every child can be compared with every network's every photo, photo by photo. The scan
 * of the gallery is exact and finds the children nearest to a probe by each network; these are compared in full. What a
 * score is taken off (the best twenty other children) and what it is measured by (the best child of each search for a
 * stranger) are about the best of a search: they are on the shortlist, so they are those of the whole gallery. What is
 * about the average (mean faces, impostor mean and deviation) comes from a sample of children.
 *
 * With every child on the list and in the sample the numbers are those of `buildGalleryScorer`.
 */

/**
 * Searches for strangers by shortlist. Each needs a scan of the gallery and a comparison with a cohort of all the others,
 * a tenth of a second; the tail of 300 reaches an FPIR of 1 in 3,000.
 */
const SHORTLISTED_SEARCHES = 300;

/** What a deployment's searches are scored by. */
export interface Deployment {
  /** Children for the statistics: all of a small gallery, an even sample of a large one. */
  readonly sample: readonly Reference[];
  /** Faces searched before, as for `buildGalleryScorer`; a sample of the latest where there are many. */
  readonly pastProbes: readonly PastProbe[];
  /** Children in the gallery. */
  readonly children: number;
  /** Their photos. */
  readonly faces: number;
}

/** Children made ready to be compared; for many probes, when they are all children of a small gallery. */
export interface Shortlist {
  readonly size: number;
}

interface DeploymentRequest extends SearchRequest {
  /** Children in the gallery now, where that has changed a little. */
  readonly children?: number;
  /** A child of the gallery whom the probe shows: searched among the others. */
  readonly leaveOut?: string;
}

/** Scores probes against shortlists, by the statistics of a whole deployment. */
export interface DeploymentScorer {
  /**
   * Searches for people who are not in the gallery. Before the first search, each must have been tried once on its own
   * shortlist; the person shown is left out here.
   */
  readonly impostorSearches: readonly NonMatedSearch[];
  /** Make the impostor search of that index. */
  tryImpostor(index: number, shortlist: Shortlist): void;
  /**
   * Make children ready to be compared.
   *
   * @param normalised so many of the children best for a probe go on to cohort normalisation, the others are no
   *   candidates; all when not given. It must be well above K.
   * @throws RangeError when a child comes twice
   */
  prepare(references: readonly Reference[], normalised?: number): Shortlist;
  /**
   * Search one probe among a shortlist.
   *
   * @throws AppError `invalid` when there are photos and none could be compared
   */
  search(probe: Template, shortlist: Shortlist, request?: DeploymentRequest): SearchResult;
  /** Score that holds the wanted FPIR for probes of this age; Infinity when there is not enough data for it. */
  thresholdFor(ageYears: number | null, fpir: number, children?: number): number;
  /** Highest score of a stranger so far, for probes of this age; null once thresholds can be relied on. */
  bestStranger(ageYears: number | null): number | null;
  /** What thresholds and strengths rest on, for people who look at it. */
  calibrations(children?: number): Calibrations;
}

/** Prepare the scoring of a deployment ([Note: Shortlists]). */
export function openDeploymentScorer(deployment: Deployment, options: ScoringOptions = {}): DeploymentScorer {
  const { sample, pastProbes, children, faces } = deployment;
  const base = prepareGallery(sample, pastProbes, options);
  const isWhole = sample.length === children;
  const plan = planImpostors(base.rows, pastProbes, isWhole ? undefined : SHORTLISTED_SEARCHES);
  const cohorts = cohortsOf(pastProbes, plan, options.cohortSize);
  const impostorSearches = [...plan.children, ...AGE_DOMAINS.flatMap((domain) => plan.strangers[domain])];
  const bests = { alone: noted(), withCohort: noted(), strangers: byDomain(noted) };
  const shortlists = new WeakMap<Shortlist, Compared>();
  const comparedOf = (shortlist: Shortlist) => ownCompared(shortlists, shortlist);
  let calibrations: Calibrations | null = null;
  const calibrationsNow = () => {
    calibrations ??= calibrationsFrom({ ...bests, withCohort: cohorts.children ? bests.withCohort : null }, base, {
      children,
      faces,
      hasCohort: cohorts.has,
    });
    return calibrations;
  };
  const calibrationFor = (ageYears: number | null, gallerySize: number) => ({
    ...calibrationsNow()[ageDomain(ageYears)],
    gallerySize,
  });
  return {
    impostorSearches,
    tryImpostor(index, shortlist) {
      const search = impostorSearches[index];
      if (!search) throw new RangeError(`there is no impostor search ${index}`);
      const { gallery, alone, withChildren, withPast } = comparedOf(shortlist).narrow(search.probe, search.person);
      const domain = ageDomain(search.probe.ageYears);
      calibrations = null;
      if (index >= plan.children.length)
        bests.strangers[domain].push(...bestScores(gallery, [search], withPast(domain)));
      else {
        bests.alone.push(...bestScores(gallery, [search], alone()));
        if (cohorts.children) bests.withCohort.push(...bestScores(gallery, [search], withChildren()));
      }
    },
    prepare(references, normalised) {
      const shortlist = { size: references.length };
      const layOut = (own: readonly Reference[]) => (own === sample ? base : prepareLike(base, own, options));
      shortlists.set(shortlist, openCompared(references, { layOut, cohorts, normalised }));
      return shortlist;
    },
    search(probe, shortlist, { children: now = children, leaveOut, ...request } = {}) {
      const { gallery, withPast } = comparedOf(shortlist).narrow(probe, leaveOut);
      const [raw] = compareProbes(gallery, [probe]);
      if (!raw) throw new RangeError('one probe gives one row of scores');
      const own = leaveOut === undefined ? -1 : gallery.rows.children.indexOf(leaveOut);
      if (own >= 0) raw.children[own] = Number.NEGATIVE_INFINITY;
      const domain = ageDomain(probe.ageYears);
      const normalised = withPast(domain).normalise(raw.children, domain, probe);
      const calibration = calibrationFor(probe.ageYears, now);
      return answer(probe, { ...raw, normalised }, { rows: gallery.rows, calibration, request });
    },
    thresholdFor: (ageYears, fpir, now = children) => thresholdFor(calibrationFor(ageYears, now), fpir),
    bestStranger: (ageYears) => bestStrangerOf(calibrationFor(ageYears, children)),
    calibrations: (now = children) => byDomain((domain) => ({ ...calibrationsNow()[domain], gallerySize: now })),
  };
}

function ownCompared(shortlists: WeakMap<Shortlist, Compared>, shortlist: Shortlist): Compared {
  const compared = shortlists.get(shortlist);
  if (!compared) throw new RangeError('the shortlist was prepared by another scorer');
  return compared;
}

function noted(): number[] {
  return [];
}
