import { deserialize, serialize } from 'node:v8';
import type { SealedStore } from '../../adapters/sealed-store.ts';
import type { App } from '../../app.ts';
import { AppError } from '../../core/errors.ts';
import type { ModelId } from '../../core/face.ts';
import type { DetectorName } from '../../face/detect.ts';
import { readRoster } from '../../services/folders/roster.ts';
import { runClosedSet } from '../closed-set.ts';
import { readDataset } from '../dataset.ts';
import { cosineMethod } from '../methods/single-model.ts';
import { svmMethod } from '../methods/svm.ts';
import type { Identity } from '../protocol.ts';
import type { ClosedSetResult } from '../result.ts';
import { type Classifier, trainClassifier } from './classifier.ts';
import { PAPER_SVM } from './train.ts';

export interface TrainFolderOptions {
  readonly model: ModelId;
  /** Wanted share of strangers who are given somebody's name, 0 … 1. */
  readonly fpir: number;
  readonly splits: number;
  readonly seed: number;
  readonly detector?: DetectorName;
  readonly cache?: SealedStore;
  /** Called after each photo with the number of photos, and with a sentence when no template came of it. */
  readonly onPhoto?: (name: string, problem: string | null, photos: number) => void;
}

/** A classifier, and how well its kind does on these people. */
export interface TrainedFolder {
  readonly classifier: Classifier;
  /** SVM and nearest photo in the seed paper's closed set; empty when nobody has two photos. */
  readonly closedSet: readonly ClosedSetResult[];
  /** Folders and rows that could not be used. */
  readonly problems: readonly string[];
}

/** Raise when the form of {@link Classifier} changes: older ones are then trained again. */
const FORMAT = 1;

/**
 * Train the seed paper's classifier on all photos of a folder with one folder a person.
 *
 * @throws AppError `not-found` or `invalid` when the folder or the model does not allow it, `unavailable` without models
 */
export async function trainFolder(app: App, folder: string, options: TrainFolderOptions): Promise<TrainedFolder> {
  const { model, fpir, splits, seed, onPhoto, detector, cache } = options;
  const embedders = (await app.models()).entries.filter(({ task }) => task === 'embed').map(({ id }) => id);
  if (!embedders.includes(model))
    throw new AppError('invalid', `There is no embedding model «${model}». Choose of: ${embedders.join(', ')}.`);
  const { children, problems } = await readRoster(folder);
  const people = children.map((child) => ({ ...child, references: child.photos, probes: [] }));
  const roles = { enrolled: 'all photos', probes: 'none', people, reversible: false };
  const photos = children.reduce((sum, child) => sum + child.photos.length, 0);
  const { identities, warnings } = await readDataset(app, roles, {
    ...(detector ? { detector } : {}),
    ...(cache ? { cache } : {}),
    onPhoto: (name, problem) => onPhoto?.(name, problem, photos),
  });
  const methods = [svmMethod(model), cosineMethod(model)];
  return {
    classifier: trainClassifier(identities, model, PAPER_SVM, fpir),
    closedSet: runClosedSet(methods, identities.map(withTemplates), { splits, seed, identities: identities.length }),
    problems: [...problems.map(({ where, message }) => `${where}: ${message}`), ...warnings],
  };
}

/** Keep a classifier, in place of the one of the same model. */
export async function saveClassifier(store: SealedStore, classifier: Classifier): Promise<void> {
  await store.put(nameOf(classifier.model.model), serialize(classifier));
}

/** @throws AppError `not-found` when none was trained, or another key sealed it */
export async function loadClassifier(store: SealedStore, model: ModelId): Promise<Classifier> {
  const bytes = await store.get(nameOf(model));
  if (!bytes)
    throw new AppError(
      'not-found',
      `No classifier for ${model} lies in ${store.folder}. Run «homeward train svm DIR».`,
    );
  // The store authenticates what it gives back, so it is what this program wrote.
  return deserialize(bytes) as Classifier;
}

function nameOf(model: ModelId): string {
  return JSON.stringify(['svm', FORMAT, model]);
}

/** Training leaves out photos without a template, and so does the measurement of it. */
function withTemplates({ name, references }: Identity): Identity {
  return { name, references: references.filter(({ template }) => template !== null), probes: [] };
}
