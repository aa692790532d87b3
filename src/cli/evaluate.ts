import { basename, dirname, join, resolve } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { openSealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import { type EvaluateOptions, evaluateFolder } from '../evaluation/evaluate.ts';
import { percent, percentInterval } from '../evaluation/report/format.ts';
import { renderReport } from '../evaluation/report/report.tsx';
import type { Direction, EvaluationResult } from '../evaluation/result.ts';
import { EXIT, exitWith } from './exit.ts';
import { type JsonTarget, jsonOption, wholeNumber } from './options.ts';
import { answer, note, writeOutput } from './output.ts';
import { startProgress } from './progress.ts';

/** The options of `homeward evaluate` as commander gives them. */
interface Options {
  readonly enrol?: string;
  readonly probePattern?: string;
  readonly methods?: string;
  readonly splits: number;
  readonly seed: number;
  readonly cache?: string;
  readonly json?: JsonTarget;
  readonly report?: string;
}

const HELP = `
DIR holds one folder a person with two photos or more. Photos in a subfolder «y» were taken young: they are enrolled
and the others searched with, and then the other way round. Without such folders the first photo of each is enrolled.
A PATTERN is a folder (y/), a file name with * or ? (earlier-*), or part of a path (2019); ! in front turns it round.

  homeward evaluate faces --report evaluation.html
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
    .option('--methods <names>', 'only these methods, with commas between')
    .option('--splits <n>', 'how often people are dealt anew', wholeNumber(1, 1000), 5)
    .option('--seed <n>', 'seed of the dealing and of the intervals', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--cache <dir>', 'where templates are kept, encrypted, for the next run')
    .option('--report <file.html>', 'write a report with tables and curves')
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action(async (dir: string, options: Options, command: Command) => {
      await runEvaluate(app, dir, options, command.parent?.version() ?? 'unknown');
    });
}

async function runEvaluate(app: App, dir: string, options: Options, version: string): Promise<void> {
  const cache = openSealedStore(options.cache ?? defaultCache(app), await app.key());
  const progress = twoBars();
  const problems: string[] = [];
  let result: EvaluationResult;
  try {
    result = await evaluateFolder(
      app,
      resolve(dir),
      {
        ...optionsOf(options),
        cache,
        onPlan: progress.plan,
        onPhoto: (path, problem) => {
          if (problem) problems.push(`${path}: ${problem}`);
          progress.photo();
        },
        onTrial: progress.trial,
      },
      version,
    );
  } finally {
    progress.stop();
    problems.forEach(note);
  }
  if (options.report) {
    await writeOutput(options.report, renderReport(result), []);
    note(`Report written to ${options.report}`);
  }
  await answer(options.json, result, () => inWords(result));
  if (result.data.unreadable > 0) exitWith(EXIT.someFailed);
}

function optionsOf({ enrol, probePattern, methods, splits, seed }: Options): EvaluateOptions {
  return {
    splits,
    seed,
    ...(enrol ? { enrol } : {}),
    ...(probePattern ? { probePattern } : {}),
    ...(methods ? { methods: methods.split(',').map((name) => name.trim()) } : {}),
  };
}

/** Beside the models: the folder that may be deleted at any time. */
function defaultCache(app: App): string {
  return join(dirname(app.config.modelsDir), 'evaluation');
}

/** One bar for the photos, then one for the searches. */
function twoBars() {
  const photos = startProgress('Photos');
  const searches = startProgress('Searches');
  const total = { photos: 0, trials: 0 };
  const done = { photos: 0, trials: 0 };
  return {
    plan: (photoCount: number, trialCount: number) => {
      total.photos = photoCount;
      total.trials = trialCount;
    },
    photo: () => {
      photos.update(++done.photos, total.photos);
      if (done.photos === total.photos) photos.stop();
    },
    trial: () => searches.update(++done.trials, total.trials),
    stop: () => {
      photos.stop();
      searches.stop();
    },
  };
}

function inWords(result: EvaluationResult): string {
  const { data, reverse, warnings } = result;
  return [
    `${basename(result.folder)}: ${data.identities} people, ${data.photos} photos, ${result.trials} trials, seed ${result.seed}`,
    tableOf(result),
    ...(reverse ? [tableOf(reverse)] : []),
    'All in %. In small: 95 % interval. FNIR: mates missed when so many of the searches for strangers return somebody.',
    ...warnings.map((warning) => `! ${warning}`),
  ].join('\n');
}

function tableOf({ enrolled, probes, methods }: Direction): string {
  const table = new Table({
    head: [
      'method',
      'rank 1',
      'rank 10',
      'FNIR at 0.3 %',
      'at 1 %',
      'at 10 %',
      'TAR at 1 %',
      'at 0.1 %',
      'no template',
    ],
    colAligns: ['left', ...new Array<'right'>(8).fill('right')],
    style: { head: [], border: [] },
  });
  for (const { name, rank, fnir, tar, intervals, failureToEnrol } of methods)
    table.push([
      name,
      ...[
        [rank['1'], intervals.rank['1']] as const,
        [rank['10'], intervals.rank['10']] as const,
        ...['0.003', '0.01', '0.1'].map((rate) => [fnir[rate], intervals.fnir[rate]] as const),
        ...['0.01', '0.001'].map((rate) => [tar[rate], intervals.tar[rate]] as const),
      ].map(([value, interval]) => `${percent(value)}\n${percentInterval(interval)}`),
      percent(failureToEnrol),
    ]);
  return `\nEnrolled: ${enrolled}. Searched with: ${probes}. Galleries of about ${Math.round(methods[0]?.gallerySize ?? 0)}.\n${table}`;
}
