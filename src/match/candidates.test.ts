import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LONGEST_LIST, rankCandidates } from './candidates.ts';

const scores = fc.array(fc.double({ min: -5, max: 20, noNaN: true }), { maxLength: 60 });

it('returns nobody rather than somebody below the threshold', () => {
  expect(rankCandidates([0.29, 0.1], 0.3)).toEqual([]);
  expect(rankCandidates([7, 8], Number.POSITIVE_INFINITY)).toEqual([]);
});

it('keeps the best, once each, in falling order', () => {
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: LONGEST_LIST }), (values, length) => {
      const list = rankCandidates(values, Number.NEGATIVE_INFINITY, length);
      expect(list.map(({ score }) => score)).toEqual([...values].sort((a, b) => b - a).slice(0, length));
      expect(new Set(list.map(({ child }) => child)).size).toBe(list.length);
      for (const { child, score } of list) expect(values[child]).toBe(score);
    }),
  );
});

it('only shortens the list when the threshold rises', () => {
  fc.assert(
    fc.property(scores, fc.double({ min: -5, max: 20, noNaN: true }), (values, threshold) => {
      const all = rankCandidates(values, Number.NEGATIVE_INFINITY);
      expect(rankCandidates(values, threshold)).toEqual(all.filter(({ score }) => score >= threshold));
    }),
  );
});

it('never lists who could not be compared', () => {
  expect(rankCandidates([Number.NEGATIVE_INFINITY, 1], Number.NEGATIVE_INFINITY)).toEqual([{ child: 1, score: 1 }]);
});

it.each([0, 21, 2.5])('refuses a list of %s places', (length) => {
  expect(() => rankCandidates([1], 0, length)).toThrow(RangeError);
});
