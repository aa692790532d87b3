/**
 * [Note: Tail of the impostor scores]
 *
 * A non-mated search has a best candidate too. The distribution of that best score tells how rare a score is.
 * Inside the sample the empirical distribution is used, with one exceedance added (the next stranger could be
 * the worst so far). Above the highest tenth the excesses are modelled by a generalised Pareto distribution,
 * the limit law of excesses over a high threshold, fitted by probability-weighted moments. Its shape is held
 * at 0 or above: a bounded tail would promise that no stranger can ever score higher, and no sample of this
 * size proves that. The scale carries a margin of one standard error.
 *
 * @see J. Pickands, «Statistical inference using extreme order statistics», Annals of Statistics 3 (1975);
 *   J. Hosking, J. Wallis, «Parameter and quantile estimation for the generalized Pareto distribution», Technometrics 29 (1987)
 */

/** The best scores of non-mated searches in one gallery. */
export interface ImpostorTail {
  /** Rising. */
  readonly scores: Float64Array;
  /** Children searched among. */
  readonly gallerySize: number;
  /** Null when the sample is too small to be extended. */
  readonly pareto: Pareto | null;
}

/** Generalised Pareto law of the excesses over `threshold`. */
interface Pareto {
  readonly threshold: number;
  /** Share of the searches above the threshold, 0 … 1. */
  readonly share: number;
  /** > 0. */
  readonly scale: number;
  /** ≥ 0; 0 is exponential. */
  readonly shape: number;
}

/** The tail begins at the highest tenth, but holds at least this many searches. */
const TAIL_SHARE = 0.1;
const LEAST_TAIL = 10;

/** Heaviest tail believed: moments do not exist much above. */
const HEAVIEST_SHAPE = 0.4;

/** Nothing rarer than one in ten times the searches seen is ever stated. */
const REACH = 10;

/**
 * Describe the best scores of non-mated searches.
 *
 * @param scores one a search, any order; each of another person
 * @param gallerySize children that each search was made among, ≥ 1
 */
export function fitTail(scores: Iterable<number>, gallerySize: number): ImpostorTail {
  const rising = Float64Array.from(scores).sort();
  return { scores: rising, gallerySize, pareto: fitPareto(rising) };
}

/**
 * Probability that a non-mated search in a gallery of `gallerySize` children brings a candidate with at least
 * this score; 1 when there is no sample.
 *
 * From the gallery of the sample to another size: 1 − (1 − p)^(size ratio), as for independent comparisons.
 */
export function exceedance(tail: ImpostorTail, score: number, gallerySize: number): number {
  const ratio = gallerySize / tail.gallerySize;
  return 1 - (1 - exceedanceAtSampleSize(tail, score)) ** ratio;
}

function exceedanceAtSampleSize({ scores, pareto }: ImpostorTail, score: number): number {
  const count = scores.length;
  if (count === 0) return 1;
  if (!pareto || score <= pareto.threshold) return Math.min(1, (countAtLeast(scores, score) + 1) / (count + 1));
  const excess = (score - pareto.threshold) / pareto.scale;
  const survival = pareto.shape === 0 ? Math.exp(-excess) : (1 + pareto.shape * excess) ** (-1 / pareto.shape);
  return Math.max(pareto.share * survival, 1 / (REACH * count));
}

function fitPareto(rising: Float64Array): Pareto | null {
  const count = rising.length;
  const size = Math.max(LEAST_TAIL, Math.ceil(count * TAIL_SHARE));
  if (count < 2 * size) return null;
  const threshold = rising[count - size - 1] ?? 0;
  const excesses = rising.subarray(count - size).map((score) => score - threshold);
  const { scale, shape } = paretoByMoments(excesses);
  if (!(scale > 0)) return null;
  return { threshold, share: (size + 1) / (count + 1), scale: scale * (1 + 1 / Math.sqrt(size)), shape };
}

/** Probability-weighted moments of rising excesses; a negative shape is replaced by the exponential of the same mean. */
function paretoByMoments(excesses: Float64Array): { scale: number; shape: number } {
  const size = excesses.length;
  const mean = excesses.reduce((sum, excess) => sum + excess, 0) / size;
  const weighted = excesses.reduce((sum, excess, index) => sum + (1 - (index + 0.65) / size) * excess, 0) / size;
  const shape = 2 - mean / (mean - 2 * weighted);
  if (!(shape > 0)) return { scale: mean, shape: 0 };
  const held = Math.min(shape, HEAVIEST_SHAPE);
  return { scale: mean * (1 - held), shape: held };
}

/** How many of the rising scores are at least `score`. */
function countAtLeast(rising: Float64Array, score: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) >= score) high = middle;
    else low = middle + 1;
  }
  return rising.length - low;
}
