import { access, constants } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Command } from 'commander';
import { openSealedStore, type SealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { PAPER_IDENTITIES } from '../evaluation/closed-set.ts';
import { type EvaluateOptions, evaluateFolder } from '../evaluation/evaluate.ts';
import { showErrors } from '../evaluation/faces.ts';
import { METHOD_GROUPS } from '../evaluation/methods/registry.ts';
import { percent } from '../evaluation/report/format.ts';
import { renderReport } from '../evaluation/report/report.tsx';
import type { ClosedSetResult, Direction, EvaluationResult, StressResult } from '../evaluation/result.ts';
import type { DetectorName } from '../face/detect.ts';
import { loadCalibration } from '../services/folders/calibration.ts';
import { STORE_FOLDER } from '../services/folders/enrolment.ts';
import { EXIT, exitWith } from './exit.ts';
import { detectorOption, type JsonTarget, jsonOption, wholeNumber } from './options.ts';
import { answer, note, writeOutput } from './output.ts';
import { startProgress } from './progress.ts';
import { count, table } from './words.ts';

/** The options of `homeward evaluate` as commander gives them. */
interface Options {
  readonly enrol?: string;
  readonly probePattern?: string;
  readonly methods?: string;
  readonly ablation?: boolean;
  readonly calibration?: string;
  readonly closedSet?: number | true;
  readonly stress?: string | true;
  readonly splits: number;
  readonly seed: number;
  readonly detector: DetectorName;
  readonly cache?: string;
  readonly json?: JsonTarget;
  readonly report?: string;
  readonly showFaces?: boolean;
}

const HELP = `
DIR holds one folder a person with two photos or more. Photos in a subfolder «y» were taken young: they are enrolled
and the others searched with, and then the other way round. Without such folders the first photo of each is enrolled.
A PATTERN is a folder (y/), a file name with * or ? (earlier-*), or part of a path (2019); ! in front turns it round.

  homeward evaluate faces --report evaluation.html
  homeward evaluate faces --ablation --report evaluation.html
  homeward evaluate faces --methods all --closed-set --stress --report evaluation.html
  homeward evaluate faces --enrol '!y/' --json evaluation.json
  homeward evaluate samples/children --probe-pattern 'earlier-*'

The people are dealt into two halves: what a method fits, it fits on one; on the other it is tested, with half of the
people enrolled. Same photos, models and seed: same numbers. docs/evaluation.md says how to read them.
Photos are worked on once: Ctrl-C, and the same command goes on from there.`;

/** `homeward evaluate DIR`: how often the right person is found, how often the wrong one. */
export function evaluateCommand(app: App): Command {
  return new Command('evaluate')
    .summary('measure how well faces are found, on a folder of your own')
    .description('Measure how often the right person is found and how often the wrong one, method by method.')
    .argument('<dir>', 'folder with one folder a person')
    .option('--enrol <pattern>', 'photos to enrol; the rest is searched with')
    .option('--probe-pattern <pattern>', 'photos to search with; the rest is enrolled')
    .option('--methods <names>', `only these methods or groups (${METHOD_GROUPS.join(', ')}), with commas between`)
    .option('--ablation', 'also Homeward with each step and each model left out, to see what it is worth')
    .option('--calibration <file.json>', 'also Homeward with this calibration, made on other people than these')
    .option(
      '--closed-set [n]',
      `also the closed set of n people (default: ${PAPER_IDENTITIES}), as in papers`,
      wholeNumber(2, 1500),
    )
    .option(
      '--stress [names]',
      'also search with photos made worse: all, or some of blur, noise, … with commas between',
    )
    .option('--splits <n>', 'how often people are dealt anew', wholeNumber(1, 1000), 5)
    .option('--seed <n>', 'seed of the dealing and of the intervals', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--cache <dir>', 'where the encrypted templates are kept (default: DIR/.homeward)')
    .addOption(detectorOption())
    .option('--report <file.html>', 'write a report with tables and curves')
    .option('--show-faces', 'show the worst errors in the report, face by face; by default it shows nobody')
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((dir: string, options: Options) => evaluate(app, resolve(dir), options));
}

async function evaluate(app: App, dir: string, options: Options): Promise<void> {
  const progress = twoBars();
  const problems: string[] = [];
  if (options.showFaces && !options.report)
    throw new AppError('invalid', 'Pictures go into the report: add --report evaluation.html to --show-faces.');
  const calibration = options.calibration ? await loadCalibration(app, options.calibration) : null;
  if (calibration)
    note('If the calibration was made on people of this folder, the numbers of homeward-calibrated flatter it.');
  const evaluation = await evaluateFolder(app, dir, {
    ...optionsOf(options),
    calibration: calibration?.options,
    ...(await cacheOf(app, dir, options.cache)),
    onPlan: progress.plan,
    onPhoto: (name, problem) => {
      if (problem) problems.push(`  ${name}: ${problem}`);
      progress.photo();
    },
    onStep: progress.step,
  }).finally(progress.stop);
  const { result } = evaluation;
  if (problems.length > 0) note([`${count(problems.length, 'photo')} without a template:`, ...problems].join('\n'));
  if (options.report) {
    const faces = options.showFaces ? await showErrors(app, evaluation, options.detector) : null;
    await writeOutput(options.report, renderReport(result, faces), []);
    note(`Report written to ${options.report}${faces ? '. It shows faces: keep it where the photos are kept.' : ''}`);
  }
  await answer(options.json, result, () => inWords(result));
  if (result.data.unreadable > 0) exitWith(EXIT.someFailed);
}

function optionsOf(options: Options): EvaluateOptions {
  const { enrol, probePattern, methods, ablation, closedSet, stress, splits, seed, detector } = options;
  return {
    splits,
    seed,
    detector,
    ...(enrol ? { enrol } : {}),
    ...(probePattern ? { probePattern } : {}),
    ablation,
    ...(methods ? { names: namesIn(methods) } : {}),
    closedSet: closedSet === true ? PAPER_IDENTITIES : closedSet,
    stresses: stress === true ? ['all'] : namesIn(stress ?? ''),
  };
}

function namesIn(list: string): string[] {
  return list.split(',').flatMap((name) => name.trim() || []);
}

/** Where `homeward enrol` keeps its templates too, so that neither works twice; none in a folder that is read only. */
async function cacheOf(app: App, dir: string, named: string | undefined): Promise<{ cache?: SealedStore }> {
  if (named || (await isAllowed(dir, constants.W_OK)))
    return { cache: openSealedStore(named ?? join(dir, STORE_FOLDER), await app.key()) };
  if (await isAllowed(dir, constants.R_OK))
    note(`${dir} cannot be written to, so templates are not kept: name a folder with --cache to go on after a stop.`);
  return {};
}

async function isAllowed(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** One bar for the photos, then one for the searches. */
function twoBars() {
  const photos = startProgress('Photos');
  const searches = startProgress('Searches');
  const total = { photos: 0, steps: 0 };
  const done = { photos: 0, steps: 0 };
  return {
    plan: (photoCount: number, stepCount: number) => {
      total.photos = photoCount;
      total.steps = stepCount;
    },
    photo: () => {
      photos.update(++done.photos, total.photos);
      if (done.photos === total.photos) photos.stop();
    },
    step: () => searches.update(++done.steps, total.steps),
    stop: () => {
      photos.stop();
      searches.stop();
    },
  };
}

function inWords(result: EvaluationResult): string {
  const { data, reverse, warnings } = result;
  return [
    `${basename(result.folder)}: ${count(data.identities, 'person', 'people')}, ${count(data.photos, 'photo')}, ${count(result.trials, 'trial')}, seed ${result.seed}`,
    tableOf(result),
    ...(reverse ? [tableOf(reverse)] : []),
    ...(result.closedSet?.length ? [closedSetTable(result.closedSet)] : []),
    ...(result.stress ? [stressTable(result.stress)] : []),
    'All in %, with 95 % intervals. Rank: the right person is first, or among ten. FNIR: the right person is missed where',
    'so many of the searches for strangers return somebody. «–»: too few searches to say. More in docs/evaluation.md.',
    ...warnings.map((warning) => `! ${warning}`),
  ].join('\n');
}

const COLUMNS: readonly (readonly [head: string, group: 'rank' | 'fnir', key: string])[] = [
  ['rank 1', 'rank', '1'],
  ['rank 10', 'rank', '10'],
  ['FNIR 0.3 %', 'fnir', '0.003'],
  ['FNIR 1 %', 'fnir', '0.01'],
  ['FNIR 10 %', 'fnir', '0.1'],
];

function tableOf({ enrolled, probes, methods }: Direction): string {
  const rows = methods.map((method) => [
    method.name,
    ...COLUMNS.map(([, group, key]) => withInterval(method[group][key], method.intervals[group][key])),
    percent(method.failureToEnrol),
  ]);
  const size = Math.round(methods[0]?.gallerySize ?? 0);
  return [
    `\nEnrolled: ${enrolled}. Searched with: ${probes}. Galleries of about ${size}.`,
    table(['method', ...COLUMNS.map(([head]) => head), 'no template'], rows),
  ].join('\n');
}

function closedSetTable(results: readonly ClosedSetResult[]): string {
  const rows = results.map(({ name, accuracy, interval }) => [name, withInterval(accuracy, interval)]);
  const people = results[0]?.identities ?? 0;
  return [`\nClosed set of ${people} people, all of them known.`, table(['method', 'right'], rows)].join('\n');
}

function stressTable(results: readonly StressResult[]): string {
  const names = results[0]?.methods.map(({ name }) => name) ?? [];
  const rows = results.map(({ label, methods }) => [label, ...methods.map(({ rank1 }) => percent(rank1))]);
  return ['\nRank 1 with worse photos to search with.', table(['photos', ...names], rows)].join('\n');
}

/** «71.4 (67–75)» */
function withInterval(
  value: number | null | undefined,
  interval: readonly [number, number] | null | undefined,
): string {
  const whole = (share: number) => (100 * share).toFixed(0);
  return interval ? `${percent(value)} (${whole(interval[0])}–${whole(interval[1])})` : percent(value);
}
