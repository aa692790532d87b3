import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of whole numbers: `below(n)` is uniform on 0 … n − 1. */
export interface Random {
  below(count: number): number;
}

/**
 * A reproducible source of randomness (xoroshiro128+).
 *
 * @param seed any 32-bit whole number; the same seed gives the same numbers on every machine
 * @param stream separates uses of one seed (splits, bootstrap), so that changing one leaves the others alone
 */
export function seededRandom(seed: number, stream: number): Random {
  const generator = xoroshiro128plus((seed ^ Math.imul(stream + 1, 0x9e3779b1)) | 0);
  return { below: (count) => uniformInt(generator, 0, count - 1) };
}

/** The items in random order, in a new array (Fisher-Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
