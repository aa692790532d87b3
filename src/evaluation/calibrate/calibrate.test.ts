import { beforeAll, describe, expect, it } from 'vitest';
import { normalise } from '../../core/vector.ts';
import { likelihoodOf } from '../../match/likelihood.ts';
import { syntheticPeople } from '../../testing/people.ts';
import type { Identity, Sample } from '../protocol.ts';
import { type Calibrated, calibratePeople } from './calibrate.ts';
import { fitScoring } from './fit.ts';

const settings = { scoring: {}, seed: 1, splits: 1, signal: new AbortController().signal };

/** People of whom one model only sees the photo, never the person. */
function withoutWorth(model: string, people: readonly Identity[]): Identity[] {
  let turn = 0;
  const spoil = (sample: Sample): Sample => {
    if (!sample.template) return sample;
    const embeddings = sample.template.embeddings.map((embedding) => {
      if (embedding.model !== model) return embedding;
      turn++;
      return {
        ...embedding,
        vector: normalise(embedding.vector.map((_, place) => Math.sin(turn * 12.9898 * (place + 1)))),
      };
    });
    return { ...sample, template: { ...sample.template, embeddings } };
  };
  return people.map((person) => ({
    ...person,
    references: person.references.map(spoil),
    probes: person.probes.map(spoil),
  }));
}

describe('where one model is worth nothing', () => {
  const people = withoutWorth('fr512', syntheticPeople(80, 2.6));
  let found: Calibrated;
  beforeAll(async () => {
    found = await calibratePeople(people, settings);
  });

  it('takes weight from it, and is found better on people it has not seen', () => {
    const { models = {} } = found.fit.options;
    expect(models.fr512?.weight).toBeLessThan(0.5);
    expect(found.measured.fitted.rank1.value).toBeGreaterThan(found.measured.default.rank1.value ?? 1);
    expect(found.measured.better).toBe(true);
  });

  it('keeps the sum of the weights, so that scores keep their size', () => {
    const sum = Object.values(found.fit.options.models ?? {}).reduce((total, { weight }) => total + weight, 0);
    expect(sum).toBeCloseTo(2.3, 10);
  });

  it('gives the same for the same seed', async () => {
    expect(await calibratePeople(people, settings)).toEqual(found);
  });

  it('states likelihood ratios that cost less than knowing nothing, and not less than the best possible', () => {
    const { cllr, cllrMin } = found.measured.fitted;
    expect(cllr.value).toBeLessThan(1);
    expect(cllr.value).toBeGreaterThanOrEqual(cllrMin ?? 1);
    // One made-up stranger among the others: never more than the number of people, and the stranger.
    expect(likelihoodOf(found.fit.likelihood, 1e3)).toBeLessThanOrEqual(Math.log10(people.length + 1));
  });
});

it('finds the default as good where nothing is to be gained', async () => {
  const { measured } = await calibratePeople(syntheticPeople(60, 2), settings);
  expect(measured.better).toBe(false);
  expect(measured.verdict).toMatch(/as good/);
});

it('leaves out the mean of an age group with fewer than 200 faces', () => {
  expect(fitScoring(syntheticPeople(60, 2), settings).options.means?.size).toBe(0);
  expect([...(fitScoring(syntheticPeople(100, 2), settings).options.means?.keys() ?? [])]).toEqual([
    'fr512@1 child',
    'mfn192@1 child',
    'fr512@1 adult',
    'mfn192@1 adult',
  ]);
});

it('refuses too few people, photos without a template not counted', async () => {
  const people = syntheticPeople(45, 1).map((person, index) =>
    index < 10 ? { ...person, probes: person.probes.map((probe) => ({ ...probe, template: null })) } : person,
  );
  await expect(calibratePeople(people, settings)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/^35 people/),
  });
});

it('stops when asked to', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(calibratePeople(syntheticPeople(40, 1), { ...settings, signal })).rejects.toThrow('enough');
});
