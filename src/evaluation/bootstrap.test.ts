import { expect, it } from 'vitest';
import { bootstrapIntervals } from './bootstrap.ts';

/** Share of people with the trait, weighted. */
const shareOf = (people: number, holders: number) => (weights: Float64Array) => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  expect(total).toBe(people);
  return [weights.slice(0, holders).reduce((sum, weight) => sum + weight, 0) / total, null];
};

it('agrees with the normal approximation of a binomial share', () => {
  const [interval, undefinedMetric] = bootstrapIntervals(400, 1, shareOf(400, 100));
  const margin = 1.96 * Math.sqrt((0.25 * 0.75) / 400);
  expect(interval?.[0]).toBeCloseTo(0.25 - margin, 1.9);
  expect(interval?.[1]).toBeCloseTo(0.25 + margin, 1.9);
  expect(undefinedMetric).toBeNull();
});

it('gives the same intervals for the same seed, others for another', () => {
  const run = (seed: number) => bootstrapIntervals(50, seed, shareOf(50, 20), 200);
  expect(run(7)).toEqual(run(7));
  expect(run(7)).not.toEqual(run(8));
});
