import { describe, expect, it } from 'vitest';
import { crewInThread } from '../testing/crew.ts';
import { syntheticPeople } from '../testing/people.ts';
import { compareMethods } from './compare.ts';
import { startCrew } from './crew.ts';
import { chooseMethods } from './methods/registry.ts';
import { type Identity, makeTrials } from './protocol.ts';
import { MethodResult } from './result.ts';

const signal = new AbortController().signal;
const sources = { models: ['fr512', 'mfn192', 'dlib128'] };
const methods = chooseMethods(sources);
const NAMES = ['fr512-cosine', 'mfn192-cosine', 'dlib128-cosine', 'dlib128-euclidean', 'fusion', 'homeward'];

interface Options {
  readonly splits: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onStep?: () => void;
}

async function compare(names: readonly string[], people: readonly Identity[], options: Options) {
  const { splits, seed } = options;
  const crew = crewInThread({ identities: people, sources, seed });
  return compareMethods(crew, names, makeTrials(people, splits, seed), { exchanged: false, signal, ...options });
}

describe('eighty synthetic people, hard to tell apart', async () => {
  const people = syntheticPeople(80, 3.2);
  const { methods: results } = await compare(NAMES, people, { splits: 2, seed: 1 });
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
    const some = NAMES.slice(0, 1);
    expect((await compare(some, people, { splits: 2, seed: 1 })).methods[0]).toEqual(fr);
    expect((await compare(some, people, { splits: 2, seed: 2 })).methods[0]).not.toEqual(fr);
  });
});

it.each([2, 5, 10])('gives %i people an answer without nonsense', async (count) => {
  const { methods: results } = await compare(NAMES, syntheticPeople(count, 0.5), { splits: 3, seed: 1 });
  for (const result of results) {
    expect(MethodResult.parse(result)).toEqual(result);
    expect(result.rank['1']).toBe(1);
    expect(result.intervals.rank['1']?.[0]).toBeLessThan(0.8); // all of ten people found is no certainty
    expect(result.fnir['0.003']).toBeNull();
  }
});

it('answers for one person alone: found, but nothing about strangers', async () => {
  const { methods: one, differences } = await compare(['homeward'], syntheticPeople(1, 0.1), { splits: 1, seed: 1 });
  const [result] = one;
  expect(differences).toBeNull();
  expect(result).toMatchObject({ gallerySize: 1, matedSearches: 1 * 2, nonMatedSearches: 0, histogram: null });
  expect(result?.fnir).toEqual({ '0.003': null, '0.01': null, '0.1': null });
});

it('counts photos without a template as failures to enrol and their searches as misses, for every method', async () => {
  const people = syntheticPeople(10, 0.1).map((person, index) =>
    index < 5 ? { ...person, probes: person.probes.map((probe) => ({ ...probe, template: null })) } : person,
  );
  for (const result of (await compare(NAMES, people, { splits: 20, seed: 1 })).methods) {
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
  let steps = 0;
  const onStep = () => {
    steps++;
    stop.abort(new Error('enough'));
  };
  const options = { splits: 2, seed: 1, signal: stop.signal, onStep };
  await expect(compare(NAMES, syntheticPeople(4, 1), options)).rejects.toThrow('enough');
  expect(steps).toBeLessThan(4);
});

it('names the methods there are when another is asked for', () => {
  expect(() => chooseMethods({ models: ['dlib128'] }, { names: ['lbp'] })).toThrow('dlib128-cosine, dlib128-euclidean');
  expect(chooseMethods({ models: ['dlib128'] }).map(({ name }) => name)).not.toContain('fr512-cosine');
});

describe('ablation', () => {
  const chosen = chooseMethods(sources, { names: ['dlib128-cosine'], ablation: true }).map(({ name }) => name);

  it('adds Homeward whole, and with each step and each model left out', () => {
    expect(chosen).toEqual([
      'dlib128-cosine',
      'homeward',
      'homeward-without-centring',
      'homeward-without-cohort',
      'homeward-without-photo-fusion',
      'homeward-without-fr512',
      'homeward-without-mfn192',
      'homeward-without-dlib128',
    ]);
    expect(NAMES).toEqual(methods.map(({ name }) => name));
  });

  it('says what each is worth, with an interval of the paired difference', async () => {
    const { methods: results, differences } = await compare(chosen, syntheticPeople(80, 3.2), { splits: 2, seed: 1 });
    expect(differences?.lead).toBe('homeward');
    expect(differences?.others.map(({ name }) => name)).toEqual(chosen.filter((name) => name !== 'homeward'));
    const rank = (name: string) => results.find((result) => result.name === name)?.rank['1'] ?? Number.NaN;
    for (const { name, rank: gained } of differences?.others ?? []) {
      expect(gained['1'].value).toBeCloseTo(rank('homeward') - rank(name), 12);
      // Too few faces to centre: that step changes nothing, and its worth elsewhere is not known.
      if (name === 'homeward-without-centring') {
        expect(gained['1']).toEqual({ value: 0, interval: null });
        continue;
      }
      const [low, high] = gained['1'].interval ?? [1, -1];
      expect(low).toBeLessThanOrEqual(gained['1'].value ?? -1);
      expect(high).toBeGreaterThanOrEqual(gained['1'].value ?? 1);
    }
    const dlib = differences?.others[0]?.rank['1'];
    expect(dlib?.interval?.[0]).toBeGreaterThan(0); // three models find more than one, beyond chance
    // Paired, a difference is surer than its two sides.
    const width = ([low, high]: readonly [number, number] = [0, 0]) => high - low;
    const alone = results.find(({ name }) => name === 'homeward')?.intervals.rank['1'];
    const without = differences?.others.find(({ name }) => name === 'homeward-without-cohort')?.rank['1'].interval;
    expect(width(without ?? undefined)).toBeLessThan(width(alone ?? undefined));
  });
});

it('gives the same numbers with threads as without, and with more of them', async () => {
  const people = syntheticPeople(60, 2);
  const setup = { identities: people, sources, seed: 3 };
  const trials = makeTrials(people, 1, 3);
  const names = ['dlib128-euclidean', 'homeward'];
  const results = [];
  for (const crew of [crewInThread(setup), startCrew(setup, 1), startCrew(setup, 3)])
    results.push(await compareMethods(crew, names, trials, { exchanged: true, signal }).finally(() => crew.close()));
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

it('ends threads that are in the middle of their work, and gives the reason', async () => {
  const people = syntheticPeople(200, 2);
  const crew = startCrew({ identities: people, sources, seed: 1 }, 2);
  const stop = new AbortController();
  const options = { exchanged: false, signal: stop.signal, onStep: () => stop.abort(new Error('Ctrl-C')) };
  await expect(compareMethods(crew, NAMES, makeTrials(people, 5, 1), options)).rejects.toThrow('Ctrl-C');
  await crew.close();
});
