/**
 * Does the scoring find in real embeddings with a very large age gap what it should?
 *
 *   tsx scripts/check-scoring.ts DIR [--splits 10] [--seed 1]
 *
 * DIR holds `age-gap-embeddings.json` (layout) and `.bin`: embeddings of anonymous people as children and as adults.
 * They are development data and never enter the repository. Prints, step by step, what each part of the scoring is
 * worth beside what was found when the steps were designed (docs/scoring.md explains the numbers), and how well the
 * calibration keeps its promise.
 */
import { parseArgs } from 'node:util';
import { bootstrapIntervals, type Interval } from '../src/evaluation/bootstrap.ts';
import { fnirAtFpir, rankRate, type Weights } from '../src/evaluation/metrics.ts';
import type { Outcome } from '../src/evaluation/outcome.ts';
import type { Identity } from '../src/evaluation/protocol.ts';
import { runTrial } from '../src/evaluation/searches.ts';
import type { ScoringOptions } from '../src/match/types.ts';
import { checkCalibration } from './check-scoring/calibration.ts';
import { readIdentities } from './check-scoring/data.ts';
import { poolingMethods } from './check-scoring/pooling.ts';
import { type CohortSource, dealTrials, scorerMethod } from './check-scoring/protocol.ts';

/** Trials and replicates of the bootstrap: enough for a rough interval. */
const INTERVAL_TRIALS = 4;
const INTERVAL_REPLICATES = 300;

const METRICS = [
  ['rank-1', (outcome: Outcome, weights?: Weights) => rankRate(outcome, 1, weights)],
  ['rank-10', (outcome: Outcome, weights?: Weights) => rankRate(outcome, 10, weights)],
  ['FNIR@1%', (outcome: Outcome, weights?: Weights) => fnirAtFpir(outcome, 0.01, weights)],
  ['FNIR@10%', (outcome: Outcome, weights?: Weights) => fnirAtFpir(outcome, 0.1, weights)],
] as const;

const only = (model: string): ScoringOptions => ({
  models: Object.fromEntries(
    ['fr512', 'mfn192', 'dlib128'].filter((other) => other !== model).map((other) => [other, { weight: 0 }]),
  ),
  centred: [],
  cohortSize: 0,
});

/** Each row adds one step; the numbers are those of the design, both halves of the people, in percent. */
const STEPS: readonly { name: string; options: ScoringOptions; design: readonly number[] }[] = [
  { name: 'dlib128 cosine', options: only('dlib128'), design: [58.8, 82.3, 75.9, 60.3] },
  { name: 'fr512 cosine', options: only('fr512'), design: [62.7, 83.3, 66.6, 51.7] },
  { name: 'fused', options: { centred: [], cohortSize: 0 }, design: [66.4, 86.3, 63.8, 50.2] },
  { name: '+ centred per age domain', options: { cohortSize: 0 }, design: [70.0, 88.6, 63.3, 45.6] },
  { name: '+ cohort normalisation', options: {}, design: [71.4, 89.4, 59.8, 42.4] },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { splits: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const folder = positionals[0];
if (folder === undefined) {
  console.error('Give the folder of the development embeddings: tsx scripts/check-scoring.ts DIR');
  process.exit(2);
}
const people = readIdentities(folder);
const ageless = people.map(withoutProbeAges);
const splits = Number(values.splits);
const seed = Number(values.seed);
console.log(`${people.length} people, ${splits} splits, seed ${seed}; percent; ± is the deviation between splits,`);
console.log('in brackets the difference to the design');
printSteps('past probes: the searches themselves, the candidate’s own person left out', people, 'searches');
printIntervals();
printSteps('past probes: the same, nobody knows who they are', people, 'anonymous');
printSteps('past probes: half of the strangers, who then are not searched for', people, 'strangers');
printSteps('probes of unknown age, past probes too', ageless, 'searches');
printSteps('probes of unknown age, no past probes', ageless, 'none');
printSteps('probes of unknown age, the gallery’s own children in place of past probes', ageless, 'gallery');
printPoolings();
checkCalibration(people, splits, seed);

/** The table of the steps, for one source of past probes. */
function printSteps(title: string, identities: readonly Identity[], source: CohortSource): void {
  printTitle(title);
  const trials = dealTrials(identities, splits, seed, source);
  for (const { name, options, design } of STEPS) {
    const outcomes = trials.map((trial) => runTrial(scorerMethod(name, options, trial), identities, trial));
    printRow(name, outcomes, design);
  }
}

/** How to make one score of several photos, before cohort normalisation. */
function printPoolings(): void {
  printTitle('several photos of a child: fused and centred, no cohort normalisation');
  const trials = dealTrials(people, splits, seed, 'searches');
  const outcomes = trials.map((trial) => poolingMethods(trial).map((method) => runTrial(method, people, trial)));
  const names = trials[0] ? poolingMethods(trials[0]).map(({ name }) => name) : [];
  names.forEach((name, index) => {
    printRow(
      name,
      outcomes.flatMap((row) => row[index] ?? []),
      [],
    );
  });
}

/** What other people drawn from the same population would change: the uncertainty that splits do not show. */
function printIntervals(): void {
  console.log('  95 % intervals over people (bootstrap):');
  const trials = dealTrials(people, splits, seed, 'searches').slice(0, INTERVAL_TRIALS);
  for (const { name, options } of STEPS) {
    const outcomes = trials.map((trial) => runTrial(scorerMethod(name, options, trial), people, trial));
    const measure = (weights: Weights) =>
      METRICS.map(
        ([, metric]) => outcomes.reduce((sum, outcome) => sum + (metric(outcome, weights) ?? 0), 0) / outcomes.length,
      );
    const intervals = bootstrapIntervals(people.length, seed, measure, INTERVAL_REPLICATES);
    console.log(`  ${name.padEnd(38)}${intervals.map((interval) => rangeOf(interval).padStart(22)).join('')}`);
  }
}

function printTitle(title: string): void {
  console.log(`\n${title}`);
  console.log(`${' '.repeat(40)}${METRICS.map(([name]) => name.padStart(22)).join('')}`);
}

function printRow(name: string, outcomes: readonly Outcome[], design: readonly number[]): void {
  console.log(name.padEnd(40) + METRICS.map((metric, index) => cell(outcomes, metric, design[index])).join(''));
}

/** Mean and deviation over the splits, and the difference to the design. */
function cell(outcomes: readonly Outcome[], [, measure]: (typeof METRICS)[number], design: number | undefined): string {
  const found = outcomes.map((outcome) => 100 * (measure(outcome) ?? Number.NaN));
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  const deviation = Math.sqrt(found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / found.length);
  const difference = design === undefined ? '' : ` (${mean < design ? '' : '+'}${(mean - design).toFixed(1)})`;
  return `${mean.toFixed(1)} ±${deviation.toFixed(1)}${difference}`.padStart(22);
}

function rangeOf(interval: Interval | null): string {
  return interval ? `${(100 * interval[0]).toFixed(1)} … ${(100 * interval[1]).toFixed(1)}` : '—';
}

/** Most sightings: nobody knows how old the person in the photo is. */
function withoutProbeAges({ name, references, probes }: Identity): Identity {
  return {
    name,
    references,
    probes: probes.map(({ path, template }) => ({ path, template: template && { ...template, ageYears: null } })),
  };
}
