import { describe, expect, it } from 'vitest';
import { buildGalleryScorer } from '../match/scorer.ts';
import { syntheticPeople } from '../testing/people.ts';
import { chooseMethods } from './methods/registry.ts';
import type { MatedSearch, Outcome, Search } from './outcome.ts';
import { keptPromises, openStater, PROMISED_RATES } from './promise.ts';
import { makeTrials } from './protocol.ts';
import { runTrial } from './searches.ts';

const search = (identity: number, reached: number, offered = 6): Search => ({
  ...{ identity, probe: 0, first: 0, score: reached, stated: { reached, offered } },
});
const outcomeOf = (strangers: Search[], mated: MatedSearch[]): Outcome => {
  const nothing = { identities: new Int32Array(0), scores: new Float64Array(0), counts: new Float64Array(4) };
  return { gallerySize: 1, strangers, mated, nonMated: nothing, impostors: nothing, sample: nothing };
};

describe('a worked example', () => {
  // Four strangers reach none, one, two and three of the promised rates 0.5, 0.3, 0.2, …; only six could be promised.
  const strangers = [search(0, 0), search(1, 1), search(2, 2), search(3, 3)];
  const mated = [
    { ...search(0, 6), rank: 1 },
    { ...search(1, 2), rank: 1 },
    { ...search(2, 6), rank: 21 },
    { ...search(3, 0), rank: Number.POSITIVE_INFINITY, score: Number.NEGATIVE_INFINITY, stated: null },
  ];
  const kept = keptPromises([outcomeOf(strangers, mated)]);

  it('measures how many strangers came up at each promised rate', () => {
    expect(kept.map(({ promised }) => promised)).toEqual([...PROMISED_RATES]);
    expect(kept.map(({ fpir }) => fpir)).toEqual([0.75, 0.5, 0.25, 0, 0, 0, ...new Array(6).fill(null)]);
    expect(kept.map(({ offered }) => offered)).toEqual([...new Array(6).fill(1), ...new Array(6).fill(0)]);
  });

  it('misses mates below the threshold, beyond rank 20, without a template, and where nothing is promised', () => {
    expect(kept.map(({ fnir }) => fnir)).toEqual([0.5, 0.5, ...new Array(4).fill(0.75), ...new Array(6).fill(1)]);
  });

  it('leaves out strangers without a template: they got no promise', () => {
    const failed = { ...search(0, 0), score: Number.NEGATIVE_INFINITY };
    expect(keptPromises([outcomeOf([...strangers, failed], [])])[0]).toMatchObject({ fpir: 0.75, fnir: null });
  });

  it('weighs people as a bootstrap replicate does', () => {
    expect(keptPromises([outcomeOf(strangers, mated)], Float64Array.of(0, 0, 0, 3))[0]?.fpir).toBe(1);
  });
});

it('says nothing for a method without a calibration', () => {
  expect(openStater(() => new Float32Array(0))(8, 1)).toBeNull();
});

it('reads thresholds as a search does: the stated rates agree with «one in M» of each candidate', () => {
  const people = syntheticPeople(120, 3);
  const references = people.slice(0, 60).map(({ name, references: photos }) => ({
    child: name,
    templates: photos.flatMap(({ template }) => template ?? []),
  }));
  const scorer = buildGalleryScorer(references);
  const state = openStater(Object.assign(() => new Float32Array(0), { thresholdFor: scorer.thresholdFor }));
  for (const { probes } of people) {
    const template = probes[0]?.template;
    const candidate = template && scorer.search(template).candidates[0];
    if (!candidate) throw new Error('no candidate');
    const reached = state(template.ageYears, candidate.score)?.reached ?? -1;
    // «One in M» is rounded to two digits.
    for (const [index, rate] of PROMISED_RATES.entries())
      if (Math.abs(candidate.oneIn * rate - 1) > 0.06) expect(candidate.oneIn >= 1 / rate).toBe(index < reached);
  }
});

it('is kept by Homeward on strangers that it has never seen', () => {
  const people = syntheticPeople(400, 3.2);
  const [method] = chooseMethods({ models: ['fr512', 'mfn192', 'dlib128'] }, { names: ['homeward'] });
  if (!method) throw new Error('no method');
  const outcomes = makeTrials(people, 1, 1).map((trial) => runTrial(method, people, trial));
  const tenth = keptPromises(outcomes).find(({ promised }) => promised === 0.1);
  expect(tenth?.offered).toBe(1);
  expect(tenth?.fpir).toBeGreaterThan(0.03);
  expect(tenth?.fpir).toBeLessThan(0.17); // 400 searches of 200 people: three deviations
});
