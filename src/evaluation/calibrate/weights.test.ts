import { expect, it } from 'vitest';
import { type Evidence, fitWeights } from './weights.ts';

/** Mates two deviations up in the first model and none in the second; values spread evenly. */
const pairs: Evidence[] = Array.from({ length: 400 }, (_, index) => {
  const isMated = index % 2 === 0;
  const z = [Math.sin(index * 7.1) + (isMated ? 2 : 0), Math.sin(index * 3.3)];
  return { z, isMated, weight: 1 };
});

it('takes the weight of a model that tells nothing, never below 0', () => {
  const [useful = 0, useless = 1] = fitWeights(pairs, [1, 1], 1e6);
  expect(useless).toBeGreaterThanOrEqual(0);
  expect(useless).toBeLessThan(0.1);
  expect(useful + useless).toBeCloseTo(2, 12);
});

it('keeps near the defaults where one person speaks', () => {
  const [useful = 0, useless = 0] = fitWeights(pairs, [1, 0.5], 1);
  expect(Math.abs(useful - 1)).toBeLessThan(0.1);
  expect(Math.abs(useless - 0.5)).toBeLessThan(0.1);
});
