import { beforeAll, describe, expect, it } from 'vitest';
import { crewInThread } from '../../testing/crew.ts';
import { syntheticPeople } from '../../testing/people.ts';
import { compareMethods } from '../compare.ts';
import { chooseMethods } from '../methods/registry.ts';
import { makeTrials } from '../protocol.ts';
import type { EvaluationResult } from '../result.ts';
import { drawnMethods } from './drawn.ts';
import { renderReport } from './report.tsx';

async function resultOf(people: number): Promise<EvaluationResult> {
  const sources = { models: ['fr512', 'dlib128'] };
  const identities = syntheticPeople(people, 2).map((person, index) => ({
    ...person,
    sex: index % 4 === 0 ? 'male' : 'female',
    group: '<b>north</b>',
    references: person.references.map((sample) => ({ ...sample, ageYears: 4 })),
    probes: person.probes.map((sample) => ({ ...sample, ageYears: index % 2 === 0 ? 12 : 30 })),
  }));
  const crew = crewInThread({ identities, sources, seed: 1 });
  const names = chooseMethods(sources, { ablation: true }).map(({ name }) => name);
  const { methods, differences } = await compareMethods(crew, names, makeTrials(identities, 1, 1), {
    exchanged: false,
    signal: new AbortController().signal,
  });
  return {
    enrolled: 'photos taken young (y/)',
    probes: 'the other photos',
    methods,
    differences,
    reverse: { enrolled: 'the other photos', probes: 'photos taken young (y/)', methods, differences },
    closedSet: null,
    stress: null,
    folder: '/data/<script>alert(1)</script>',
    seed: 1,
    splits: 1,
    trials: 2,
    data: {
      identities: people,
      photos: 4 * people,
      sha256: 'd'.repeat(64),
      unreadable: 0,
      withoutFace: 1,
      withSeveralFaces: 2,
      withAge: 3 * people,
      withSex: people,
      withGroup: people,
    },
    models: [{ id: 'fr512', version: 'abcdef123456' }],
    environment: { homeward: '0.1.0', node: '24.0.0', platform: 'linux x64', processor: '2 × test' },
    finishedAt: '2026-01-02T03:04:05.000Z',
    warnings: ['Only few & <small>.'],
  };
}

/** Those that are drawn: not the ones that lack a step. */
const main = ({ methods }: EvaluationResult) => methods.filter(({ name }) => !name.includes('-without-'));

describe('the report', () => {
  let result: EvaluationResult;
  let html: string;
  beforeAll(async () => {
    result = await resultOf(40);
    html = renderReport(result);
  });

  it('is one page that loads nothing, runs nothing and escapes what it is told', () => {
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|https?:|src=|\son\w+=/i);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('Only few &amp; &lt;small&gt;.');
    expect(html).not.toMatch(/undefined|NaN|\[object|Infinity/);
  });

  it('names every method in tables of both directions, and shows its numbers', () => {
    for (const { name, rank } of main(result)) {
      expect(html.split(`<th scope="row">${name}</th>`).length).toBe(5); // all searches, and by age gap; twice
      expect(html).toContain(`>${(100 * (rank['1'] ?? 0)).toFixed(1)}`);
    }
    expect(html).toContain('<tr class="lead-method"><th scope="row">homeward</th>');
  });

  it('draws a DET and a CMC chart with a named curve a method, and a histogram each, in both directions', () => {
    expect(html.match(/<polyline /g)?.length).toBe(2 * 2 * main(result).length);
    expect(html.match(/aria-label="Score histogram/g)?.length).toBe(2 * main(result).length);
    expect(html.match(/aria-label="DET curve/g)?.length).toBe(2);
    expect(html.match(/aria-label="CMC curve/g)?.length).toBe(2);
  });

  it('says what each step is worth, and how sure that is', () => {
    for (const step of ['centring', 'cohort', 'photo-fusion', 'fr512', 'dlib128'])
      expect(html.split(`<th scope="row">${step}</th>`).length).toBeGreaterThanOrEqual(3);
    const worth = result.differences?.others.find(({ name }) => name === 'homeward-without-fr512')?.rank['1'];
    expect(html).toContain(`>+${(100 * (worth?.value ?? 0)).toFixed(1)}<`);
    expect(html).toContain('over dlib128-euclidean');
  });

  it('shows who is missed by age, gap, sex and group, and greys the few', () => {
    const lead = result.methods.find(({ name }) => name === 'homeward');
    const heat = lead?.breakdowns.find(({ by }) => by === 'ageAtEnrolmentByGap');
    expect(heat?.cells.map(({ labels }) => labels)).toEqual([
      ['3–5', '6–9'],
      ['3–5', '20 and over'],
    ]);
    expect(html.match(/aria-label="homeward: enrolled at 3–5, 6–9 years later: [\d.]+ % found as first/g)?.length).toBe(
      2,
    );
    expect(html).toContain('&lt;b&gt;north&lt;/b&gt;');
    for (const by of ['By age in the probe', 'By sex', 'By group', 'years between the photos'])
      expect(html).toContain(by);
    const boys = lead?.breakdowns.find(({ by }) => by === 'sex')?.cells.find(({ labels }) => labels[0] === 'male');
    expect(boys?.people).toBeLessThanOrEqual(10);
    expect(html).toMatch(/<th scope="row">male<\/th><td class="few">/);
  });

  it('holds the promise against what strangers brought', () => {
    const promise = result.methods.find(({ name }) => name === 'homeward')?.promise;
    const measured = promise?.rates.filter(({ fpir }) => fpir !== null).length;
    expect(html.match(/aria-label="Calibration of homeward/g)?.length).toBe(2);
    expect(html.match(/<circle /g)?.length).toBe(2 * (measured ?? 0));
    expect(result.methods[0]?.promise).toBeNull();
  });

  it('shows faces only when they are handed over, and then says so', () => {
    const face = { name: 'p1/<i>.jpg', ageYears: 7.6, thumbnail: Uint8Array.of(1, 2, 3) };
    const error = { probe: face, first: { ...face, thumbnail: null }, mate: { ...face, rank: 42 } };
    const shown = renderReport(result, { falseAlarms: [{ ...error, mate: null }], misses: [error] });
    expect(shown).toContain('This report shows faces.');
    expect(shown.match(/<img src="data:image\/jpeg;base64,AQID"/g)?.length).toBe(3);
    expect(shown).toContain('The right person, at rank 42');
    expect(shown).toContain('p1/&lt;i&gt;.jpg, age 7');
    expect(html).not.toContain('shows faces');
  });

  it('says what made it: digests, models, seed, environment', () => {
    for (const part of ['d'.repeat(64), 'abcdef123456', 'Homeward 0.1.0, Node 24.0.0', '1, 1, 2'])
      expect(html).toContain(part);
  });
});

it('holds for a single person, where next to nothing is defined', async () => {
  const html = renderReport(await resultOf(1));
  expect(html).toContain('too few searches for strangers');
  expect(html).not.toMatch(/undefined|NaN|\[object|Infinity/);
});

describe('the closed set and stress', () => {
  const method = (name: string, rank1: number) => ({
    name,
    rank1,
    fnir: { '0.01': null, '0.1': 1 - rank1 },
    intervals: { rank1: null, fnir: { '0.01': null, '0.1': null } },
    failed: 0.25,
  });

  it('stand in tables, the best of the closed set first', async () => {
    const closed = { interval: null, identities: 43, splits: 5, trainingPhotos: 100, tests: 200 };
    const html = renderReport({
      ...(await resultOf(4)),
      closedSet: [
        { ...closed, name: 'weak-svm', accuracy: 0.123 },
        { ...closed, name: 'strong-svm', accuracy: 0.987 },
      ],
      stress: [
        { name: 'none', label: 'as they are', methods: [method('homeward', 0.9)] },
        { name: 'mask-1', label: 'mask over the mouth', methods: [method('homeward', 0.456)] },
      ],
    });
    expect(html.indexOf('>98.7<')).toBeLessThan(html.indexOf('>12.3<'));
    for (const part of ['mask over the mouth', '>45.6<', '>54.4<', '>25.0<', 'Missed at FPIR 10 %'])
      expect(html).toContain(part);
    expect(html.indexOf('strong-svm')).toBeGreaterThan(-1);
  });

  it('are not spoken of where nobody asked for them', async () => {
    const html = renderReport(await resultOf(4));
    expect(html).not.toContain('Closed set');
    expect(html).not.toContain('Stress');
  });
});

describe('curves', () => {
  it('are few: of many methods the best on each kind of features, and the leading one', async () => {
    const { methods } = await resultOf(4);
    const [first] = methods;
    if (!first) throw new Error('no method');
    const made = (name: string, rank1: number) => ({ ...first, name, rank: { ...first.rank, '1': rank1 } });
    const features = ['a', 'b', 'c', 'd', 'e'];
    const many = features.flatMap((name, index) => [made(`${name}-cosine`, 0.5), made(`${name}-svm-rest`, index / 5)]);
    const drawn = drawnMethods([...many, made('homeward', 0)], 'homeward').map(({ name }) => name);
    expect(drawn).toEqual(['a-cosine', 'b-cosine', 'c-cosine', 'd-svm-rest', 'e-svm-rest', 'homeward']);
    expect(drawnMethods(many.slice(0, 8), 'homeward')).toEqual(many.slice(0, 8));
  });
});
