import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { HeldOut } from '../adapters/calibration-file.ts';
import { openSealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import { calibrateFolder, type FolderCalibration } from '../evaluation/calibrate/calibrate-folder.ts';
import { renderCalibrationReport } from '../evaluation/calibrate/report.tsx';
import { MEASURE_NAMES, rangeOf } from '../evaluation/calibrate/words.ts';
import type { DetectorName } from '../face/detect.ts';
import { STORE_FOLDER } from '../services/folders/enrolment.ts';
import { detectorOption, type JsonTarget, jsonOption, wholeNumber } from './options.ts';
import { answer, note, writeOutput } from './output.ts';
import { startProgress } from './progress.ts';
import { count, table } from './words.ts';

interface Options {
  readonly enrol?: string;
  readonly probePattern?: string;
  readonly out: string;
  readonly report?: string;
  readonly splits: number;
  readonly seed: number;
  readonly force?: boolean;
  readonly cache?: string;
  readonly detector: DetectorName;
  readonly json?: JsonTarget;
}

const HELP = `
Fits, on people whose photos you know: how the models count, how alike strangers are, the mean face of an age group, the
cohort size, and what a score is worth as a likelihood ratio. The people are dealt into halves; every number shown comes
of people whom nothing was fitted on. Where the default is as good, nothing is written.

  homeward calibrate people/ --enrol y/ --report calibration.html
  homeward identify --gallery children/ seen.jpg --calibration calibration.json

The file holds sums over people, no template and no name. It holds for the installed models and photos like these.
At least 40 people; some hundreds for it to be worth much. docs/calibration.md says what is in the file.`;

/** `homeward calibrate DIR`: fit the scoring on labelled people of one’s own. */
export function calibrateCommand(app: App): Command {
  return new Command('calibrate')
    .summary('fit the scoring on people of your own, if that helps')
    .description('Fit the scoring on a folder of known people, and say whether that is better than the default.')
    .argument('<dir>', 'folder with one folder a person')
    .option('--enrol <pattern>', 'photos to enrol; the rest is searched with')
    .option('--probe-pattern <pattern>', 'photos to search with; the rest is enrolled')
    .option('--out <file.json>', 'the calibration file', 'calibration.json')
    .option('--report <file.html>', 'write a page with the comparison')
    .option('--splits <n>', 'how often people are dealt anew', wholeNumber(1, 100), 3)
    .option('--seed <n>', 'seed of the dealing and of the intervals', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--force', 'write the file even where the default is as good')
    .option('--cache <dir>', 'where the encrypted templates are kept (default: DIR/.homeward)')
    .addOption(detectorOption())
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((dir: string, options: Options) => calibrate(app, resolve(dir), options));
}

async function calibrate(app: App, dir: string, options: Options): Promise<void> {
  const found = await fitFolder(app, dir, options);
  const { measured } = found.content;
  const written = measured.better || options.force === true;
  if (written) await writeOutput(options.out, found.text, []);
  if (options.report) {
    await writeOutput(options.report, renderCalibrationReport(found.content, { folder: dir, written }), []);
    note(`Report: ${options.report}`);
  }
  const file = written ? options.out : null;
  await answer(options.json, { ...found.content, warnings: found.warnings, file }, () => inWords(found, file));
}

async function fitFolder(app: App, dir: string, options: Options): Promise<FolderCalibration> {
  const { enrol, probePattern, splits, seed, detector, cache } = options;
  const photos = startProgress('Photos');
  const fits = startProgress('Fitting');
  let [total, read, steps] = [0, 0, 0];
  return calibrateFolder(app, dir, {
    splits,
    seed,
    detector,
    ...(enrol ? { enrol } : {}),
    ...(probePattern ? { probePattern } : {}),
    cache: openSealedStore(cache ?? join(dir, STORE_FOLDER), await app.key()),
    onPlan: (planned) => {
      total = planned;
    },
    onPhoto: () => {
      photos.update(++read, total);
      if (read === total) photos.stop();
    },
    onStep: (planned) => fits.update(++steps, planned),
  }).finally(() => {
    photos.stop();
    fits.stop();
  });
}

function inWords({ content, warnings }: FolderCalibration, file: string | null): string {
  const { measured, models, domainMeans, cohortSize, people, photos } = content;
  const means = [...new Set(domainMeans.map(({ domain }) => domain))].join(', ');
  return [
    `${count(people, 'person', 'people')}, ${count(photos, 'photo')}; measured on ${count(measured.trials, 'held-out half', 'held-out halves')}, galleries of about ${Math.round(measured.gallerySize)}`,
    comparisonTable(measured),
    'With 95 % intervals of other people of the same kind. Lower is better, but for rank 1.',
    `Weights: ${models.map(({ model, weight }) => `${model} ${weight.toFixed(2)}`).join(', ')}. Cohort: ${cohortSize}. Mean faces: ${means || 'none (fewer than 200 faces an age group)'}.`,
    measured.verdict,
    file ? `Written to ${file}.` : 'Nothing written. With --force it is.',
    ...warnings.map((warning) => `! ${warning}`),
  ].join('\n');
}

function comparisonTable({ default: standard, fitted, difference }: HeldOut): string {
  const rows = MEASURE_NAMES.map(([key, name]) => [
    name,
    rangeOf(key, standard[key]),
    rangeOf(key, fitted[key]),
    rangeOf(key, difference[key]),
  ]);
  return table(['', 'default', 'fitted', 'difference'], rows);
}
