/** A child and its normalised score, before it becomes a candidate. */
export interface ScoredChild {
  /** Index of the child in the gallery. */
  readonly child: number;
  readonly score: number;
}

/** Longest list that people judge well: with 100 there were more false alarms and fewer hits (Heyer 2018), so 20. */
export const LONGEST_LIST = 20;

/**
 * The candidate list of one probe, one candidate a child.
 *
 * @param scores one entry a child; −Infinity could not be compared and never is a candidate
 * @param threshold lowest score kept; −Infinity in investigation mode, Infinity keeps nobody
 * @param length longest list, a whole number of 1 … {@link LONGEST_LIST}
 * @returns in falling score, equal scores in gallery order; empty means «nobody in this gallery»
 * @throws RangeError for another length
 * @see NIST IR 8271 (FRTE 1:N) for investigation and identification mode
 */
export function rankCandidates(
  scores: ArrayLike<number>,
  threshold: number,
  length: number = LONGEST_LIST,
): ScoredChild[] {
  if (!Number.isInteger(length) || length < 1 || length > LONGEST_LIST)
    throw new RangeError(`a candidate list has 1 to ${LONGEST_LIST} places, not ${length}`);
  return Array.from(scores, (score, child) => ({ child, score }))
    .filter(({ score }) => score > Number.NEGATIVE_INFINITY && score >= threshold)
    .sort((first, second) => second.score - first.score)
    .slice(0, length);
}
