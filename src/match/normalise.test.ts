import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToCohort, candidateMean, emptyCohort, highest, LEAST_COHORT, leaveOneOutMeans } from './normalise.ts';

const score = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -80, max: 80 }).map((tenths) => tenths / 10) },
  { weight: 1, arbitrary: fc.constant(Number.NEGATIVE_INFINITY) },
);
const row = fc.array(score, { minLength: 0, maxLength: 40 });
const size = fc.integer({ min: 5, max: 25 });

describe('the cohort of the probe', () => {
  it('is the mean of the K best of the other children', () => {
    fc.assert(
      fc.property(row, size, (scores, cohortSize) => {
        const means = leaveOneOutMeans(Float64Array.from(scores), cohortSize);
        const comparable = scores.filter(Number.isFinite).length;
        expect(means === null).toBe(comparable - 1 < LEAST_COHORT);
        scores.forEach((own, child) => {
          if (!means || !Number.isFinite(own)) return;
          const others = scores.filter((_, other) => other !== child);
          expect(means[child]).toBeCloseTo(naiveMean(others, cohortSize), 9);
        });
      }),
    );
  });

  it('leaves the candidate out, whoever it is: its own score never moves its own mean', () => {
    fc.assert(
      fc.property(row, size, fc.nat(39), fc.double({ min: -9, max: 99, noNaN: true }), (scores, k, child, other) => {
        fc.pre(Number.isFinite(scores[child] ?? Number.NaN));
        const before = leaveOneOutMeans(Float64Array.from(scores), k);
        const after = leaveOneOutMeans(Float64Array.from(scores.with(child, other)), k);
        expect(after?.[child] ?? 0).toBeCloseTo(before?.[child] ?? 0, 9);
      }),
    );
  });

  it('moves with all scores together, so that a blurred probe loses its advantage', () => {
    fc.assert(
      fc.property(row, size, fc.integer({ min: -9, max: 9 }), (scores, k, shift) => {
        const before = leaveOneOutMeans(Float64Array.from(scores), k);
        const after = leaveOneOutMeans(
          Float64Array.from(scores, (value) => value + shift),
          k,
        );
        before?.forEach((mean, child) => {
          expect(after?.[child]).toBeCloseTo(mean + shift, 9);
        });
      }),
    );
  });
});

describe('the cohort of the candidate', () => {
  it('is the mean of the K best past probes, without those left out', () => {
    fc.assert(
      fc.property(row, size, fc.uniqueArray(fc.nat(39), { maxLength: 8 }), (scores, cohortSize, leftOut) => {
        const cohort = emptyCohort(2, cohortSize);
        scores.forEach((value, probe) => {
          addToCohort(cohort, 1, probe, value);
        });
        const rest = scores.filter((value, probe) => Number.isFinite(value) && !leftOut.includes(probe));
        const mean = candidateMean(cohort, 1, { cohortSize, leftOut: new Set(leftOut) });
        if (rest.length < LEAST_COHORT) expect(mean).toBeNull();
        else expect(mean).toBeCloseTo(naiveMean(rest, cohortSize), 9);
        expect(candidateMean(cohort, 0, { cohortSize, leftOut: new Set() })).toBeNull();
      }),
    );
  });
});

it('keeps the highest in falling order and leaves out what could not be compared', () => {
  expect(highest([1, 5, Number.NEGATIVE_INFINITY, 3, 5], 3)).toEqual([5, 5, 3]);
  expect(highest([2], 3)).toEqual([2]);
  expect(highest([], 1)).toEqual([]);
});

function naiveMean(values: readonly number[], count: number): number {
  const top = values
    .filter(Number.isFinite)
    .sort((a, b) => b - a)
    .slice(0, count);
  return top.reduce((sum, value) => sum + value, 0) / top.length;
}
