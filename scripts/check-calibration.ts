import { calibratePeople } from '../src/evaluation/calibrate/calibrate.ts';
import { readIdentities } from './check-scoring/data.ts';

/**
 * Prints what `homeward calibrate` finds on a folder of labelled embeddings that must not be shipped.
 *
 * Usage: tsx scripts/check-calibration.ts FOLDER [SPLITS]
 */
const [folder, splits = '3'] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder with the embeddings.');
const { fit, measured } = await calibratePeople(readIdentities(folder), {
  scoring: {},
  seed: 1,
  splits: Number(splits),
  signal: new AbortController().signal,
  onStep: (steps) => process.stderr.write(`. of ${steps}\n`),
});
const { models, cohortSize, means } = fit.options;
process.stdout.write(
  `${JSON.stringify({ models, cohortSize, means: [...(means ?? new Map()).keys()], gallerySize: fit.gallerySize, points: fit.likelihood.length, ends: [fit.likelihood[0], fit.likelihood.at(-1)], measured }, null, 1)}\n`,
);
