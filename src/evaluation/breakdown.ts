import { compareLabels, DIMENSIONS, type Place, placesOf } from './bands.ts';
import { bootstrapIntervals, type Interval, widenCertain } from './bootstrap.ts';
import { isResolved, thresholdAt, type Weights } from './metrics.ts';
import type { Outcome, Search } from './outcome.ts';
import type { Identity } from './protocol.ts';
import { type Breakdown, FALSE_POSITIVE_RATES } from './result.ts';

/**
 * [Note: Breakdown]
 *
 * One global threshold a trial, set on all its non-mated searches; then, cell by cell, who is missed and who is falsely
 * returned there. Searches of all trials are summed up, because a cell of one trial may hold nobody. The threshold
 * is set anew in each bootstrap replicate, so its own uncertainty is in the intervals.
 */

/** The rate that thresholds are set to where the searches allow it. */
const PREFERRED_RATE = 0.01;
const LIST_LENGTH = 20;

/** One cell with the people in it. */
interface Cell extends Place {
  readonly people: Set<number>;
  readonly strangers: Set<number>;
  matedSearches: number;
  nonMatedSearches: number;
}

/** A search with the indexes of its cells. */
type Placed<Kind extends Search> = Kind & { readonly cells: readonly number[] };

/** An outcome as far as a breakdown needs it. */
interface PlacedOutcome {
  readonly outcome: Outcome;
  readonly mated: readonly Placed<Outcome['mated'][number]>[];
  readonly strangers: readonly Placed<Search>[];
}

/** Error rates by age, age gap, sex and group, as far as these are known. */
export function breakDown(identities: readonly Identity[], outcomes: readonly Outcome[], seed: number): Breakdown[] {
  const cells: Cell[] = [];
  const placed = placeSearches(identities, outcomes, cells);
  if (cells.length === 0) return [];
  const fpir = rateFor(outcomes);
  const measure = (weights?: Weights) => ratesOf(placed, cells.length, fpir, weights);
  const rates = measure();
  const intervals = bootstrapIntervals(identities.length, seed, (weights) => maskUndefined(measure(weights), rates));
  return DIMENSIONS.flatMap((by) => {
    const described = cells.flatMap((cell, index) =>
      cell.dimension === by ? [describeCell(cell, index, { rates, intervals })] : [],
    );
    if (described.length === 0) return [];
    return [{ by, fpir, cells: described.sort((first, second) => compareLabels(first.labels, second.labels)) }];
  });
}

/** The preferred rate where every trial resolves it, else the next that all do; null when there are too few searches. */
function rateFor(outcomes: readonly Outcome[]): number | null {
  const rates = FALSE_POSITIVE_RATES.filter((rate) => rate >= PREFERRED_RATE);
  return rates.find((rate) => outcomes.every(({ nonMated }) => isResolved(nonMated, rate))) ?? null;
}

function placeSearches(identities: readonly Identity[], outcomes: readonly Outcome[], cells: Cell[]): PlacedOutcome[] {
  const indexes = new Map<string, number>();
  const place = (search: Search, isMated: boolean): number[] => {
    const identity = identities[search.identity];
    if (!identity) return [];
    return placesOf(identity, search.probe, isMated).map((each) => {
      const index = indexOf(each, indexes, cells);
      const cell = cells[index];
      if (cell) count(cell, search.identity, isMated);
      return index;
    });
  };
  return outcomes.map((outcome) => ({
    outcome,
    mated: outcome.mated.map((search) => ({ ...search, cells: place(search, true) })),
    strangers: outcome.strangers.map((search) => ({ ...search, cells: place(search, false) })),
  }));
}

function indexOf({ dimension, labels }: Place, indexes: Map<string, number>, cells: Cell[]): number {
  const key = JSON.stringify([dimension, labels]);
  const known = indexes.get(key);
  if (known !== undefined) return known;
  indexes.set(key, cells.length);
  cells.push({ dimension, labels, people: new Set(), strangers: new Set(), matedSearches: 0, nonMatedSearches: 0 });
  return cells.length - 1;
}

function count(cell: Cell, identity: number, isMated: boolean): void {
  if (isMated) {
    cell.people.add(identity);
    cell.matedSearches++;
  } else {
    cell.strangers.add(identity);
    cell.nonMatedSearches++;
  }
}

/** Rank-1 rate, FNIR and FPIR of each cell, one after another; null where nothing defines it. */
function ratesOf(
  placed: readonly PlacedOutcome[],
  cells: number,
  fpir: number | null,
  weights?: Weights,
): (number | null)[] {
  const sums = emptySums(cells);
  for (const { outcome, ...searches } of placed) {
    const threshold = fpir === null ? null : thresholdAt(outcome.nonMated, fpir, weights);
    addSearches(sums, searches, threshold ?? Number.POSITIVE_INFINITY, weights);
  }
  const share = (part: Float64Array, whole: Float64Array, cell: number) =>
    whole[cell] ? (part[cell] ?? 0) / whole[cell] : null;
  return Array.from({ length: cells }, (_, cell) => [
    share(sums.first, sums.mated, cell),
    fpir === null ? null : share(sums.missed, sums.mated, cell),
    fpir === null ? null : share(sums.returned, sums.strangers, cell),
  ]).flat();
}

/** Weights of the searches by cell. */
type Sums = Readonly<Record<'mated' | 'first' | 'missed' | 'strangers' | 'returned', Float64Array>>;

function emptySums(cells: number): Sums {
  const sums = () => new Float64Array(cells);
  return { mated: sums(), first: sums(), missed: sums(), strangers: sums(), returned: sums() };
}

function addSearches(
  sums: Sums,
  { mated, strangers }: Pick<PlacedOutcome, 'mated' | 'strangers'>,
  threshold: number,
  weights?: Weights,
): void {
  for (const search of mated) {
    const weight = weights?.[search.identity] ?? 1;
    addWeight(sums.mated, search.cells, weight);
    if (search.rank === 1) addWeight(sums.first, search.cells, weight);
    if (search.score <= threshold || search.rank > LIST_LENGTH) addWeight(sums.missed, search.cells, weight);
  }
  for (const search of strangers) {
    const weight = weights?.[search.identity] ?? 1;
    addWeight(sums.strangers, search.cells, weight);
    if (search.score > threshold) addWeight(sums.returned, search.cells, weight);
  }
}

function addWeight(sums: Float64Array, cells: readonly number[], weight: number): void {
  for (const cell of cells) sums[cell] = (sums[cell] ?? 0) + weight;
}

function maskUndefined(values: readonly (number | null)[], known: readonly (number | null)[]): (number | null)[] {
  return values.map((value, index) => (known[index] === null ? null : value));
}

interface Measured {
  readonly rates: readonly (number | null)[];
  readonly intervals: readonly (Interval | null)[];
}

function describeCell(cell: Cell, index: number, { rates, intervals }: Measured): Breakdown['cells'][number] {
  const { labels, people, strangers, matedSearches, nonMatedSearches } = cell;
  const rate = (metric: number) => rates[3 * index + metric] ?? null;
  const interval = (metric: number, { size }: Set<number>) =>
    widenCertain(rate(metric), intervals[3 * index + metric] ?? null, size);
  return {
    labels: [...labels],
    people: people.size,
    matedSearches,
    rank1: rate(0),
    fnir: rate(1),
    strangers: strangers.size,
    nonMatedSearches,
    fpir: rate(2),
    intervals: { rank1: interval(0, people), fnir: interval(1, people), fpir: interval(2, strangers) },
  };
}
