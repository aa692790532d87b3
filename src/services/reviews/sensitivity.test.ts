import { describe, expect, it } from 'vitest';
import type { Conclusion } from './conclusion.ts';
import { type Measure, probit, sensitivityOf } from './sensitivity.ts';

const measures = (source: Measure['source'], ...conclusions: Conclusion[]): Measure[] =>
  conclusions.map((conclusion) => ({ source, conclusion }));
const many = (count: number, conclusion: Conclusion) => Array.from({ length: count }, () => conclusion);

describe('probit', () => {
  // Tables of the standard normal distribution.
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.025, -1.959963984540054],
    [0.841344746068543, 1],
    [0.001, -3.090232306167813],
    [0.999999, 4.753424308822899],
  ])('%s: %s', (probability, z) => {
    expect(probit(probability)).toBeCloseTo(z, 7);
  });

  it.each([0, 1, -0.1, Number.NaN])('has none for %s', (probability) => {
    expect(() => probit(probability)).toThrow(RangeError);
  });
});

describe('sensitivityOf', () => {
  it('is z(hits) − z(false alarms) with half a case added to each', () => {
    const reviewer = sensitivityOf([
      ...measures('consensus', ...many(18, 3), ...many(2, -1)),
      ...measures('control', ...many(2, 2), ...many(22, -3)),
    ]);
    expect(reviewer).toMatchObject({ controls: 24, falseAlarms: 2, mates: 20, hits: 18, unable: 0, caution: null });
    // By hand: z(18.5 / 21) = 1.18024, z(2.5 / 25) = −1.28155.
    expect(reviewer.dPrime).toBeCloseTo(2.4612, 3);
  });

  it('stays finite for a clean sheet, and says that it is too small', () => {
    const reviewer = sensitivityOf([...measures('consensus', 4, 4), ...measures('control', -4)]);
    expect(reviewer.dPrime).toBeCloseTo(1.6419, 3);
    expect(reviewer.caution).toContain('1 controls and 2 pairs');
  });

  it('is 0 for who says the same of everything', () => {
    const all = [...measures('consensus', ...many(20, 3)), ...measures('control', ...many(20, 3))];
    expect(sensitivityOf(all).dPrime).toBeCloseTo(0, 10);
  });

  it('leaves out «unable to compare», and is unknown without both kinds', () => {
    expect(sensitivityOf(measures('control', null, -3))).toMatchObject({ controls: 1, unable: 1, dPrime: null });
    expect(sensitivityOf(measures('consensus', 3)).dPrime).toBeNull();
    expect(sensitivityOf([])).toMatchObject({ controls: 0, mates: 0, unable: 0, dPrime: null });
  });

  it('counts only moderate support and more as «the same child»', () => {
    expect(sensitivityOf(measures('control', 1, 2))).toMatchObject({ controls: 2, falseAlarms: 1 });
  });
});
