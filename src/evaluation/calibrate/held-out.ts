import type { HeldOut } from '../../adapters/calibration-file.ts';
import { cllrMin, costOf, type LikelihoodMap, likelihoodOf } from '../../match/likelihood.ts';
import { bootstrap, intervalOf } from '../bootstrap.ts';
import { meanDefined } from '../curves.ts';
import { fnirAtFpir, isResolved, rankRate, type Weights } from '../metrics.ts';
import type { Outcome } from '../outcome.ts';
import { labelled, type PersonScore } from './labelled.ts';

/** One scoring on one held-out trial, with the likelihood map that was fitted on other people. */
export interface TestedTrial {
  readonly outcome: Outcome;
  readonly likelihood: LikelihoodMap;
}

/** Default and fitted scoring on the same searches, trial by trial. */
export interface Tested {
  readonly default: readonly TestedTrial[];
  readonly fitted: readonly TestedTrial[];
}

export type Measure = 'rank1' | 'fnir1' | 'fnir10' | 'cllr';

type Numbers = Omit<HeldOut, 'better' | 'verdict'>;

/**
 * What the two are worth on people whom nothing was fitted on, with paired intervals.
 *
 * @param identities number of people; a bootstrap replicate draws people, the same for both
 */
export function compareHeldOut(tested: Tested, identities: number, seed: number): Numbers {
  const standard = measure(tested.default, identities, seed);
  const fitted = measure(tested.fitted, identities, seed);
  const difference = byMeasure((index) => {
    const [first, second] = [fitted.values[index] ?? null, standard.values[index] ?? null];
    const [drawn, other] = [fitted.replicates[index], standard.replicates[index]];
    return {
      value: first === null || second === null ? null : first - second,
      interval: drawn && other ? intervalOf(drawn.map((value, at) => value - (other[at] ?? Number.NaN))) : null,
    };
  });
  const outcomes = tested.fitted.map(({ outcome }) => outcome);
  return {
    trials: outcomes.length,
    gallerySize: meanDefined(outcomes.map(({ gallerySize }) => gallerySize)) ?? 0,
    matedSearches: outcomes.reduce((sum, { mated }) => sum + mated.length, 0),
    nonMatedSearches: outcomes.reduce((sum, { strangers }) => sum + strangers.length, 0),
    default: standard.summary,
    fitted: fitted.summary,
    difference,
    reliability: reliabilityOf(tested.fitted),
  };
}

function measure(trials: readonly TestedTrial[], identities: number, seed: number) {
  const outcomes = trials.map(({ outcome }) => outcome);
  const costs = trials.map((trial) => personCosts(trial, identities));
  const fnir = (fpir: number, weights?: Weights) =>
    meanDefined(
      outcomes
        .filter(({ nonMated }) => isResolved(nonMated, fpir))
        .map((outcome) => fnirAtFpir(outcome, fpir, weights)),
    );
  const all = (weights?: Weights) => [
    meanDefined(outcomes.map((outcome) => rankRate(outcome, 1, weights))),
    fnir(0.01, weights),
    fnir(0.1, weights),
    meanDefined(costs.map((cost) => weightedCllr(cost, weights))),
  ];
  const values = all();
  const replicates = bootstrap(identities, seed, all);
  const summary = {
    ...byMeasure((index) => ({
      value: values[index] ?? null,
      interval: replicates[index] ? intervalOf(replicates[index]) : null,
    })),
    cllrMin: meanDefined(outcomes.map((outcome) => cllrMin(labelled(outcome)))),
  };
  return { values, replicates, summary };
}

/** Mean cost in bits of each person's comparisons, by kind; NaN for a person without any. */
interface PersonCosts {
  readonly mated: Float64Array;
  readonly strangers: Float64Array;
}

function personCosts({ outcome, likelihood }: TestedTrial, identities: number): PersonCosts {
  const costs = {
    mated: new Float64Array(identities).fill(Number.NaN),
    strangers: new Float64Array(identities).fill(Number.NaN),
  };
  for (const { identity, score, isMated, weight } of labelled(outcome)) {
    const kind = isMated ? costs.mated : costs.strangers;
    const before = kind[identity] ?? Number.NaN;
    const cost = weight * costOf(likelihoodOf(likelihood, score), isMated);
    kind[identity] = (Number.isNaN(before) ? 0 : before) + cost;
  }
  return costs;
}

function weightedCllr({ mated, strangers }: PersonCosts, weights?: Weights): number | null {
  const [first, second] = [weightedMean(mated, weights), weightedMean(strangers, weights)];
  return first === null || second === null ? null : (first + second) / 2;
}

function weightedMean(values: Float64Array, weights?: Weights): number | null {
  let sum = 0;
  let total = 0;
  for (const [index, value] of values.entries()) {
    const weight = Number.isNaN(value) ? 0 : (weights?.[index] ?? 1);
    if (weight === 0) continue;
    sum += weight * value;
    total += weight;
  }
  return total === 0 ? null : sum / total;
}

/** Lower edges of the groups of stated ratios, as decimal logarithms. */
const EDGES = [Number.NEGATIVE_INFINITY, -1, -0.5, 0, 0.5, 1, 1.5, 2] as const;

/** Where a ratio of 10 is stated, mates should be ten times as frequent as strangers. */
function reliabilityOf(trials: readonly TestedTrial[]): HeldOut['reliability'] {
  const scores = trials.flatMap(({ outcome, likelihood }) =>
    labelled(outcome).map((entry) => ({ ...entry, stated: likelihoodOf(likelihood, entry.score) })),
  );
  const [allMates, allStrangers] = [weightOf(scores, true), weightOf(scores, false)];
  return EDGES.flatMap((edge, index) => {
    const next = EDGES[index + 1] ?? Number.POSITIVE_INFINITY;
    const members = scores.filter(({ stated }) => stated >= edge && stated < next);
    if (members.length === 0) return [];
    const [mates, strangers] = [weightOf(members, true), weightOf(members, false)];
    const total = mates + strangers;
    return [
      {
        stated: members.reduce((sum, { stated, weight }) => sum + weight * stated, 0) / total,
        observed: mates > 0 && strangers > 0 ? Math.log10(mates / allMates / (strangers / allStrangers)) : null,
        matedPeople: peopleIn(members, true),
        strangerPeople: peopleIn(members, false),
      },
    ];
  });
}

function weightOf(scores: readonly PersonScore[], isMated: boolean): number {
  return scores.reduce((sum, entry) => sum + (entry.isMated === isMated ? entry.weight : 0), 0);
}

function peopleIn(scores: readonly PersonScore[], isMated: boolean): number {
  return new Set(scores.filter((entry) => entry.isMated === isMated).map(({ identity }) => identity)).size;
}

function byMeasure<Value>(make: (index: number) => Value): Record<Measure, Value> {
  return { rank1: make(0), fnir1: make(1), fnir10: make(2), cllr: make(3) };
}
