import fc from 'fast-check';
import { expect, it } from 'vitest';
import { equalErrorRate, mergeScores } from './eer.ts';
import { collectStrangers, type MatedSearch, sampleStep } from './outcome.ts';

/** One person a score. */
function merged(mates: number[], others: number[]) {
  const collector = collectStrangers(Math.max(mates.length, others.length), Number.POSITIVE_INFINITY);
  for (const [identity, score] of others.entries()) collector.add(identity, score);
  const sample = collector.finish();
  const mated = mates.map(
    (score, identity): MatedSearch => ({
      ...{ identity, probe: 0, first: 0, rank: 1, score, stated: null },
    }),
  );
  return mergeScores({ gallerySize: 1, mated, strangers: [], nonMated: sample, impostors: sample, sample });
}

it('is where as many strangers are accepted as mates rejected', () => {
  expect(equalErrorRate(merged([0.9, 0.8, 0.7, 0.2], [0.6, 0.3, 0.1, 0.0]))).toBeCloseTo(0.25); // at 0.6: one of four each
  expect(equalErrorRate(merged([0.9, 0.8], [0.1, 0.2]))).toBe(0);
  expect(equalErrorRate(merged([0.1, 0.2], [0.9, 0.8]))).toBe(1);
  expect(equalErrorRate(merged([0.5], [0.5]))).toBeCloseTo(0.5);
});

it('interpolates where the rates cross between two scores', () => {
  // At 0.5: half of the mates rejected, no stranger accepted; at 0.4 three strangers of four: they cross at 0.3.
  expect(equalErrorRate(merged([0.9, 0.1], [0.4, 0.4, 0.4, 0.0]))).toBeCloseTo(0.5);
  expect(equalErrorRate(merged([0.9, 0.4], [0.4, 0.4, 0.4, 0.0]))).toBeCloseTo(0.3);
});

it('counts a failure to enrol as a rejection', () => {
  expect(equalErrorRate(merged([0.9, Number.NEGATIVE_INFINITY], [0.1, 0.2]))).toBeGreaterThan(0.4);
  expect(equalErrorRate(merged([Number.NEGATIVE_INFINITY], [Number.NEGATIVE_INFINITY]))).toBe(0.5);
});

it('has no number without comparisons of both kinds', () => {
  expect([equalErrorRate(merged([], [0.1])), equalErrorRate(merged([0.1], []))]).toEqual([null, null]);
});

it('lies between 0 and 1, and depends on the order of scores alone', () => {
  const scores = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(scores, scores, (mates, others) => {
      const rate = equalErrorRate(merged(mates, others)) ?? Number.NaN;
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThanOrEqual(1);
      const stretch = (values: number[]) => values.map((value) => 3 * value + 7);
      expect(equalErrorRate(merged(stretch(mates), stretch(others)))).toBe(rate);
      // The two kinds of errors are alike: turning all scores round and exchanging them changes nothing.
      const turn = (values: number[]) => values.map((value) => -value);
      expect(equalErrorRate(merged(turn(others), turn(mates)))).toBeCloseTo(rate, 9);
    }),
  );
});

it('gives each person the weight of a bootstrap replicate', () => {
  const scores = merged([0.9, 0.2], [0.6, 0.1]);
  expect(equalErrorRate(scores, Float64Array.of(2, 0))).toBe(0);
  expect(equalErrorRate(scores, Float64Array.of(1, 1))).toBe(equalErrorRate(scores));
  expect(equalErrorRate(scores, Float64Array.of(0, 0))).toBeNull();
});

it('samples comparisons with a step that meets everybody in turn', () => {
  for (const gallery of [1, 2, 100, 126, 5000]) {
    const step = sampleStep(gallery * 1000, gallery);
    expect((gallery * 1000) / step).toBeLessThanOrEqual(20_000);
    const met = new Set(Array.from({ length: gallery }, (_, index) => (index * step) % gallery));
    expect(met.size).toBe(gallery);
  }
});
