import { describe, expect, it } from 'vitest';
import type { Method, TemplatedSample } from './methods/method.ts';
import type { Identity, Sample } from './protocol.ts';
import { runTrial } from './searches.ts';

/** A sample whose one number is all that the method below looks at; null: a failure to enrol. */
const sample = (value: number | null): Sample => ({
  path: String(value),
  template:
    value === null
      ? null
      : {
          embeddings: [{ model: 'line', version: '1', vector: Float32Array.of(value) }],
          quality: 50,
          ageYears: null,
          photo: String(value),
        },
});
const person = (name: string, references: (number | null)[], probes: (number | null)[]): Identity => ({
  name,
  references: references.map(sample),
  probes: probes.map(sample),
});
const placeOf = ({ template }: TemplatedSample | Sample) => template?.embeddings[0]?.vector[0];

/** Points on a line: the nearer, the more alike. */
const line: Method = {
  name: 'line',
  summary: '',
  models: ['line'],
  prepare:
    ({ gallery }) =>
    (probes) =>
      Float32Array.from(
        probes.flatMap((probe) =>
          gallery.map(({ references }) => {
            const places = references.flatMap((reference) => placeOf(reference) ?? []);
            const distances = places.map((place) => Math.abs(place - (placeOf(probe) ?? 0)));
            return places.length > 0 ? -Math.min(...distances) : Number.NEGATIVE_INFINITY;
          }),
        ),
      ),
};

describe('a worked example of four people on a line', () => {
  const people = [
    person('a', [0], [1, null]),
    person('b', [10, 20], [14]),
    person('c', [null], [30]),
    person('d', [50], [12, null]),
  ];
  const outcome = runTrial(line, people, { split: 0, development: [], enrolled: [0, 1, 2], strangers: [3] });

  it('ranks the mate, and counts failures of the probe or of all its references as misses', () => {
    const missed = { rank: Number.POSITIVE_INFINITY, score: Number.NEGATIVE_INFINITY };
    expect(outcome.gallerySize).toBe(3);
    expect(outcome.mated).toEqual([
      { identity: 0, probe: 0, first: 0, rank: 1, score: -1, stated: null },
      { identity: 0, probe: 1, first: -1, ...missed, stated: null },
      { identity: 1, probe: 0, first: 1, rank: 1, score: -4, stated: null },
      { identity: 2, probe: 0, first: 1, ...missed, stated: null },
    ]);
  });

  it('names the first candidate of a search for a stranger', () => {
    expect(outcome.strangers).toEqual([
      { identity: 3, probe: 0, first: 1, score: -2, stated: null },
      { identity: 3, probe: 1, first: -1, score: Number.NEGATIVE_INFINITY, stated: null },
    ]);
  });

  it('keeps the best score of each search for a stranger; a failed one returns nobody but counts', () => {
    expect([...outcome.nonMated.scores]).toEqual([-2]);
    expect([...outcome.nonMated.counts]).toEqual([0, 0, 0, 2]);
  });

  it('compares each probe with every other person once', () => {
    // a: with b, c, twice · b: a, c · c: a, b · d: a, b, c, twice
    expect([...outcome.impostors.counts]).toEqual([4, 2, 2, 6]);
    expect([...outcome.impostors.scores]).toEqual([-2, -9, -10, -12, -14, -30]);
  });
});

it('gives the mate the last place among equal scores', () => {
  const constant: Method = {
    ...line,
    prepare:
      ({ gallery }) =>
      (probes) =>
        new Float32Array(probes.length * gallery.length),
  };
  const people = [0, 1, 2].map((value) => person(String(value), [value], [value]));
  const { mated } = runTrial(constant, people, { split: 0, development: [], enrolled: [0, 1, 2], strangers: [] });
  expect(mated.map(({ rank }) => rank)).toEqual([3, 3, 3]);
});

it('never shows a method the people it is tested on, and scores more probes than one block holds', () => {
  const people = Array.from({ length: 30 }, (_, index) =>
    person(`p${index}`, [index], new Array(30).fill(index + 0.25)),
  );
  const seen: string[] = [];
  const spy: Method = {
    ...line,
    prepare: (task) => {
      seen.push(...task.development.map(({ name }) => name));
      return line.prepare(task);
    },
  };
  const half = Array.from({ length: 15 }, (_, index) => index);
  const tested = half.map((index) => index + 15);
  const outcome = runTrial(spy, people, { split: 0, development: half, enrolled: tested, strangers: [] });
  expect(seen).toEqual(half.map((index) => `p${index}`));
  expect(outcome.mated.length).toBe(450);
  expect(outcome.mated.every(({ rank, score }) => rank === 1 && score === -0.25)).toBe(true);
});
