import { expect, it } from 'vitest';
import type { Template } from '../core/face.ts';
import { dot } from '../core/vector.ts';
import { syntheticPeople } from '../testing/people.ts';
import { ageDomain, centre, domainMeans, FACES_FOR_CENTRING, modelKey } from './domain.ts';

const children = syntheticPeople(FACES_FOR_CENTRING, 0.5).flatMap(({ references }) => references[0]?.template ?? []);
const models = ['fr512', 'mfn192'];

it.each([
  [0, 'child'],
  [12.9, 'child'],
  [13, 'youth'],
  [17.9, 'youth'],
  [18, 'adult'],
  [null, 'unknown'],
] as const)('age %s is of the domain %s', (age, domain) => {
  expect(ageDomain(age)).toBe(domain);
});

it('takes off what the faces of a domain share', () => {
  const means = domainMeans(children, models);
  const before = meanCosine(children.map((child) => vectorOf(child)));
  const after = meanCosine(children.map((child) => centre(embeddingOf(child), 8, means)));
  expect(before).toBeGreaterThan(0.25);
  expect(Math.abs(after)).toBeLessThan(0.05);
});

it('keeps unit length', () => {
  const means = domainMeans(children, models);
  for (const child of children.slice(0, 20)) {
    const centred = centre(embeddingOf(child), 8, means);
    expect(dot(centred, centred)).toBeCloseTo(1, 5);
  }
});

it('centres only with enough faces, only the models asked for, and no face of unknown age', () => {
  const [child] = children;
  if (!child) throw new Error('no child');
  expect(domainMeans(children.slice(1), models).size).toBe(0);
  expect(domainMeans(children, ['mfn192']).size).toBe(1);
  const means = domainMeans(children, models);
  expect(centre(embeddingOf(child), null, means)).toBe(vectorOf(child));
  expect(centre(embeddingOf(child), 30, means)).toBe(vectorOf(child));
});

it('counts faces of unknown age in no domain', () => {
  const unknown = children.map((child) => ({ ...child, ageYears: null }));
  expect(domainMeans(unknown, models).size).toBe(0);
});

it('keeps versions of a model apart', () => {
  expect(modelKey({ model: 'fr512', version: 'a' })).not.toBe(modelKey({ model: 'fr512', version: 'b' }));
  const [child] = children;
  if (!child) throw new Error('no child');
  const other = { ...embeddingOf(child), version: 'v2' };
  expect(centre(other, 8, domainMeans(children, models))).toBe(other.vector);
});

function embeddingOf(template: Template) {
  const [embedding] = template.embeddings;
  if (!embedding) throw new Error('no embedding');
  return embedding;
}

function vectorOf(template: Template): Float32Array {
  return embeddingOf(template).vector;
}

function meanCosine(vectors: readonly Float32Array[]): number {
  const pairs = vectors.slice(1).map((vector, index) => dot(vector, vectors[index] ?? vector));
  return pairs.reduce((sum, cosine) => sum + cosine, 0) / pairs.length;
}
