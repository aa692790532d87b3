import { describe, expect, it } from 'vitest';
import type { Identity, Sample } from '../protocol.ts';
import { lbpChiSquare } from './lbp.ts';
import type { Method, TemplatedSample } from './method.ts';
import { svmMethod, svmRestMethod } from './svm.ts';

/** A photo with an LBP histogram of three bins. */
function photo(...frequencies: number[]): TemplatedSample {
  const embeddings = [{ model: 'lbp', version: '1', vector: Float32Array.from(frequencies, Math.sqrt) }];
  return { path: '', template: { embeddings, quality: 50, ageYears: null, photo: frequencies.join() } };
}

const without: Sample = { path: '', template: null };
const person = (name: string, ...references: Sample[]): Identity => ({ name, references, probes: [] });
const gallery = [
  person('left', photo(0.8, 0.1, 0.1), photo(0.1, 0.8, 0.1)),
  person('nobody', without),
  person('right', photo(0, 0.1, 0.9)),
];
const probes = [photo(0.1, 0.7, 0.2), photo(0.1, 0.2, 0.7)];
const score = (method: Method, people: Identity[], searched = probes) =>
  method.prepare({ gallery: people, development: [] })(searched);

it('takes the nearest of an identity’s histograms, by χ²', () => {
  const scores = score(lbpChiSquare, gallery);
  // (0.1, 0.8, 0.1) is the nearest of «left»: 0.01/1.5 + 0.01/0.3.
  expect(scores[0]).toBeCloseTo(-(0.01 / 1.5 + 0.01 / 0.3), 6);
  expect(scores[1]).toBe(Number.NEGATIVE_INFINITY);
  expect(scores[5]).toBeGreaterThan(scores[3] ?? Number.NaN);
});

describe.each([svmMethod('lbp'), svmRestMethod('lbp')])('$name', (method) => {
  it('gives each probe to its side, and nothing to who has no photo', () => {
    const scores = score(method, gallery);
    expect(scores[0]).toBeGreaterThan(scores[2] ?? Number.NaN);
    expect(scores[5]).toBeGreaterThan(scores[3] ?? Number.NaN);
    expect([scores[1], scores[4]]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  it('scores a probe alone as among others', () => {
    expect(score(method, gallery, probes.slice(1))).toEqual(score(method, gallery).subarray(3));
  });

  it('has nothing to say without references', () => {
    expect([...score(method, [person('nobody', without)])]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
  });
});
