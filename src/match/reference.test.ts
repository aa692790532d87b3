import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dot, normalise } from '../core/vector.ts';
import { meanTemplateCosine, photoWeight } from './reference.ts';

const unitVector = fc
  .array(fc.integer({ min: -100, max: 100 }), { minLength: 4, maxLength: 4 })
  .filter((values) => values.some((value) => value !== 0))
  .map((values) => normalise(Float32Array.from(values)));
const weight = fc.double({ min: 0.1, max: 1, noNaN: true });
const photos = fc.array(fc.tuple(unitVector, weight), { minLength: 1, maxLength: 5 }).filter((all) => {
  const sum = weightedSum(all);
  return Math.sqrt(dot(sum, sum)) > 0.05;
});

it('is the cosine with the weighted mean direction, without making it', () => {
  fc.assert(
    fc.property(unitVector, photos, (probe, all) => {
      expect(cosineOf(probe, all)).toBeCloseTo(dot(probe, normalise(weightedSum(all))), 3);
    }),
  );
});

it('cares for the ratio of weights only', () => {
  fc.assert(
    fc.property(unitVector, photos, weight, (probe, all, factor) => {
      const scaled = all.map(([vector, own]): [Float32Array, number] => [vector, own * factor]);
      expect(cosineOf(probe, scaled)).toBeCloseTo(cosineOf(probe, all), 4);
    }),
  );
});

it('is the plain cosine for one photo, however often it is enrolled', () => {
  fc.assert(
    fc.property(unitVector, unitVector, weight, (probe, photo, own) => {
      expect(cosineOf(probe, [[photo, own]])).toBeCloseTo(dot(probe, photo), 5);
      expect(
        cosineOf(probe, [
          [photo, own],
          [photo, 1],
        ]),
      ).toBeCloseTo(dot(probe, photo), 4);
    }),
  );
});

it('counts better photos and photos of like age more, and none not at all', () => {
  const sharp = { quality: 90, ageYears: 6 };
  expect(photoWeight(sharp, 7)).toBeGreaterThan(photoWeight({ ...sharp, quality: 30 }, 7));
  expect(photoWeight(sharp, 7)).toBeGreaterThan(photoWeight(sharp, 16));
  expect(photoWeight({ quality: 0, ageYears: 0 }, 90)).toBeGreaterThan(0);
});

it('takes unknown ages as neither near nor far', () => {
  const photo = { quality: 50, ageYears: 6 };
  expect(photoWeight(photo, null)).toBe(0.5);
  expect(photoWeight({ ...photo, ageYears: null }, 40)).toBe(0.5);
});

function cosineOf(probe: Float32Array, all: readonly [Float32Array, number][]): number {
  const gram = all.flatMap(([row]) => all.map(([column]) => dot(row, column)));
  return meanTemplateCosine(
    all.map(([vector]) => dot(probe, vector)),
    all.map(([, own]) => own),
    gram,
  );
}

function weightedSum(all: readonly (readonly [Float32Array, number])[]): Float32Array {
  return Float32Array.from({ length: 4 }, (_, index) =>
    all.reduce((sum, [vector, own]) => sum + own * (vector[index] ?? 0), 0),
  );
}
