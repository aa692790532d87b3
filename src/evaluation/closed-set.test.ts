import { describe, expect, it } from 'vitest';
import { normalise } from '../core/vector.ts';
import { correctedInterval, dealClosedSet, runClosedSet } from './closed-set.ts';
import type { Method } from './methods/method.ts';
import { cosineMethod } from './methods/single-model.ts';
import { svmMethod } from './methods/svm.ts';
import type { Identity, Sample } from './protocol.ts';
import { seededRandom } from './random.ts';

const random = seededRandom(11, 0);
const noise = () => (random.below(2001) - 1000) / 1000;

function sample(path: string, centre: readonly number[], spread: number): Sample {
  const vector = normalise(Float32Array.from(centre, (value) => value + spread * noise()));
  const template = { embeddings: [{ model: 'm', version: '1', vector }], quality: 50, ageYears: null, photo: path };
  return { path, template };
}

function people(count: number, photos: number, spread: number): Identity[] {
  return Array.from({ length: count }, (_, index) => {
    const centre = Array.from({ length: 12 }, noise);
    const samples = Array.from({ length: photos }, (__, photo) => sample(`${index}/${photo}`, centre, spread));
    return { name: String(index), references: samples.slice(0, 1), probes: samples.slice(1) };
  });
}

const options = { splits: 6, seed: 4, identities: 8 };

describe('dealing', () => {
  it('gives each person photos of both kinds, none twice, and repeats itself', () => {
    const dealt = dealClosedSet(people(12, 5, 0.3), options, 2);
    expect(dealt).toHaveLength(8);
    for (const { references, probes } of dealt) {
      expect([references.length, probes.length]).toEqual([4, 1]);
      expect(new Set([...references, ...probes].map(({ path }) => path)).size).toBe(5);
    }
    const names = (split: number) => dealClosedSet(people(12, 5, 0.3), options, split).map(({ name }) => name);
    expect(names(2)).toEqual(names(2));
    expect(names(2)).not.toEqual(names(3));
  });

  it('leaves out who has one photo, and trains and tests with who has two', () => {
    const dealt = dealClosedSet([...people(3, 2, 0.3), ...people(4, 1, 0.3)], options, 0);
    expect(dealt).toHaveLength(3);
    expect(dealt.every(({ references, probes }) => references.length === 1 && probes.length === 1)).toBe(true);
  });
});

describe('accuracy', () => {
  const methods = [cosineMethod('m'), svmMethod('m')];

  it('is high for people who differ and near chance for those who do not', () => {
    const [easy, easySvm] = runClosedSet(methods, people(8, 6, 0.2), options);
    expect(easy).toMatchObject({
      name: 'm-cosine',
      accuracy: 1,
      identities: 8,
      splits: 6,
      trainingPhotos: 40,
      tests: 48,
    });
    expect(easySvm?.accuracy).toBe(1);
    // All right for eight people: 0.025^(1/8).
    expect(easy?.interval?.[0]).toBeCloseTo(0.631, 3);
    for (const { accuracy } of runClosedSet(methods, people(8, 6, 1000), options)) expect(accuracy).toBeLessThan(0.4);
  });

  it('is the same for the same seed, whatever other methods run', () => {
    const set = people(8, 6, 1.2);
    expect(runClosedSet(methods, set, options)[1]).toEqual(runClosedSet([svmMethod('m')], set, options)[0]);
  });

  it('counts a test photo without a template as wrong', () => {
    const blind = people(8, 5, 0.2).map((person) => ({
      ...person,
      probes: person.probes.map((probe, index) => (index < 2 ? { ...probe, template: null } : probe)),
    }));
    const [result] = runClosedSet([cosineMethod('m')], blind, { ...options, splits: 40 });
    expect(result?.accuracy).toBeGreaterThan(0.45);
    expect(result?.accuracy).toBeLessThan(0.75);
  });

  it('names nobody where all scores are equal', () => {
    const constant: Method = {
      ...cosineMethod('m'),
      prepare:
        ({ gallery }) =>
        (probes) =>
          new Float32Array(probes.length * gallery.length),
    };
    expect(runClosedSet([constant], people(8, 5, 0.2), options)[0]?.accuracy).toBe(0);
  });

  it('says nothing about one person', () => {
    expect(runClosedSet(methods, people(1, 5, 0.2), options)).toEqual([]);
  });
});

describe('interval', () => {
  it('is Student’s with Nadeau and Bengio’s correction', () => {
    // mean 0.5, variance 0.01, t(4) = 2.776; 2.776 · √((1/5 + 1/4) · 0.01) = 0.1862
    const spread = Math.sqrt(0.02);
    const [low, high] = correctedInterval([0.5 - spread, 0.5, 0.5, 0.5, 0.5 + spread], 0.25) ?? [];
    expect(low).toBeCloseTo(0.5 - 0.1862, 3);
    expect(high).toBeCloseTo(0.5 + 0.1862, 3);
  });

  it('stays within 0 … 1 and needs two splits', () => {
    expect(correctedInterval([1], 0.25)).toBeNull();
    expect(correctedInterval([0, 1], 0.25)).toEqual([0, 1]);
  });
});
