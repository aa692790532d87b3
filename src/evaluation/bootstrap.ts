import type { Weights } from './metrics.ts';
import { seededRandom } from './random.ts';

/** A 95 % confidence interval. */
export type Interval = [low: number, high: number];

/** Bootstrap replicates: enough for two digits of a 95 % interval (Efron & Tibshirani 1993, chapter 13). */
const REPLICATES = 1000;

/**
 * The interval of a share that was 0 or 1, where resampling can hardly tell how sure that is.
 *
 * Clopper & Pearson 1934: with `people` of `people`, the true share is at least 0.025^(1/people) with 97.5 %.
 *
 * @param people how many people the share was measured on
 */
export function widenCertain(share: number | null, interval: Interval | null, people: number): Interval | null {
  if (!interval || people === 0 || (share !== 0 && share !== 1)) return interval;
  const bound = 0.025 ** (1 / people);
  return share === 1 ? [Math.min(interval[0], bound), 1] : [0, Math.max(interval[1], 1 - bound)];
}

/** Keeps the bootstrap's random numbers apart from those of the splits, which use streams 0, 1, 2 …. */
const STREAM = 1_000_000;

/** One metric in each replicate, in order; NaN where the replicate does not define it. */
export type Replicates = Float64Array;

/**
 * 95 % percentile intervals by resampling identities with replacement.
 *
 * A person's photos stay together in a replicate, so the interval covers «other people», not only «other photos».
 * The galleries stay as they were dealt.
 *
 * @param identities number of identities; `measure` gets a multiplicity for each
 * @param measure the numbers wanted, in one order always; null where a replicate does not define one
 * @returns an interval each; null where fewer than half of the replicates define it
 */
export function bootstrapIntervals(
  identities: number,
  seed: number,
  measure: (weights: Weights) => readonly (number | null)[],
  replicates = REPLICATES,
): (Interval | null)[] {
  return bootstrap(identities, seed, measure, replicates).map(intervalOf);
}

/** The replicates themselves. The same number of identities and seed draw the same people, so methods can be paired. */
export function bootstrap(
  identities: number,
  seed: number,
  measure: (weights: Weights) => readonly (number | null)[],
  replicates = REPLICATES,
): Replicates[] {
  const random = seededRandom(seed, STREAM);
  const drawn: Replicates[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const weights = new Float64Array(identities);
    for (let draw = 0; draw < identities; draw++) {
      const index = random.below(identities);
      weights[index] = (weights[index] ?? 0) + 1;
    }
    measure(weights).forEach((value, metric) => {
      drawn[metric] ??= new Float64Array(replicates).fill(Number.NaN);
      drawn[metric][replicate] = value ?? Number.NaN;
    });
  }
  return drawn;
}

/** 95 % percentile interval; null where fewer than half of the replicates define the metric. */
export function intervalOf(replicates: Replicates): Interval | null {
  const defined = replicates.filter((value) => !Number.isNaN(value));
  return defined.length * 2 < replicates.length || defined.length === 0 ? null : interval95(defined);
}

function interval95(values: Float64Array): Interval {
  const sorted = values.toSorted();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

/** Linear interpolation between order statistics (Hyndman & Fan 1996, type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
