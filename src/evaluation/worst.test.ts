import { expect, it } from 'vitest';
import type { MatedSearch, Outcome, Search } from './outcome.ts';
import { worstErrors } from './worst.ts';

const search = (identity: number, score: number, first = 9): Search => ({
  identity,
  probe: 0,
  first,
  score,
  stated: null,
});
const mated = (identity: number, rank: number): MatedSearch => ({ ...search(identity, -rank), rank });
const outcome = (strangers: Search[], mates: MatedSearch[]): Outcome => {
  const nothing = { identities: new Int32Array(0), scores: new Float64Array(0), counts: new Float64Array(20) };
  return { gallerySize: 9, strangers, mated: mates, nonMated: nothing, impostors: nothing, sample: nothing };
};

it('lists the highest strangers and the lowest mates of all trials, each person once', () => {
  const { falseAlarms, misses } = worstErrors([
    outcome([search(0, 1), search(1, 3), search(2, Number.NEGATIVE_INFINITY, -1)], [mated(3, 2), mated(4, 1)]),
    outcome([search(0, 5)], [mated(3, 7), mated(5, 3), mated(6, Number.POSITIVE_INFINITY)]),
  ]);
  expect(falseAlarms.map(({ identity, score }) => [identity, score])).toEqual([
    [0, 5],
    [1, 3],
  ]);
  expect(misses.map(({ identity, rank }) => [identity, rank])).toEqual([
    [3, 7],
    [5, 3],
  ]);
});

it('never lists more than a page holds', () => {
  const many = Array.from({ length: 50 }, (_, index) => index);
  const errors = worstErrors([
    outcome(
      many.map((index) => search(index, index)),
      many.map((index) => mated(index, 2)),
    ),
  ]);
  expect([errors.falseAlarms.length, errors.misses.length]).toEqual([12, 12]);
});
