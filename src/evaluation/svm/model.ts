import { crossDot, type Matrix, stackRows } from '../../match/similarity.ts';

/** How alike two vectors are to the SVM: their product, or exp(−gamma·distance²). */
export type Kernel = { readonly kind: 'linear' } | { readonly kind: 'rbf'; readonly gamma: number };

/**
 * A trained two-class machine: Σ coefficient·kernel(support vector, x) − offset, above 0 for the class `winner`.
 *
 * `loser` is the other class of a duel; −1 stands for all other classes.
 */
export interface Machine {
  readonly winner: number;
  readonly loser: number;
  /** Rows of the model's vectors. */
  readonly support: Int32Array;
  readonly coefficients: Float64Array;
  readonly offset: number;
}

/** A multi-class support vector machine, as plain data. */
export interface SvmModel {
  readonly kernel: Kernel;
  /** Number of classes; each is called by its number from 0. */
  readonly classes: number;
  /** The training vectors, a row each. */
  readonly vectors: Matrix;
  readonly machines: readonly Machine[];
}

/** Kernel values of every row of `first` with every row of `second`. */
export function kernelMatrix(kernel: Kernel, first: Matrix, second: Matrix): Matrix {
  const products = crossDot(first, second);
  if (kernel.kind === 'linear') return products;
  const firstSquares = rowSquares(first);
  const secondSquares = rowSquares(second);
  const values = products.values.map((product, index) => {
    const row = Math.floor(index / second.rows);
    const squares = (firstSquares[row] ?? 0) + (secondSquares[index % second.rows] ?? 0);
    return Math.exp(-kernel.gamma * Math.max(0, squares - 2 * product));
  });
  return { ...products, values };
}

/**
 * Decision values of vectors for each class: `values[vector × classes + class]`.
 *
 * A class is worth its weakest decision: the smallest value over all duels it fights, or over its one machine against
 * the rest. It is above 0 exactly when the class wins them all; libsvm's count of votes then names the same class, but
 * has no scale on which a stranger could be refused. With one class there is nothing to decide: 0.
 */
export function decisionValues({ kernel, classes, vectors, machines }: SvmModel, probes: Matrix): Float32Array {
  const kernels = kernelMatrix(kernel, probes, vectors);
  const values = new Float32Array(probes.rows * classes).fill(machines.length > 0 ? Number.POSITIVE_INFINITY : 0);
  for (let probe = 0; probe < probes.rows; probe++) {
    const row = kernels.values.subarray(probe * vectors.rows, (probe + 1) * vectors.rows);
    const own = values.subarray(probe * classes, (probe + 1) * classes);
    for (const machine of machines) {
      const decision = decide(machine, row);
      own[machine.winner] = Math.min(own[machine.winner] ?? 0, decision);
      if (machine.loser >= 0) own[machine.loser] = Math.min(own[machine.loser] ?? 0, -decision);
    }
  }
  return values;
}

/** One vector's decision values. */
export function decisionsOf(model: SvmModel, vector: Float32Array): Float32Array {
  return decisionValues(model, stackRows([vector], model.vectors.columns));
}

function decide({ support, coefficients, offset }: Machine, kernels: Float32Array): number {
  let sum = -offset;
  for (let index = 0; index < support.length; index++)
    sum += (coefficients[index] ?? 0) * (kernels[support[index] ?? 0] ?? 0);
  return sum;
}

function rowSquares({ rows, columns, values }: Matrix): Float64Array {
  const squares = new Float64Array(rows);
  values.forEach((value, index) => {
    const row = Math.floor(index / columns);
    squares[row] = (squares[row] ?? 0) + value * value;
  });
  return squares;
}
