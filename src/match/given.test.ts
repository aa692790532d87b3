import { expect, it } from 'vitest';
import type { Template } from '../core/face.ts';
import { normalise } from '../core/vector.ts';
import { prepareGallery } from './comparison.ts';

const VERSION = '1';
const face = (vector: number[], photo: string): Template => ({
  embeddings: [{ model: 'fr512', version: VERSION, vector: normalise(Float32Array.from(vector)) }],
  quality: 80,
  ageYears: 8,
  photo,
});
/** 120 children with two photos each: enough for the gallery's own statistics and means. */
const many = Array.from({ length: 120 }, (_, child) => ({
  child: `c${child}`,
  templates: [0, 1].map((photo) => face([1, Math.sin(child * 9.7), Math.cos(child * 5.3)], `${child}-${photo}`)),
}));
const few = many.slice(0, 3);
const means = new Map([[`fr512@${VERSION} child`, new Float32Array([0.5, 0, 0])]]);

it('centres with a given mean only where the gallery has too few faces for its own', () => {
  expect(prepareGallery(few, [], { means }).means).toEqual(means);
  const own = prepareGallery(many, [], { means }).means.get(`fr512@${VERSION} child`);
  expect(own?.[0]).not.toBeCloseTo(0.5, 2);
});

it('does not centre a model with a given mean that is not to be centred', () => {
  expect(prepareGallery(few, [], { means, centred: [] }).means.size).toBe(0);
});

it('keeps measured statistics where start values give way to those of the gallery', () => {
  const start = { mean: 0.3, deviation: 0.2 };
  const statisticsWith = (measured: boolean) =>
    prepareGallery(many, [], { models: { fr512: { weight: 1, start, measured } } }).models[0]?.impostors;
  expect(statisticsWith(true)).toEqual(start);
  expect(statisticsWith(false)).not.toEqual(start);
});
