import type { MatedSearch, Outcome, StrangerScores } from './outcome.ts';

/**
 * [Note: Metrics]
 *
 * Definitions after NIST FRTE 1:N (NIST IR 8271) and ISO/IEC 19795-1:2021, all as proportions 0 … 1.
 * `weights` gives each identity a multiplicity (a bootstrap replicate); left out, each counts once.
 * A metric is null where nothing defines it, never a guess.
 */

/** A multiplicity for each identity. */
export type Weights = Float64Array;

/** Longest candidate list that a reviewer gets; FNIR at a threshold counts a mate below it as missed. */
const LIST_LENGTH = 20;

/**
 * Identification rate at rank R, the CMC curve at R: mated searches with the mate among the first R.
 *
 * It equals 1 − FNIR(N, R, 0), the miss rate of investigation mode. Failures to enrol are misses.
 *
 * @see ISO/IEC 19795-1, «true-positive identification rate» at rank R
 */
export function rankRate(outcome: Outcome, rank: number, weights?: Weights): number | null {
  return shareOf(outcome.mated, (search) => search.rank <= rank, weights);
}

/**
 * FNIR(N, R, T) with T set so that FPIR(N, T) is at most `fpir`: the miss rate of identification mode.
 *
 * FPIR(N, T) = non-mated searches that return at least one candidate at T. FNIR(N, R, T) = mated searches whose
 * mate is not among the first R = 20 at T. Failures to enrol are misses; they cannot be false positives.
 *
 * @returns null without mated or non-mated searches
 */
export function fnirAtFpir(outcome: Outcome, fpir: number, weights?: Weights): number | null {
  const threshold = thresholdAt(outcome.nonMated, fpir, weights);
  if (threshold === null) return null;
  return fnirAbove(outcome, threshold, weights);
}

/**
 * TAR at FAR, 1:1: the share of mated comparisons accepted where at most `far` of the strangers' are.
 *
 * A comparison is one probe photo against one enrolled identity (all its reference photos). In ISO words:
 * 1 − FNMR at FMR, with failures to enrol counted as rejections.
 */
export function tarAtFar(outcome: Outcome, far: number, weights?: Weights): number | null {
  const threshold = thresholdAt(outcome.impostors, far, weights);
  if (threshold === null) return null;
  return shareOf(outcome.mated, (search) => search.score > threshold, weights);
}

/**
 * The lowest threshold at which at most `share` of the strangers pass; a score passes when it is **above** it.
 *
 * Conservative: it lies on the best stranger that must not pass, with no interpolation between scores.
 *
 * @returns −Infinity when all may pass; null when there are no strangers
 */
export function thresholdAt(strangers: StrangerScores, share: number, weights?: Weights): number | null {
  const total = totalOf(strangers, weights);
  if (total === 0) return null;
  // A hair of slack, so that 0.1 × 30 allows 3 and not 2.999….
  const allowed = share * total + 1e-9;
  let passed = 0;
  let index = 0;
  while (index < strangers.scores.length) {
    const score = strangers.scores[index] ?? 0;
    // Equal scores pass together or not at all.
    for (; strangers.scores[index] === score; index++) passed += weights?.[strangers.identities[index] ?? -1] ?? 1;
    if (passed > allowed) return score;
  }
  return Number.NEGATIVE_INFINITY;
}

/** FPIR at a fixed threshold: non-mated searches with a candidate above it; null without such searches. */
export function fpirAbove({ nonMated }: Outcome, threshold: number): number | null {
  const total = totalOf(nonMated);
  return total === 0 ? null : nonMated.scores.filter((score) => score > threshold).length / total;
}

/** FNIR at a fixed threshold: mated searches whose mate is not above it among the first R = 20. */
export function fnirAbove(outcome: Outcome, threshold: number, weights?: Weights): number | null {
  return shareOf(outcome.mated, (search) => !(search.score > threshold && search.rank <= LIST_LENGTH), weights);
}

/**
 * Can an error rate this small be seen at all? Fewer than 1/share trials cannot show one error of it.
 */
export function isResolved(strangers: StrangerScores, share: number): boolean {
  return totalOf(strangers) * share >= 1 - 1e-9;
}

function totalOf({ counts }: StrangerScores, weights?: Weights): number {
  let total = 0;
  for (let identity = 0; identity < counts.length; identity++)
    total += (counts[identity] ?? 0) * (weights ? (weights[identity] ?? 0) : 1);
  return total;
}

function shareOf(
  searches: readonly MatedSearch[],
  holds: (search: MatedSearch) => boolean,
  weights?: Weights,
): number | null {
  let total = 0;
  let held = 0;
  for (const search of searches) {
    const weight = weights ? (weights[search.identity] ?? 0) : 1;
    total += weight;
    if (weight > 0 && holds(search)) held += weight;
  }
  return total === 0 ? null : held / total;
}
