import { beforeAll, describe, expect, it } from 'vitest';
import { crewInThread } from '../../testing/crew.ts';
import { syntheticPeople } from '../../testing/people.ts';
import { compareMethods } from '../compare.ts';
import { chooseMethods } from '../methods/registry.ts';
import { makeTrials } from '../protocol.ts';
import type { EvaluationResult } from '../result.ts';
import { renderReport } from './report.tsx';

async function resultOf(people: number): Promise<EvaluationResult> {
  const sources = { models: ['fr512', 'dlib128'] };
  const identities = syntheticPeople(people, 2);
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
    expect(html.match(/<table>/g)?.length).toBe(2);
    for (const { name, rank } of result.methods) {
      expect(html.split(`<th scope="row">${name}</th>`).length).toBe(3);
      expect(html).toContain(`>${(100 * (rank['1'] ?? 0)).toFixed(1)}`);
    }
    expect(html).toContain('<tr class="lead-method"><th scope="row">homeward</th>');
  });

  it('draws a DET and a CMC chart with a named curve a method, and a histogram each, in both directions', () => {
    expect(html.match(/<polyline /g)?.length).toBe(2 * 2 * result.methods.length);
    expect(html.match(/aria-label="Score histogram/g)?.length).toBe(2 * result.methods.length);
    expect(html.match(/aria-label="DET curve/g)?.length).toBe(2);
    expect(html.match(/aria-label="CMC curve/g)?.length).toBe(2);
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
