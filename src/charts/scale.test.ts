import { expect, it } from 'vitest';
import { deviateScale, linearScale, logScale, normalDeviate } from './scale.ts';

it('knows the quantiles of the normal distribution', () => {
  for (const [share, deviate] of [
    [0.5, 0],
    [0.975, 1.95996],
    [0.025, -1.95996],
    [0.001, -3.09023],
    [0.99, 2.32635],
  ] as const)
    expect(normalDeviate(share)).toBeCloseTo(deviate, 3);
});

it('places the ends at 0 and 1, keeps what lies outside at the ends, and only ticks inside', () => {
  for (const scale of [
    linearScale(0.1, 0.9, [0, 0.5]),
    logScale(0.1, 0.9, [0, 0.5]),
    deviateScale(0.1, 0.9, [0, 0.5]),
  ]) {
    expect([0.01, 0.1, 0.9, 0.99].map(scale.place)).toEqual([0, 0, 1, 1]);
    expect(scale.ticks).toEqual([0.5]);
  }
  expect(deviateScale(0.1, 0.9, []).place(0.5)).toBeCloseTo(0.5);
  expect(logScale(1, 100, []).place(10)).toBeCloseTo(0.5);
});
