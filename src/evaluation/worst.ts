import type { Outcome, Search } from './outcome.ts';

/** The searches that went most wrong, for people to look at. Identities and probes by their indexes. */
export interface WorstErrors {
  /** Non-mated searches with the highest first candidate. */
  readonly falseAlarms: readonly WorstSearch[];
  /** Mated searches with the mate farthest down the list. */
  readonly misses: readonly (WorstSearch & { readonly rank: number })[];
}

/** A search, and who came first in it. */
export type WorstSearch = Pick<Search, 'identity' | 'probe' | 'first' | 'score'>;

const LONGEST = 12;

/**
 * The worst searches of all trials; a search that several trials made stands once, with its worst result.
 *
 * Searches that failed to enrol are not among them: there is no face to look at.
 */
export function worstErrors(outcomes: readonly Outcome[]): WorstErrors {
  const alarms = outcomes
    .flatMap(({ strangers }) => strangers)
    .filter(({ first }) => first >= 0)
    .sort((one, other) => other.score - one.score);
  const misses = outcomes
    .flatMap(({ mated }) => mated)
    .filter(({ rank, first }) => rank > 1 && rank < Number.POSITIVE_INFINITY && first >= 0)
    .sort((one, other) => other.rank - one.rank || one.score - other.score);
  return {
    falseAlarms: firstOfEach(alarms).map(({ identity, probe, first, score }) => ({ identity, probe, first, score })),
    misses: firstOfEach(misses).map(({ identity, probe, first, score, rank }) => ({
      identity,
      probe,
      first,
      score,
      rank,
    })),
  };
}

/** One search a person, so that one hard person does not fill the list. */
function firstOfEach<Kind extends Search>(searches: readonly Kind[]): Kind[] {
  const first = new Map<number, Kind>();
  for (const search of searches) if (!first.has(search.identity)) first.set(search.identity, search);
  return [...first.values()].slice(0, LONGEST);
}
