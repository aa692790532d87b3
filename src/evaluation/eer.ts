import type { Weights } from './metrics.ts';
import type { Outcome } from './outcome.ts';

/** Scores of mated and of strangers' comparisons in one falling order; made once, measured in each replicate. */
export interface MergedScores {
  readonly scores: Float64Array;
  readonly identities: Int32Array;
  readonly isMated: Uint8Array;
  /** By identity: comparisons of each kind, those without a template too. */
  readonly matedCounts: Float64Array;
  readonly strangerCounts: Float64Array;
}

/** @param outcome its `sample` stands for all comparisons of strangers */
export function mergeScores({ mated, sample }: Outcome): MergedScores {
  const matedCounts = new Float64Array(sample.counts.length);
  for (const { identity } of mated) matedCounts[identity] = (matedCounts[identity] ?? 0) + 1;
  const entries = [
    ...mated.filter(({ score }) => score > Number.NEGATIVE_INFINITY).map((search) => ({ ...search, isMated: 1 })),
    ...Array.from(sample.scores, (score, index) => ({ score, identity: sample.identities[index] ?? -1, isMated: 0 })),
  ].sort((first, second) => second.score - first.score);
  return {
    scores: Float64Array.from(entries, ({ score }) => score),
    identities: Int32Array.from(entries, ({ identity }) => identity),
    isMated: Uint8Array.from(entries, ({ isMated }) => isMated),
    matedCounts,
    strangerCounts: sample.counts,
  };
}

/**
 * Equal error rate, 1:1: where the threshold falls until as large a share of strangers is accepted as of mated
 * comparisons is rejected. Between two scores the crossing is interpolated. Failures to enrol are rejections.
 *
 * @returns 0 … 1; null without comparisons of both kinds
 * @see ISO/IEC 19795-1:2021; a single number for comparison with other papers, never a working point
 */
export function equalErrorRate(merged: MergedScores, weights?: Weights): number | null {
  const mates = totalOf(merged.matedCounts, weights);
  const strangers = totalOf(merged.strangerCounts, weights);
  if (mates === 0 || strangers === 0) return null;
  let [accepted, passed] = [0, 0];
  let [falseMatches, falseNonMatches] = [0, 1];
  for (let index = 0; index < merged.scores.length; ) {
    const score = merged.scores[index];
    // Equal scores pass together.
    for (; merged.scores[index] === score && index < merged.scores.length; index++) {
      const weight = weights?.[merged.identities[index] ?? -1] ?? 1;
      if (merged.isMated[index]) accepted += weight;
      else passed += weight;
    }
    const [before, after] = [falseNonMatches - falseMatches, 1 - accepted / mates - passed / strangers];
    if (after <= 0) {
      const along = before / (before - after);
      return falseMatches + along * (passed / strangers - falseMatches);
    }
    [falseMatches, falseNonMatches] = [passed / strangers, 1 - accepted / mates];
  }
  // Failures to enrol on both sides: the curve ends before the rates meet.
  return (falseMatches + falseNonMatches) / 2;
}

function totalOf(counts: Float64Array, weights?: Weights): number {
  let total = 0;
  for (let identity = 0; identity < counts.length; identity++)
    total += (counts[identity] ?? 0) * (weights?.[identity] ?? 1);
  return total;
}
