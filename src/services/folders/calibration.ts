import { type CalibrationContent, readCalibration } from '../../adapters/calibration-file.ts';
import type { App } from '../../app.ts';
import { AppError } from '../../core/errors.ts';
import type { ModelId } from '../../core/face.ts';
import type { ModelStore } from '../../face/models.ts';
import { meanKey } from '../../match/domain.ts';
import { scoringOf as scoringOfModel } from '../../match/fusion.ts';
import { DEFAULT_MODELS } from '../../match/start.ts';
import type { ModelScoring, ScoringOptions } from '../../match/types.ts';
import { scoringOf } from './identification.ts';
import type { GivenCalibration } from './likelihood-note.ts';

/**
 * Read a calibration file and hold it against the installed models.
 *
 * @throws AppError `not-found`, or `invalid` when it is damaged or was made for other models
 */
export async function loadCalibration(app: App, file: string): Promise<GivenCalibration> {
  const content = await readCalibration(file);
  const store = await app.models();
  requireSameModels(content, store, file);
  return {
    options: optionsOf(content, scoringOf(store)),
    likelihood: content.likelihood.map,
    gallerySize: content.likelihood.gallerySize,
    people: content.people,
    madeOn: content.madeAt.slice(0, 10),
  };
}

/** Scores made with other networks mean something else: nothing of such a file may be used. */
function requireSameModels({ models }: CalibrationContent, store: ModelStore, file: string): void {
  const base = { ...DEFAULT_MODELS, ...scoringOf(store) };
  const installed = store.entries
    .filter(({ id, task }) => task === 'embed' && scoringOfModel(id, base).weight > 0)
    .map(({ id }) => `${id} ${store.versionOf(id)}`);
  const made = models.map(({ model, version }) => `${model} ${version}`);
  if (installed.toSorted().join() === made.toSorted().join()) return;
  throw new AppError(
    'invalid',
    `${file} was made for other models (${made.join(', ')}) than are installed (${installed.join(', ')}). Make it anew with «homeward calibrate», or leave --calibration out.`,
  );
}

function optionsOf(content: CalibrationContent, scoring: Readonly<Record<ModelId, ModelScoring>>): ScoringOptions {
  const models = content.models.map(({ model, weight, mean, deviation }): [ModelId, ModelScoring] => [
    model,
    { weight, start: { mean, deviation }, measured: true },
  ]);
  return {
    models: { ...scoring, ...Object.fromEntries(models) },
    means: new Map(content.domainMeans.map((each) => [meanKey(each, each.domain), floatsOf(each.values)])),
    cohortSize: content.cohortSize,
  };
}

function floatsOf(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(4 * index));
}
