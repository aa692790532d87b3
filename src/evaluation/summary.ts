import { bootstrapIntervals, widenCertain } from './bootstrap.ts';
import { cmcCurve, detCurve, meanDefined, scoreHistogram } from './curves.ts';
import type { Method } from './methods/method.ts';
import { fnirAbove, fnirAtFpir, fpirAbove, isResolved, rankRate, tarAtFar, type Weights } from './metrics.ts';
import type { Outcome } from './outcome.ts';
import type { Identity } from './protocol.ts';
import { FALSE_ACCEPT_RATES, FALSE_POSITIVE_RATES, type MethodResult, RANKS } from './result.ts';
import { isUsable } from './searches.ts';

/**
 * What one method did over all trials: each metric is the mean of the trials that define it.
 *
 * Thresholds are set anew in each trial, because what a method fits, and so its score scale, differs between trials.
 */
export function summarise(
  method: Method,
  identities: readonly Identity[],
  outcomes: readonly Outcome[],
  seed: number,
): MethodResult {
  const measures = measuresOf(outcomes);
  const values = measures.map((measure) => measure());
  const people = searchedFor(outcomes);
  const intervals = bootstrapIntervals(identities.length, seed, (weights) =>
    measures.map((measure, index) => (values[index] === null ? null : measure(weights))),
  ).map((interval, index) => widenCertain(values[index] ?? null, interval, people));
  return {
    name: method.name,
    summary: method.summary,
    identities: identities.length,
    gallerySize: meanDefined(outcomes.map(({ gallerySize }) => gallerySize)) ?? 0,
    matedSearches: outcomes.reduce((sum, { mated }) => sum + mated.length, 0),
    nonMatedSearches: outcomes.reduce((sum, { nonMated }) => sum + nonMated.counts.reduce((a, b) => a + b, 0), 0),
    ...grouped(values),
    failureToEnrol: failureToEnrol(method, identities),
    intervals: grouped(intervals),
    fixedThreshold: fixedThreshold(method, outcomes),
    cmc: cmcCurve(outcomes),
    det: detCurve(outcomes),
    histogram: scoreHistogram(outcomes),
  };
}

/** How many people were searched for while they were enrolled, in any trial. */
function searchedFor(outcomes: readonly Outcome[]): number {
  return new Set(outcomes.flatMap(({ mated }) => mated.map(({ identity }) => identity))).size;
}

type Measure = (weights?: Weights) => number | null;

/** All quoted metrics in the order of {@link grouped}: ranks, false accept rates, FPIRs. */
function measuresOf(outcomes: readonly Outcome[]): Measure[] {
  const mean = (some: readonly Outcome[], measure: (outcome: Outcome, weights?: Weights) => number | null): Measure => {
    return (weights) => meanDefined(some.map((outcome) => measure(outcome, weights)));
  };
  return [
    ...RANKS.map((rank) => mean(outcomes, (outcome, weights) => rankRate(outcome, rank, weights))),
    ...FALSE_ACCEPT_RATES.map((far) =>
      mean(
        outcomes.filter(({ impostors }) => isResolved(impostors, far)),
        (outcome, weights) => tarAtFar(outcome, far, weights),
      ),
    ),
    ...FALSE_POSITIVE_RATES.map((fpir) =>
      mean(
        outcomes.filter(({ nonMated }) => isResolved(nonMated, fpir)),
        (outcome, weights) => fnirAtFpir(outcome, fpir, weights),
      ),
    ),
  ];
}

function grouped<Value>(values: readonly (Value | null)[]) {
  const take = (keys: readonly number[], from: number) =>
    Object.fromEntries(keys.map((key, index) => [String(key), values[from + index] ?? null]));
  return {
    rank: take(RANKS, 0),
    tar: take(FALSE_ACCEPT_RATES, RANKS.length),
    fnir: take(FALSE_POSITIVE_RATES, RANKS.length + FALSE_ACCEPT_RATES.length),
  };
}

/** Failure to enrol, ISO/IEC 19795-1: the share of photos of which the method has no template. */
function failureToEnrol(method: Method, identities: readonly Identity[]): number | null {
  const samples = identities.flatMap(({ references, probes }) => [...references, ...probes]);
  if (samples.length === 0) return null;
  return samples.filter((sample) => !isUsable(method, sample)).length / samples.length;
}

function fixedThreshold({ fixedThreshold }: Method, outcomes: readonly Outcome[]): MethodResult['fixedThreshold'] {
  if (!fixedThreshold) return null;
  const { label, score } = fixedThreshold;
  return {
    label,
    fnir: meanDefined(outcomes.map((outcome) => fnirAbove(outcome, score))),
    fpir: meanDefined(outcomes.map((outcome) => fpirAbove(outcome, score))),
  };
}
