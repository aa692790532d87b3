import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../evaluation/random.ts';
import { exceedance, fitTail } from './tail.ts';

const samples = fc.array(fc.double({ min: -3, max: 9, noNaN: true }), { minLength: 0, maxLength: 300 });
const probability = (chance: number) => chance > 0 && chance <= 1;

it('is a probability that never rises with the score', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 5000 }), (scores, gallerySize) => {
      const tail = fitTail(scores, 100);
      const chances = Array.from({ length: 60 }, (_, step) => exceedance(tail, -4 + step / 3, gallerySize));
      expect(chances.every(probability)).toBe(true);
      chances.slice(1).forEach((chance, index) => {
        expect(chance).toBeLessThanOrEqual((chances[index] ?? 0) + 1e-12);
      });
    }),
  );
});

it('grows with the gallery', () => {
  const tail = fitTail(exponential(500, 3), 100);
  const chances = [10, 100, 1000, 10_000].map((size) => exceedance(tail, 5, size));
  expect(chances).toEqual([...chances].sort((a, b) => a - b));
  expect(chances[2]).toBeCloseTo(1 - (1 - (chances[1] ?? 0)) ** 10, 12);
});

it('says 1 without a sample, and never states more than the sample can show', () => {
  expect(exceedance(fitTail([], 10), 99, 10)).toBe(1);
  expect(exceedance(fitTail([1, 2, 3], 10), 99, 10)).toBe(1 / 4);
  const many = fitTail(exponential(1000, 5), 10);
  expect(exceedance(many, 1e6, 10)).toBeCloseTo(1 / 10_000, 9);
});

describe('on samples of a known law', () => {
  it.each([
    ['exponential', 3, (uniform: number) => -Math.log(uniform), (chance: number) => -Math.log(chance)],
    ['heavy (Pareto, shape 0.25)', 3, (u: number) => 4 * (u ** -0.25 - 1), (p: number) => 4 * (p ** -0.25 - 1)],
    ['bounded (uniform)', 25, (uniform: number) => 1 - uniform, (chance: number) => 1 - chance],
  ])('%s: one in a thousand is stated as that or as up to %s times as common', (_, times, draw, quantile) => {
    const stated = Array.from({ length: 60 }, (_sample, seed) =>
      exceedance(fitTail(uniforms(400, seed).map(draw), 1), quantile(0.001), 1),
    );
    const mean = stated.reduce((sum, chance) => sum + chance, 0) / stated.length;
    expect(mean).toBeGreaterThan(0.001);
    expect(mean).toBeLessThan(0.001 * times);
  });
});

function uniforms(count: number, seed: number): number[] {
  const random = seededRandom(seed, 0);
  return Array.from({ length: count }, () => (random.below(1e9) + 0.5) / 1e9);
}

function exponential(count: number, seed: number): number[] {
  return uniforms(count, seed).map((uniform) => -Math.log(uniform));
}
