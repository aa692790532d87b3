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
  const random = seededRandom(seed, STREAM);
  const drawn: number[][] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const weights = new Float64Array(identities);
    for (let draw = 0; draw < identities; draw++) {
      const index = random.below(identities);
      weights[index] = (weights[index] ?? 0) + 1;
    }
    measure(weights).forEach((value, metric) => {
      drawn[metric] ??= [];
      if (value !== null) drawn[metric]?.push(value);
    });
  }
  return drawn.map((values) => (values.length * 2 < replicates ? null : interval95(values)));
}

function interval95(values: readonly number[]): Interval {
  const sorted = [...values].sort((first, second) => first - second);
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

/** Linear interpolation between order statistics (Hyndman & Fan 1996, type 7). */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
