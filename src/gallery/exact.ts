import { availableParallelism } from 'node:os';
import { type Filters, openFilters } from './filters.ts';
import type { Filter, Gallery, Neighbour } from './gallery.ts';
import { layoutOf } from './layout.ts';
import { quantise, quantiseProbe } from './quantise.ts';
import { openRows, type Rows } from './rows.ts';
import { openScanners, type Scanners } from './scanners.ts';
import { openSlots, type Slots } from './slots.ts';

export interface GalleryOptions {
  /** Numbers in a vector, 1 or more. */
  readonly length: number;
  /** Threads that scan a large gallery, one a core by default; 0 scans in the caller's thread, which waits meanwhile. */
  readonly workers?: number;
  /** From how many faces on the threads are used; below, waking them takes longer than the scan. */
  readonly workersFrom?: number;
}

interface State {
  readonly length: number;
  readonly rows: Rows;
  readonly slots: Slots;
  readonly filters: Filters;
  readonly everyone: Filter;
  readonly scanners: Scanners;
  readonly workersFrom: number;
  /** The most that a coarse code differs from its vector, as a Euclidean length. */
  greatestError: number;
}

/** A scan of so many faces takes 1-2 ms in one thread: too little to be worth waking others (docs/benchmarks.md). */
const WORKERS_FROM = 20_000;

/** What float32 arithmetic in the kernel adds to the errors of quantisation, generously. */
const ROUNDING = 1e-6;

/**
 * Open an empty gallery that answers as brute force over float vectors does.
 *
 * The scan takes dot products with 8-bit codes and keeps every face whose score lies within twice the greatest
 * quantisation error of the k-th best. That error is known for each vector, so no true neighbour can be lost; the
 * few that remain are ranked by their vectors in 24 bits ([Note: Gallery memory]).
 *
 * @throws RangeError when `length` or `workers` is not a sensible count
 */
export function openGallery(options: GalleryOptions): Gallery {
  const { length, workers = availableParallelism(), workersFrom = WORKERS_FROM } = options;
  assertCount(length, 1, 'the length of a vector');
  assertCount(workers, 0, 'the number of workers');
  const rows = openRows(layoutOf(length, Math.max(workers, 1)));
  const slots = openSlots();
  const filters = openFilters(slots);
  const scanners = openScanners(rows, workers);
  const everyone = filters.open(() => true);
  const state: State = { length, rows, slots, filters, everyone, scanners, workersFrom, greatestError: 0 };
  let turn: Promise<unknown> = Promise.resolve();

  return {
    length,
    get size() {
      return slots.size;
    },
    get bytes() {
      return rows.memory.buffer.byteLength;
    },
    add: (id, vector) => add(state, id, vector),
    remove: (id) => remove(state, id),
    openFilter: (accepts) => filters.open(accepts),
    search(probe, k, { filter = everyone } = {}) {
      // Scans share the probe's place in memory, so they take turns; one that failed does not hold up the next.
      const answer = turn.then(() => search(state, { probe, k, filter }));
      turn = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      await turn;
      await scanners.close();
    },
  };
}

function add(state: State, id: string, vector: Float32Array): void {
  assertLength(vector, state.length);
  const code = quantise(vector);
  state.greatestError = Math.max(state.greatestError, code.error);
  const known = state.slots.slotOf(id);
  const slot = known ?? state.slots.vacant;
  state.rows.write(slot, code);
  if (known !== undefined) return;
  // Only now: when the memory is full, a face without a vector must not count as enrolled.
  state.slots.take(id);
  state.filters.enter(id, slot);
}

function remove({ slots, filters }: State, id: string): boolean {
  const slot = slots.slotOf(id);
  if (slot === undefined) return false;
  filters.leave(slot);
  slots.leave(id);
  return true;
}

interface Question {
  readonly probe: Float32Array;
  readonly k: number;
  readonly filter: Filter;
}

async function search(state: State, { probe, k, filter }: Question): Promise<Neighbour[]> {
  const { rows, slots, filters, scanners } = state;
  assertLength(probe, state.length);
  assertCount(k, 0, 'the number of neighbours');
  const bits = filters.bitsOf(filter);
  const code = quantiseProbe(probe);
  if (k === 0) return [];
  const blocks = slots.blocks;
  const margin = (2 * (state.greatestError + code.error + ROUNDING)) / code.scale;
  rows.prepare(code, bits.bytes(blocks), blocks);
  const shortlist = await scanners.scan({ k, margin, blocks }, slots.size >= state.workersFrom);

  // While threads scanned, a face may have left and another taken its slot: only what the filter holds now counts.
  return shortlist.slots
    .flatMap((slot) => {
      const id = bits.has(slot) ? slots.idAt(slot) : undefined;
      return id === undefined ? [] : [{ id, similarity: rows.similarity(slot, probe) }];
    })
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
    .slice(0, k);
}

function assertLength(vector: Float32Array, length: number): void {
  if (vector.length !== length)
    throw new RangeError(`this gallery holds vectors of ${length} numbers, not of ${vector.length}`);
}

function assertCount(value: number, least: number, what: string): void {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`${what} must be a whole number from ${least} on, not ${value}`);
}
