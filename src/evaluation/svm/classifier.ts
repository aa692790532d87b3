import { AppError } from '../../core/errors.ts';
import type { Embedding, ModelId } from '../../core/face.ts';
import type { Identity } from '../protocol.ts';
import { decisionsOf, type SvmModel } from './model.ts';
import { findRejection, type Rejection } from './rejection.ts';
import { type Example, type SvmSettings, trainSvm } from './train.ts';

/**
 * The seed paper's classifier for a closed set of people, with a rejection of strangers. Plain data.
 *
 * It holds embeddings of the people's photos: biometric data, to be kept sealed.
 */
export interface Classifier {
  /** The embeddings it was trained on, with their version. */
  readonly model: Pick<Embedding, 'model' | 'version'>;
  /** Names by class. */
  readonly people: readonly string[];
  readonly photos: number;
  readonly svm: SvmModel;
  readonly rejection: Rejection;
}

/** What the classifier says of a face. */
export interface Classification {
  /** Null: nobody in this set. */
  readonly person: string | null;
  /** The highest decision value; compare with the rejection's threshold, with nothing else. */
  readonly decision: number;
}

/**
 * Train on all photos of the people (`references`) that have an embedding of the model.
 *
 * @param fpir wanted share of strangers who are given somebody's name, 0 … 1
 * @throws AppError `invalid` when fewer than two people have such a photo, or more than an SVM can hold
 */
export function trainClassifier(
  identities: readonly Identity[],
  model: ModelId,
  settings: SvmSettings,
  fpir: number,
): Classifier {
  const known = identities
    .map(({ name, references }) => ({
      name,
      embeddings: references.flatMap(({ template }) => template?.embeddings.find((made) => made.model === model) ?? []),
    }))
    .filter(({ embeddings }) => embeddings.length > 0);
  const version = known[0]?.embeddings[0]?.version;
  if (version === undefined || known.length < 2)
    throw new AppError(
      'invalid',
      `A classifier needs photos with ${model} of two people or more; there are ${known.length}.`,
    );
  const examples: Example[] = known.flatMap(({ embeddings }, label) =>
    embeddings.map(({ vector }) => ({ label, vector })),
  );
  return {
    model: { model, version },
    people: known.map(({ name }) => name),
    photos: examples.length,
    svm: trainSvm(examples, known.length, settings),
    rejection: findRejection(examples, known.length, settings, fpir),
  };
}

/**
 * Name the person of a face, or nobody.
 *
 * @throws AppError `conflict` when the face has no embedding of the model and version that the classifier was trained on
 */
export function classify(classifier: Classifier, embeddings: readonly Embedding[]): Classification {
  const { model, people, svm, rejection } = classifier;
  const own = embeddings.find((made) => made.model === model.model && made.version === model.version);
  if (!own)
    throw new AppError(
      'conflict',
      `The classifier was trained on ${model.model} ${model.version}, which is not installed now. Train it again.`,
    );
  const decisions = decisionsOf(svm, own.vector);
  const decision = Math.max(...decisions);
  const person = decision > rejection.threshold ? (people[decisions.indexOf(decision)] ?? null) : null;
  return { person, decision };
}
