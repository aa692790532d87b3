import SVM from 'libsvm-js/asm.js';
import { AppError } from '../../core/errors.ts';
import { type Matrix, stackRows } from '../../match/similarity.ts';
import { parseLibsvm } from './libsvm-text.ts';
import { type Kernel, kernelMatrix, type Machine, type SvmModel } from './model.ts';

/** How a multi-class support vector machine is trained. */
export interface SvmSettings {
  /** `duels`: a machine for each two classes, as libsvm and scikit-learn's SVC; `rest`: each class against all others. */
  readonly scheme: 'duels' | 'rest';
  readonly kernel: Kernel;
  /** C: what an error in training costs. */
  readonly cost: number;
}

/**
 * The settings of the seed paper's classifier: linear C-SVC by duels.
 *
 * C is 100, not libsvm's 1: unit vectors of faces lie so close together that C = 1 hardly separates them. In a gallery
 * of 252 children (dlib128, photos 20 years apart) the mate came first in 3 % of searches with C = 1, 57 % with 100.
 */
export const PAPER_SVM: SvmSettings = { scheme: 'duels', kernel: { kind: 'linear' }, cost: 100 };

/** Each class against the rest, otherwise the same: stronger on large galleries. */
export const REST_SVM: SvmSettings = { ...PAPER_SVM, scheme: 'rest' };

/** Above this, the duels of all classes take gigabytes and minutes. */
export const MOST_CLASSES = 1500;

/** Kernel rows that libsvm keeps in memory. */
const CACHE_MEGABYTES = 100;

/** A training vector with the number of its class, from 0. */
export interface Example {
  readonly label: number;
  readonly vector: Float32Array;
}

/**
 * Train a multi-class C-SVC with libsvm. Deterministic: the same examples in the same order give the same model.
 *
 * @param classes number of classes; one without an example gets no machine and must not be asked for
 * @throws AppError `invalid` for more than {@link MOST_CLASSES} classes
 * @throws RangeError without examples, or when their vectors differ in length
 * @see C. Cortes, V. Vapnik, «Support-vector networks», Machine Learning 20, 1995
 */
export function trainSvm(examples: readonly Example[], classes: number, settings: SvmSettings): SvmModel {
  if (classes > MOST_CLASSES)
    throw new AppError('invalid', `An SVM is for closed sets of at most ${MOST_CLASSES} people, not ${classes}.`);
  const first = examples[0];
  if (!first) throw new RangeError('an SVM needs examples');
  const vectors = stackRows(
    examples.map(({ vector }) => vector),
    first.vector.length,
  );
  const labels = examples.map(({ label }) => label);
  const rows = kernelRows(settings.kernel, vectors);
  const machines = new Set(labels).size < 2 ? [] : trainMachines(rows, labels, settings);
  return { kernel: settings.kernel, classes, vectors, machines };
}

function trainMachines(rows: Float64Array[], labels: readonly number[], { scheme, cost }: SvmSettings): Machine[] {
  if (scheme === 'duels') return runLibsvm(rows, labels, cost);
  return [...new Set(labels)].flatMap((own) => {
    const isOwn = labels.map((label) => (label === own ? 1 : 0));
    return runLibsvm(rows, isOwn, cost).map((machine) => againstRest(machine, own));
  });
}

/** A machine of the labels 1 (the class) and 0 (all others), written as that of the class. */
function againstRest(machine: Machine, own: number): Machine {
  if (machine.winner === 1) return { ...machine, winner: own, loser: -1 };
  const coefficients = machine.coefficients.map((coefficient) => -coefficient);
  return { ...machine, winner: own, loser: -1, coefficients, offset: -machine.offset };
}

function runLibsvm(rows: Float64Array[], labels: readonly number[], cost: number): Machine[] {
  const svm = new SVM({ type: '0', kernel: '4', cost, cacheSize: CACHE_MEGABYTES, quiet: true });
  try {
    svm.train(rows, [...labels]);
    return parseLibsvm(svm.serializeModel());
  } finally {
    svm.free(); // its memory is not garbage-collected
  }
}

/** libsvm's form of a precomputed kernel: the sample's number from 1, then its kernel value with each sample. */
function kernelRows(kernel: Kernel, vectors: Matrix): Float64Array[] {
  const { rows, values } = kernelMatrix(kernel, vectors, vectors);
  return Array.from({ length: rows }, (_, row) =>
    Float64Array.from({ length: rows + 1 }, (__, place) =>
      place === 0 ? row + 1 : (values[row * rows + place - 1] ?? 0),
    ),
  );
}
