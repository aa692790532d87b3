import type { ModelId } from '../../core/face.ts';
import { domainMeans } from '../../match/domain.ts';
import { scoringOf, zScore } from '../../match/fusion.ts';
import { fitLikelihood, type LikelihoodMap } from '../../match/likelihood.ts';
import { COHORT_SIZE } from '../../match/normalise.ts';
import { CENTRED_MODELS, DEFAULT_MODELS } from '../../match/start.ts';
import type { ModelScoring, ScoringOptions } from '../../match/types.ts';
import { meanDefined } from '../curves.ts';
import { fnirAtFpir, isResolved } from '../metrics.ts';
import type { Outcome } from '../outcome.ts';
import type { Identity, Trial } from '../protocol.ts';
import { seededRandom, shuffled } from '../random.ts';
import { runTrial } from '../searches.ts';
import { labelled, type PersonScore } from './labelled.ts';
import { collectPairs, strangerStatistics } from './pairs.ts';
import { scoringMethod } from './scoring-method.ts';
import { fitWeights } from './weights.ts';

/** Cohort sizes tried beside the default. */
const COHORT_SIZES = [10, 40, 80] as const;

/** Another K than the default must lower the misses by this much: smaller gains are luck more often than not. */
const LEAST_GAIN = 0.01;

/** FPIRs whose misses, on average, K is chosen by. */
const FPIRS = [0.01, 0.1] as const;

/** Keeps the dealing inside a fit apart from the dealing into folds and the bootstrap. */
const STREAM = 2_000_000;

/** A scoring fitted on labelled people, and what its scores mean. */
export interface Fit {
  readonly options: ScoringOptions;
  readonly likelihood: LikelihoodMap;
  /** People enrolled where the likelihood map was fitted. */
  readonly gallerySize: number;
}

export interface FitSettings {
  /** Weights and start statistics that the cards of added models state. */
  readonly scoring: Readonly<Record<ModelId, ModelScoring>>;
  readonly seed: number;
}

/** The default scoring; only the likelihood map is fitted on these people. */
export function fitDefault(people: readonly Identity[], { scoring, seed }: FitSettings): Fit {
  return withLikelihood(people, { models: scoring }, seed);
}

/**
 * Fit domain means, impostor statistics, weights, the cohort size and the likelihood map.
 *
 * Everything by order: each step uses what was fitted before it. Means only where a domain has 200 faces or more.
 */
export function fitScoring(people: readonly Identity[], { scoring, seed }: FitSettings): Fit {
  const templates = people.flatMap(({ references, probes }) =>
    [...references, ...probes].flatMap(({ template }) => template ?? []),
  );
  const made = new Set(templates.flatMap(({ embeddings }) => embeddings.map(({ model }) => model)));
  const base = { ...DEFAULT_MODELS, ...scoring };
  const models = [...made].filter((model) => scoringOf(model, base).weight > 0);
  const means = domainMeans(templates, CENTRED_MODELS);
  const pairs = collectPairs(people, models, means);
  const statistics = strangerStatistics(pairs, models);
  const evidence = pairs.map(({ cosines, isMated, weight }) => ({
    z: statistics.map((impostors, model) => zScore(cosines[model] ?? 0, impostors)),
    isMated,
    weight,
  }));
  const defaults = models.map((model) => scoringOf(model, base).weight);
  const weights = fitWeights(evidence, defaults, people.length);
  const fitted = models.map((model, index): [ModelId, ModelScoring] => {
    const start = statistics[index];
    return [model, { weight: weights[index] ?? 0, ...(start ? { start, measured: true } : {}) }];
  });
  const options = { models: { ...scoring, ...Object.fromEntries(fitted) }, means };
  return withLikelihood(people, { ...options, cohortSize: chooseCohortSize(people, options, seed) }, seed);
}

function withLikelihood(people: readonly Identity[], options: ScoringOptions, seed: number): Fit {
  const outcomes = searchAmong(people, options, seed);
  return {
    options,
    likelihood: fitLikelihood(countOnce(outcomes.map(labelled))),
    gallerySize: Math.round(meanDefined(outcomes.map(({ gallerySize }) => gallerySize)) ?? 0),
  };
}

/** Everybody meets strangers in both trials, and a mate in the one with their enrolment: half a weight each time, or one. */
function countOnce(trials: readonly PersonScore[][]): PersonScore[] {
  return trials.flatMap((scores) =>
    scores.map((entry) => (entry.isMated ? entry : { ...entry, weight: entry.weight / trials.length })),
  );
}

function chooseCohortSize(people: readonly Identity[], options: ScoringOptions, seed: number): number {
  const misses = (cohortSize: number) => missRate(searchAmong(people, { ...options, cohortSize }, seed));
  const [best] = COHORT_SIZES.map((cohortSize) => ({ cohortSize, rate: misses(cohortSize) })).sort(
    (first, second) => first.rate - second.rate,
  );
  return best && best.rate <= misses(COHORT_SIZE) - LEAST_GAIN ? best.cohortSize : COHORT_SIZE;
}

/** Mean FNIR; 1 where too few searches define it. */
function missRate(outcomes: readonly Outcome[]): number {
  const rates = outcomes.flatMap((outcome) =>
    FPIRS.filter((fpir) => isResolved(outcome.nonMated, fpir)).map((fpir) => fnirAtFpir(outcome, fpir)),
  );
  return meanDefined(rates) ?? 1;
}

/** Half of the people enrolled and all searched for; then the halves change places. */
function searchAmong(people: readonly Identity[], options: ScoringOptions, seed: number): Outcome[] {
  const order = shuffled(
    people.map((_, index) => index),
    seededRandom(seed, STREAM),
  );
  const halves = [order.filter((_, place) => place % 2 === 0), order.filter((_, place) => place % 2 === 1)] as const;
  const trials: Trial[] = [
    { split: 0, development: [], enrolled: halves[0], strangers: halves[1] },
    { split: 0, development: [], enrolled: halves[1], strangers: halves[0] },
  ];
  const method = scoringMethod('fitted', () => options);
  return trials.map((trial) => runTrial(method, people, trial));
}
