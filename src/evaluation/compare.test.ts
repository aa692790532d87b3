import { describe, expect, it } from 'vitest';
import { syntheticPeople } from '../testing/people.ts';
import { compareMethods } from './compare.ts';
import { chooseMethods } from './methods/registry.ts';
import { makeTrials } from './protocol.ts';
import { MethodResult } from './result.ts';

const signal = new AbortController().signal;
const methods = chooseMethods(['fr512', 'mfn192', 'dlib128']);
const NAMES = [
  'fr512-cosine',
  'mfn192-cosine',
  'dlib128-cosine',
  'dlib128-euclidean',
  'fusion',
  'fusion-centred',
  'homeward',
];

describe('eighty synthetic people, hard to tell apart', async () => {
  const people = syntheticPeople(80, 3.2);
  const results = await compareMethods(methods, people, { splits: 2, seed: 1, signal });
  const [fr] = results;

  it('runs every method on the same searches', () => {
    expect(results.map(({ name }) => name)).toEqual(NAMES);
    for (const result of results) {
      expect(MethodResult.parse(result)).toEqual(result);
      // 4 trials, 20 enrolled and 20 strangers each, two probes a person.
      expect(result).toMatchObject({ identities: 80, gallerySize: 20, matedSearches: 160, nonMatedSearches: 160 });
    }
  });

  it('gives every metric its place between 0 and 1, inside its interval, in the order it must have', () => {
    for (const { rank, fnir, tar, intervals, cmc, det } of results) {
      expect(rank['1']).toBeLessThanOrEqual(rank['5'] ?? -1);
      expect(rank['5']).toBeLessThanOrEqual(rank['20'] ?? -1);
      expect(rank['50']).toBe(1);
      expect(tar['0.001']).toBeLessThanOrEqual(tar['0.01'] ?? -1);
      // 40 searches for strangers a trial cannot show 1 %.
      expect([fnir['0.003'], fnir['0.01']]).toEqual([null, null]);
      expect(fnir['0.1']).toBeGreaterThan(0);
      expect(intervals.rank['1']?.[0]).toBeLessThan(rank['1'] ?? -1);
      expect(intervals.rank['1']?.[1]).toBeGreaterThan(rank['1'] ?? 2);
      expect(cmc.every((rate, index) => index === 0 || (rate ?? 0) >= (cmc[index - 1] ?? 1))).toBe(true);
      expect(det.every(({ fnir: rate }, index) => index === 0 || rate <= (det[index - 1]?.fnir ?? 0))).toBe(true);
    }
  });

  it('finds more with three models than with one, and the same with dlib by cosine and by distance', () => {
    const byName = Object.fromEntries(results.map((result) => [result.name, result]));
    expect(byName.fusion?.rank['1']).toBeGreaterThan(fr?.rank['1'] ?? 1);
    expect(byName['dlib128-euclidean']?.rank).toEqual(byName['dlib128-cosine']?.rank);
    expect(byName['dlib128-euclidean']?.fixedThreshold?.label).toBe('distance under 0.6');
  });

  it('gives the same numbers for the same seed, and others for another', async () => {
    const some = methods.slice(0, 1);
    expect((await compareMethods(some, people, { splits: 2, seed: 1, signal }))[0]).toEqual(fr);
    expect((await compareMethods(some, people, { splits: 2, seed: 2, signal }))[0]).not.toEqual(fr);
  });
});

it.each([2, 5, 10])('gives %i people an answer without nonsense', async (count) => {
  const results = await compareMethods(methods, syntheticPeople(count, 0.5), { splits: 3, seed: 1, signal });
  for (const result of results) {
    expect(MethodResult.parse(result)).toEqual(result);
    expect(result.rank['1']).toBe(1);
    expect(result.intervals.rank['1']?.[0]).toBeLessThan(0.8); // all of ten people found is no certainty
    expect(result.fnir['0.003']).toBeNull();
  }
});

it('answers for one person alone: found, but nothing about strangers', async () => {
  const [result] = await compareMethods(methods.slice(-1), syntheticPeople(1, 0.1), { splits: 1, seed: 1, signal });
  expect(result).toMatchObject({ gallerySize: 1, matedSearches: 1 * 2, nonMatedSearches: 0, histogram: null });
  expect(result?.fnir).toEqual({ '0.003': null, '0.01': null, '0.1': null });
});

it('counts photos without a template as failures to enrol and their searches as misses, for every method', async () => {
  const people = syntheticPeople(10, 0.1).map((person, index) =>
    index < 5 ? { ...person, probes: person.probes.map((probe) => ({ ...probe, template: null })) } : person,
  );
  for (const result of await compareMethods(methods, people, { splits: 20, seed: 1, signal })) {
    expect(result.failureToEnrol).toBeCloseTo(10 / 40);
    expect(result.rank['50']).toBeGreaterThan(0.3);
    expect(result.rank['50']).toBeLessThan(0.7);
  }
});

it('scores a probe the same, alone or among others', () => {
  const people = syntheticPeople(60, 3);
  const [trial] = makeTrials(people, 1, 1);
  const members = (indexes: readonly number[] = []) => indexes.flatMap((index) => people[index] ?? []);
  const gallery = members(trial?.enrolled);
  const probes = [...gallery, ...members(trial?.strangers)].flatMap((person) =>
    person.probes.flatMap(({ path, template }) => (template ? [{ path, template }] : [])),
  );
  for (const method of methods) {
    const score = method.prepare({ gallery, development: members(trial?.development) });
    const together = score(probes);
    probes.slice(0, 7).forEach((probe, row) => {
      const alone = score([probe]);
      alone.forEach((value, place) => {
        expect(together[row * gallery.length + place]).toBeCloseTo(value, 5);
      });
    });
  }
});

it('stops between two trials when asked to', async () => {
  const stop = new AbortController();
  let trials = 0;
  const onTrial = () => {
    trials++;
    stop.abort(new Error('enough'));
  };
  const options = { splits: 2, seed: 1, signal: stop.signal, onTrial };
  await expect(compareMethods(methods, syntheticPeople(4, 1), options)).rejects.toThrow('enough');
  expect(trials).toBe(1);
});

it('names the methods there are when another is asked for', () => {
  expect(() => chooseMethods(['dlib128'], ['lbp'])).toThrow('dlib128-cosine, dlib128-euclidean, fusion');
  expect(chooseMethods(['dlib128']).map(({ name }) => name)).not.toContain('fr512-cosine');
});
