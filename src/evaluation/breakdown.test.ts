import { describe, expect, it } from 'vitest';
import { syntheticPeople } from '../testing/people.ts';
import { breakDown } from './breakdown.ts';
import { fnirAtFpir, fpirAbove, rankRate, thresholdAt } from './metrics.ts';
import { collectStrangers, type MatedSearch, type Outcome, type Search } from './outcome.ts';
import type { Identity } from './protocol.ts';

/** Searches of people by their index: rank and score of the mate, best score of a stranger. */
function outcomeOf(
  people: number,
  mated: [identity: number, rank: number, score: number][],
  others: [number, number][],
) {
  const search = { probe: 0, first: 0, stated: null };
  const strangers = others.map(([identity, score]): Search => ({ ...search, identity, score }));
  const collector = collectStrangers(people, Number.POSITIVE_INFINITY);
  for (const { identity, score } of strangers) collector.add(identity, score);
  const scores = collector.finish();
  return {
    gallerySize: 10,
    mated: mated.map(([identity, rank, score]): MatedSearch => ({ ...search, identity, rank, score })),
    strangers,
    nonMated: scores,
    impostors: scores,
    sample: scores,
  } satisfies Outcome;
}

const person = (index: number, group: string): Identity => ({
  name: `p${index}`,
  group,
  references: [],
  probes: [{ path: `${index}`, template: null }],
});

describe('a worked example: two groups, one threshold that lets one stranger of ten pass', () => {
  // People 0-3 and 8-12 are «a», 4-7 and 13-17 are «b».
  const people = Array.from({ length: 18 }, (_, index) =>
    person(index, index < 4 || (index > 7 && index < 13) ? 'a' : 'b'),
  );
  const mated: [number, number, number][] = [
    ...([
      [0, 1, 0.9],
      [1, 1, 0.6],
      [2, 2, 0.4],
      [3, 1, 0.8],
    ] as [number, number, number][]),
    ...([
      [4, 1, 0.9],
      [5, 5, 0.1],
      [6, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      [7, 30, 0.7],
    ] as [number, number, number][]),
  ];
  const others = Array.from({ length: 10 }, (_, index): [number, number] => [
    8 + index,
    index === 6 ? 0.95 : index / 20,
  ]);
  const outcome = outcomeOf(18, mated, others);
  const [breakdown] = breakDown(people, [outcome, outcome], 1);

  it('sums up the searches of all trials in each cell', () => {
    expect(breakdown).toMatchObject({ by: 'group', fpir: 0.1 });
    expect(
      breakdown?.cells.map(({ labels, people: all, matedSearches, strangers, nonMatedSearches }) => [
        ...[labels, all, matedSearches, strangers, nonMatedSearches],
      ]),
    ).toEqual([
      [['a'], 4, 8, 5, 10],
      [['b'], 4, 8, 5, 10],
    ]);
  });

  it('counts who comes first, who is missed and who is falsely returned', () => {
    // The second best stranger has 0.45: above it pass 0.9, 0.6 and 0.8 of «a», 0.9 of «b» (0.7 is at rank 30).
    const [a, b] = breakdown?.cells ?? [];
    expect([a?.rank1, a?.fnir, a?.fpir]).toEqual([3 / 4, 1 / 4, 0]);
    expect([b?.rank1, b?.fnir, b?.fpir]).toEqual([1 / 4, 3 / 4, 1 / 5]);
  });

  it('is not sure of what so few people show', () => {
    for (const { intervals } of breakdown?.cells ?? [])
      expect((intervals.rank1?.[1] ?? 0) - (intervals.rank1?.[0] ?? 1)).toBeGreaterThan(0.4);
    expect(breakdown?.cells[0]?.intervals.fpir?.[1]).toBeGreaterThan(0.4); // none of five people
  });

  it('adds up to the rates of all searches when everybody is in one cell', () => {
    const [one] = breakDown(
      people.map((each) => ({ ...each, group: 'all' })),
      [outcome],
      1,
    );
    expect(one?.cells[0]?.rank1).toBe(rankRate(outcome, 1));
    expect(one?.cells[0]?.fnir).toBe(fnirAtFpir(outcome, 0.1));
    expect(one?.cells[0]?.fpir).toBe(fpirAbove(outcome, thresholdAt(outcome.nonMated, 0.1) ?? Number.NaN));
  });

  it('sets no threshold on too few searches for strangers, and says so', () => {
    const [one] = breakDown(people, [outcomeOf(18, mated, others.slice(0, 4))], 1);
    expect(one?.fpir).toBeNull();
    expect(one?.cells[0]).toMatchObject({ rank1: 3 / 4, fnir: null, fpir: null });
  });
});

it('has nothing to say where nothing is known of anybody', () => {
  expect(breakDown(syntheticPeople(5, 1), [outcomeOf(5, [[0, 1, 1]], [[1, 0]])], 1)).toEqual([]);
});
