import { describe, expect, it } from 'vitest';
import { cllr, cllrMin, fitLikelihood, type LabelledScore, likelihoodOf } from './likelihood.ts';

const mate = (score: number, weight = 1): LabelledScore => ({ score, isMated: true, weight });
const stranger = (score: number, weight = 1): LabelledScore => ({ score, isMated: false, weight });

describe('likelihood map', () => {
  it('never states more than the people tested support', () => {
    const people = 100;
    const apart = Array.from({ length: people }, (_, index) => [mate(10 + index), stranger(-10 - index)]).flat();
    const map = fitLikelihood(apart);
    // All mates above all strangers: 100 of 101 mates against the 1 made-up stranger of 101.
    expect(likelihoodOf(map, 1e6)).toBeCloseTo(Math.log10(people), 10);
    expect(likelihoodOf(map, -1e6)).toBeCloseTo(-Math.log10(people), 10);
  });

  it('counts a person once, however many photos there are', () => {
    const once = fitLikelihood([mate(2), mate(1), stranger(0), stranger(1.5)]);
    const often = fitLikelihood([
      mate(2),
      mate(1, 0.5),
      mate(1, 0.5),
      stranger(0),
      stranger(1.5, 0.25),
      stranger(1.5, 0.75),
    ]);
    for (const score of [-1, 0, 0.7, 1.2, 1.6, 3])
      expect(likelihoodOf(often, score)).toBeCloseTo(likelihoodOf(once, score), 9);
  });

  it('rises, and is the ratio of the shares in a block', () => {
    const map = fitLikelihood([
      mate(3),
      stranger(3),
      stranger(3),
      mate(5),
      mate(5),
      mate(5),
      stranger(5),
      stranger(1),
      mate(1),
    ]);
    expect(map.every(({ log10 }, index) => index === 0 || log10 > (map[index - 1]?.log10 ?? 0))).toBe(true);
    // At 5: 3 of 6 mates (one made up) against 2 of 5 strangers (one made up).
    expect(likelihoodOf(map, 5)).toBeCloseTo(Math.log10(3 / 6 / (2 / 5)), 10);
  });

  it('leaves out what could not be compared and is empty without both kinds', () => {
    expect(fitLikelihood([mate(1), stranger(Number.NEGATIVE_INFINITY)])).toEqual([]);
    expect(() => likelihoodOf([], 1)).toThrow(RangeError);
  });
});

describe('Cllr', () => {
  it('is 1 for ratios of 1, near 0 for right ones, above 1 for wrong ones', () => {
    expect(cllr([mate(0), stranger(0)])).toBe(1);
    expect(cllr([mate(6), stranger(-6)])).toBeLessThan(1e-5);
    expect(cllr([mate(-2), stranger(2)])).toBeGreaterThan(6);
    expect(cllr([mate(1)])).toBeNull();
  });

  it('is least with the best rising map: 0 when all are told apart, 1 when none are', () => {
    expect(cllrMin([mate(2), mate(3), stranger(0), stranger(1)])).toBe(0);
    expect(cllrMin([mate(0), mate(1), stranger(0), stranger(1)])).toBeCloseTo(1, 10);
    // One of two mates below both strangers: block {m s s} 1:2, block {m} pure; ½(½·log2(1+2) + log2(1+½)).
    expect(cllrMin([mate(0), stranger(1), stranger(2), mate(3)])).toBeCloseTo(
      (0.5 * Math.log2(3) + Math.log2(1.5)) / 2,
      10,
    );
  });
});
