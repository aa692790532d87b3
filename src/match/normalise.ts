/**
 * [Note: Cohort normalisation]
 *
 * Some faces are like everybody: a blurred probe, a very average child. Adaptive symmetric score normalisation
 * asks, for each comparison, how like strangers both sides are, and takes that off:
 *
 *   s' = s − ½ · mean of the K best of the probe against the *other* children of the gallery
 *          − ½ · mean of the K best of past probes against the candidate
 *
 * A term without a cohort is skipped, and the other counts in full.
 * Mean only: dividing by the deviation as well raised misses at low FPIR (design measurement).
 * **Leave-candidate-out**: a candidate's own identity never is in its cohort, whoever the candidate is. Leaving
 * out only the true mate would use the answer to compute the answer.
 *
 * @see D. Sturim, D. Reynolds, «Speaker adaptive cohort selection for T-norm», ICASSP 2005;
 *   P. Matějka et al., «Analysis of score normalization in multilingual speaker recognition», Interspeech 2017
 */

/** K: the most alike members of a cohort that count. */
export const COHORT_SIZE = 20;

/** Fewer strangers than this say nothing reliable; the term is skipped. */
export const LEAST_COHORT = 5;

/** The highest `count` values in falling order; fewer when there are fewer. −Infinity (not comparable) is left out. */
export function highest(values: Iterable<number>, count: number): number[] {
  const top: number[] = [];
  for (const value of values) {
    if (value === Number.NEGATIVE_INFINITY) continue;
    if (top.length === count && value <= (top[count - 1] ?? 0)) continue;
    if (top.length === count) top.pop();
    let place = top.length;
    while (place > 0 && (top[place - 1] ?? 0) < value) place--;
    top.splice(place, 0, value);
  }
  return top;
}

/**
 * For each candidate: the mean of the K best scores of the same probe against the other children.
 *
 * @param scores one probe against every child, one entry a child
 * @returns as many means, or null when fewer than {@link LEAST_COHORT} other children were compared
 */
export function leaveOneOutMeans(scores: Float64Array, cohortSize: number): Float64Array | null {
  const top = highest(scores, cohortSize + 1);
  const size = Math.min(cohortSize, top.length - 1);
  if (size < LEAST_COHORT) return null;
  const spare = top[size] ?? 0;
  const last = top[size - 1] ?? 0;
  const sum = top.slice(0, size).reduce((total, score) => total + score, 0);
  return scores.map((score) => (score >= last ? sum - score + spare : sum) / size);
}

/** The best past probes of each child, kept a little deeper than K so that some can be left out of a search. */
export interface CandidateCohort {
  /** children × depth, falling; −Infinity where there were fewer. */
  readonly scores: Float64Array;
  /** Index of the past probe behind each score, −1 for none. */
  readonly probes: Int32Array;
  readonly depth: number;
  /** Past probes noted. */
  members: number;
}

/** Past probes beyond K that are kept for each child: a repeated search leaves its own earlier copies out. */
const SPARE_DEPTH = 10;

/** A cohort for `children` candidates, to be filled with {@link addToCohort}. */
export function emptyCohort(children: number, cohortSize: number): CandidateCohort {
  const depth = cohortSize + SPARE_DEPTH;
  return {
    scores: new Float64Array(children * depth).fill(Number.NEGATIVE_INFINITY),
    probes: new Int32Array(children * depth).fill(-1),
    depth,
    members: 0,
  };
}

/** Note the score of one past probe against one child, in falling order. The caller leaves out the child's own probes. */
export function addToCohort(cohort: CandidateCohort, child: number, probe: number, score: number): void {
  const { scores, probes, depth } = cohort;
  const first = child * depth;
  let place = first + depth - 1;
  if (!(score > (scores[place] ?? 0))) return;
  for (; place > first && (scores[place - 1] ?? 0) < score; place--) {
    scores[place] = scores[place - 1] ?? 0;
    probes[place] = probes[place - 1] ?? 0;
  }
  scores[place] = score;
  probes[place] = probe;
}

/**
 * The mean of the K best past probes against one child.
 *
 * @param leftOut past probes that are the present probe itself
 * @returns null when fewer than {@link LEAST_COHORT} remain
 */
export function candidateMean(
  cohort: CandidateCohort,
  child: number,
  { cohortSize, leftOut }: { cohortSize: number; leftOut: ReadonlySet<number> },
): number | null {
  let sum = 0;
  let count = 0;
  for (let place = child * cohort.depth; place < (child + 1) * cohort.depth && count < cohortSize; place++) {
    const probe = cohort.probes[place] ?? -1;
    if (probe < 0 || leftOut.has(probe)) continue;
    sum += cohort.scores[place] ?? 0;
    count++;
  }
  return count < LEAST_COHORT ? null : sum / count;
}
