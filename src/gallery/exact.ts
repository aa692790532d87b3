import { availableParallelism } from 'node:os';
import { agencyOf, attributesOf, isWithin, MOST_AGENCIES, type ScopeBits, scopeBits } from './attributes.ts';
import { encodeTemplate } from './code.ts';
import type { Facts } from './facts.ts';
import type { Gallery, Neighbour, SearchOptions } from './gallery.ts';
import { layoutOf } from './layout.ts';
import { type Names, openNames } from './names.ts';
import { quantiseProbe } from './quantise.ts';
import type { Room, Written } from './room.ts';
import { openRows, type Rows } from './rows.ts';
import { openScanners, type Scanners } from './scanners.ts';
import type { Scan, Shortlist } from './shortlist.ts';
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
  readonly owners: Names;
  readonly agencies: Names;
  readonly scanners: Scanners;
  readonly workersFrom: number;
  /** The most that a coarse code differs from its vector, as a Euclidean length. */
  greatestError: number;
}

/** A scan of so many faces takes 1-2 ms in one thread: too little to be worth waking others (docs/benchmarks.md). */
const WORKERS_FROM = 20_000;

/** What float32 arithmetic in the kernel adds to the errors of quantisation, generously. */
const ROUNDING = 1e-6;

const MOST_OWNERS = 2 ** 31 - 1;

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
  const names = { owners: openNames(MOST_OWNERS), agencies: openNames(MOST_AGENCIES) };
  const scanners = openScanners(rows, workers);
  const state: State = { length, rows, slots, ...names, scanners, workersFrom, greatestError: 0 };
  let turn: Promise<unknown> = Promise.resolve();

  return {
    length,
    get size() {
      return slots.size;
    },
    get bytes() {
      return rows.memory.buffer.byteLength;
    },
    has: (id) => slots.slotOf(id) !== undefined,
    add(id, vector, facts) {
      assertLength(vector, length);
      addCode(state, id, encodeTemplate(vector), facts);
    },
    addCode: (id, code, facts) => addCode(state, id, code, facts),
    describe: (id, facts) => describe(state, id, facts),
    remove: (id) => remove(state, id),
    vectorOf(id) {
      const slot = slots.slotOf(id);
      return slot === undefined ? undefined : rows.vectorAt(slot);
    },
    reserve: (faces) => reserve(state, faces),
    enter: (written) => enter(state, written),
    release: ({ first, end }) => slots.giveBackMany(first, end),
    search(probe, k, options = {}) {
      // Scans share the probe's place in memory, so they take turns; one that failed does not hold up the next.
      const answer = turn.then(() => search(state, probe, k, options));
      turn = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      await turn;
      await scanners.close();
    },
  };
}

/** A new face gets its vector first and its facts last: no scan sees half of it. */
function addCode(state: State, id: string, code: Uint8Array, facts: Facts): void {
  const { rows, slots } = state;
  const slot = slots.claim();
  try {
    rows.reserve(slot);
    state.greatestError = Math.max(state.greatestError, rows.write(slot, code));
  } catch (error) {
    // The memory is full or the code is none: a face that was there keeps what it had.
    slots.giveBack(slot);
    throw error;
  }
  const known = slots.slotOf(id);
  if (known === undefined) {
    slots.take(slot, id);
    mark(state, slot, facts);
    return;
  }
  // In place: a scan that runs meanwhile must not miss the face.
  rows.write(known, code);
  mark(state, known, facts);
  slots.giveBack(slot);
}

function describe(state: State, id: string, facts: Facts): boolean {
  const slot = state.slots.slotOf(id);
  if (slot === undefined) return false;
  mark(state, slot, facts);
  return true;
}

function remove(state: State, id: string): boolean {
  const slot = state.slots.slotOf(id);
  if (slot === undefined) return false;
  unmark(state, slot);
  state.slots.leave(id);
  return true;
}

/** New names are taken before old ones are left, so that one in use keeps its number. */
function mark(state: State, slot: number, facts: Facts): void {
  const { rows, owners, agencies } = state;
  const [oldOwner, oldAgency] = [rows.ownerAt(slot), agencyOf(rows.attributesAt(slot))];
  const agency = facts.agency === null ? 0 : agencies.take(facts.agency);
  rows.mark(slot, attributesOf(facts, agency), owners.take(facts.owner));
  owners.leave(oldOwner);
  agencies.leave(oldAgency);
}

function unmark({ rows, owners, agencies }: State, slot: number): void {
  owners.leave(rows.ownerAt(slot));
  agencies.leave(agencyOf(rows.attributesAt(slot)));
  rows.mark(slot, 0, 0);
}

function reserve({ rows, slots }: State, faces: number): Room {
  assertCount(faces, 0, 'the number of faces');
  const first = slots.claimMany(faces);
  const end = first + faces;
  try {
    if (faces > 0) rows.reserve(end - 1);
  } catch (error) {
    slots.giveBackMany(first, end);
    throw error;
  }
  const next = new Int32Array(new SharedArrayBuffer(4));
  next[0] = first;
  return { memory: rows.memory, layout: rows.layout, first, end, next };
}

function enter(state: State, { slots, ids, facts, error }: Written): void {
  state.greatestError = Math.max(state.greatestError, error);
  for (const [index, slot] of slots.entries()) {
    const [id, known] = [ids[index], facts[index]];
    if (id === undefined || known === undefined) throw new RangeError('every slot needs its id and its facts');
    remove(state, id);
    state.slots.take(slot, id);
    mark(state, slot, known);
  }
}

async function search(state: State, probe: Float32Array, k: number, options: SearchOptions): Promise<Neighbour[]> {
  const { rows, slots, scanners } = state;
  const { scope: rules = {}, by = 'faces' } = options;
  assertLength(probe, state.length);
  assertCount(k, 0, 'the number of neighbours');
  const code = quantiseProbe(probe);
  if (k === 0) return [];
  const scope = scopeBits(rules, state.agencies);
  rows.prepare(code, scope.agencies);
  const scan: Scan = {
    k,
    by,
    margin: (2 * (state.greatestError + code.error + ROUNDING)) / code.scale,
    ratio: code.shortScale / code.scale,
    slack: (code.shortError * (1 + state.greatestError) + ROUNDING) / code.scale,
    scope: { mask: scope.mask, wanted: scope.wanted },
    byAgency: scope.agencies !== undefined,
    blocks: slots.blocks,
  };
  const shortlist = await scanners.scan(scan, slots.size >= state.workersFrom);
  const ranked = neighbours(state, shortlist, { probe, scope });
  return (by === 'faces' ? ranked : nearestOfEach(ranked)).slice(0, k);
}

/** While threads scanned, a face may have left and another taken its slot: only what is within the scope now counts. */
function neighbours(
  { rows, slots, owners }: State,
  shortlist: Shortlist,
  { probe, scope }: { probe: Float32Array; scope: ScopeBits },
): Neighbour[] {
  return shortlist.slots
    .flatMap((slot) => {
      const id = slots.idAt(slot);
      const owner = owners.nameOf(rows.ownerAt(slot));
      if (id === undefined || owner === undefined || !isWithin(rows.attributesAt(slot), scope)) return [];
      return [{ id, owner, similarity: rows.similarity(slot, probe) }];
    })
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
}

function nearestOfEach(ranked: readonly Neighbour[]): Neighbour[] {
  const nearest = new Map<string, Neighbour>();
  for (const each of ranked) if (!nearest.has(each.owner)) nearest.set(each.owner, each);
  return [...nearest.values()];
}

function assertLength(vector: Float32Array, length: number): void {
  if (vector.length !== length)
    throw new RangeError(`this gallery holds vectors of ${length} numbers, not of ${vector.length}`);
}

function assertCount(value: number, least: number, what: string): void {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`${what} must be a whole number from ${least} on, not ${value}`);
}
