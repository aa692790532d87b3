import { fnirAtFpir, isResolved, rankRate } from './metrics.ts';
import type { Outcome } from './outcome.ts';
import type { MethodResult } from './result.ts';

/** Longest rank of the CMC curve: the list length of NIST FRTE's investigation tables. */
const CMC_RANKS = 50;
/** FPIRs of the DET curve: 1e-3 … 1, twenty a decade. */
const DET_RATES = Array.from({ length: 61 }, (_, step) => 10 ** (step / 20 - 3));
const HISTOGRAM_BINS = 40;

/** Mean of the numbers that are defined; null for none. */
export function meanDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

/** Cumulative match characteristic: identification rate at ranks 1 … 50, mean of the trials (ISO/IEC 19795-1). */
export function cmcCurve(outcomes: readonly Outcome[]): (number | null)[] {
  return Array.from({ length: CMC_RANKS }, (_, index) =>
    meanDefined(outcomes.map((outcome) => rankRate(outcome, index + 1))),
  );
}

/** Detection error trade-off: FNIR at rising FPIR, mean of the trials; only FPIRs that their searches resolve. */
export function detCurve(outcomes: readonly Outcome[]): MethodResult['det'] {
  return DET_RATES.flatMap((fpir) => {
    const resolved = outcomes.filter((outcome) => isResolved(outcome.nonMated, fpir));
    const fnir = meanDefined(resolved.map((outcome) => fnirAtFpir(outcome, fpir)));
    return fnir === null || resolved.length * 2 <= outcomes.length ? [] : [{ fpir: Math.min(fpir, 1), fnir }];
  });
}

/**
 * The two populations that a threshold must part: mate scores, and the best scores of searches without a mate.
 *
 * @returns shares in bins of equal width over all finite scores; null when one population is empty
 */
export function scoreHistogram(outcomes: readonly Outcome[]): MethodResult['histogram'] {
  const mated = outcomes.flatMap(({ mated }) => mated.map(({ score }) => score)).filter(Number.isFinite);
  const nonMated = outcomes.flatMap(({ nonMated }) => [...nonMated.scores]);
  if (mated.length === 0 || nonMated.length === 0) return null;
  const all = [...mated, ...nonMated];
  const from = all.reduce((least, score) => Math.min(least, score));
  const to = all.reduce((most, score) => Math.max(most, score));
  return { from, to, mated: binned(mated, from, to), nonMated: binned(nonMated, from, to) };
}

function binned(scores: readonly number[], from: number, to: number): number[] {
  const bins = new Array<number>(HISTOGRAM_BINS).fill(0);
  for (const score of scores) {
    const bin =
      to > from ? Math.min(HISTOGRAM_BINS - 1, Math.floor(((score - from) / (to - from)) * HISTOGRAM_BINS)) : 0;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins.map((count) => count / scores.length);
}
