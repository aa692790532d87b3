import { expect, it } from 'vitest';
import { bootstrapIntervals, widenCertain } from './bootstrap.ts';

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

it('is not sure of a share because nobody failed among few', () => {
  expect(widenCertain(1, [1, 1], 10)?.[0]).toBeCloseTo(0.6915, 4); // Clopper-Pearson tables, 10 of 10
  expect(widenCertain(0, [0, 0.1], 10)?.[1]).toBeCloseTo(0.3085, 4);
  expect(widenCertain(1, [0.5, 1], 10)).toEqual([0.5, 1]);
  expect(widenCertain(0.9, [0.8, 1], 10)).toEqual([0.8, 1]);
  expect(widenCertain(1, null, 10)).toBeNull();
});
