import { bootstrap, bootstrapIntervals, intervalOf, widenCertain } from './bootstrap.ts';
import { breakDown } from './breakdown.ts';
import { cmcCurve, detCurve, meanDefined, scoreHistogram } from './curves.ts';
import type { PairedMetric, PairedMetrics } from './differences.ts';
import { equalErrorRate, mergeScores } from './eer.ts';
import type { Method } from './methods/method.ts';
import { fnirAbove, fnirAtFpir, fpirAbove, isResolved, rankRate, tarAtFar, type Weights } from './metrics.ts';
import type { Outcome, Search } from './outcome.ts';
import { keptPromises } from './promise.ts';
import type { Identity } from './protocol.ts';
import { FALSE_ACCEPT_RATES, FALSE_POSITIVE_RATES, type MethodResult, RANKS } from './result.ts';
import { isUsable } from './searches.ts';
import { type WorstErrors, worstErrors } from './worst.ts';

/** What one method did, and its metrics in each bootstrap replicate, to be paired with those of another method. */
export interface Summary {
  readonly result: MethodResult;
  readonly paired: PairedMetrics;
  readonly errors: WorstErrors;
}

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
): Summary {
  const measures = measuresOf(outcomes);
  const values = measures.map((measure) => measure());
  const replicates = bootstrap(identities.length, seed, (weights) =>
    measures.map((measure, index) => (values[index] === null ? null : measure(weights))),
  );
  const people = peopleIn(outcomes.map(({ mated }) => mated));
  const intervals = replicates.map((drawn, index) => widenCertain(values[index] ?? null, intervalOf(drawn), people));
  const result: MethodResult = {
    name: method.name,
    summary: method.summary,
    identities: identities.length,
    gallerySize: meanDefined(outcomes.map(({ gallerySize }) => gallerySize)) ?? 0,
    matedSearches: sum(outcomes.map(({ mated }) => mated.length)),
    nonMatedSearches: sum(outcomes.map(({ strangers }) => strangers.length)),
    ...grouped(values),
    comparisons: {
      mated: sum(outcomes.map(({ mated }) => mated.length)),
      strangers: sum(outcomes.map(({ impostors }) => sum(impostors.counts))),
    },
    failureToEnrol: failureToEnrol(method, identities),
    intervals: grouped(intervals),
    fixedThreshold: fixedThreshold(method, outcomes),
    cmc: cmcCurve(outcomes),
    det: detCurve(outcomes),
    histogram: scoreHistogram(outcomes),
    breakdowns: breakDown(identities, outcomes, seed),
    promise: checkPromise(identities.length, outcomes, seed),
  };
  const paired = grouped(values.map((value, index) => ({ value, replicates: replicates[index] ?? NO_REPLICATES })));
  return { result, paired: pairedOf(paired), errors: worstErrors(outcomes) };
}

const NO_REPLICATES = new Float64Array(0);

function pairedOf({ rank, fnir }: { rank: Keyed<PairedMetric>; fnir: Keyed<PairedMetric> }): PairedMetrics {
  const take = (metric: PairedMetric | null | undefined) => metric ?? { value: null, replicates: NO_REPLICATES };
  return {
    rank: { '1': take(rank['1']), '10': take(rank['10']) },
    fnir: { '0.01': take(fnir['0.01']), '0.1': take(fnir['0.1']) },
  };
}

type Keyed<Value> = Readonly<Record<string, Value | null>>;

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** How many people these searches look for. */
function peopleIn(searches: readonly (readonly Search[])[]): number {
  return new Set(searches.flat().map(({ identity }) => identity)).size;
}

type Measure = (weights?: Weights) => number | null;

/** All quoted metrics in the order of {@link grouped}: ranks, false accept rates, FPIRs, equal error rate. */
function measuresOf(outcomes: readonly Outcome[]): Measure[] {
  const mean = (some: readonly Outcome[], measure: (outcome: Outcome, weights?: Weights) => number | null): Measure => {
    return (weights) => meanDefined(some.map((outcome) => measure(outcome, weights)));
  };
  const merged = outcomes.map(mergeScores);
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
    (weights) => meanDefined(merged.map((scores) => equalErrorRate(scores, weights))),
  ];
}

/** Hold a method's promises against what strangers brought; null when it promises nothing. */
function checkPromise(identities: number, outcomes: readonly Outcome[], seed: number): MethodResult['promise'] {
  if (!outcomes.some(({ strangers }) => strangers.some(({ stated }) => stated))) return null;
  const kept = keptPromises(outcomes);
  const people = peopleIn(outcomes.map(({ strangers }) => strangers));
  const intervals = bootstrapIntervals(identities, seed, (weights) =>
    keptPromises(outcomes, weights).map(({ fpir }) => fpir),
  );
  const rates = kept.map((rate, index) => ({
    ...rate,
    interval: widenCertain(rate.fpir, intervals[index] ?? null, people),
  }));
  return { people, rates };
}

function grouped<Value>(values: readonly (Value | null)[]) {
  const take = (keys: readonly number[], from: number) =>
    Object.fromEntries(keys.map((key, index) => [String(key), values[from + index] ?? null]));
  return {
    rank: take(RANKS, 0),
    tar: take(FALSE_ACCEPT_RATES, RANKS.length),
    fnir: take(FALSE_POSITIVE_RATES, RANKS.length + FALSE_ACCEPT_RATES.length),
    eer: values[RANKS.length + FALSE_ACCEPT_RATES.length + FALSE_POSITIVE_RATES.length] ?? null,
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
