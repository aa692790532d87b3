import type { ScopeBits } from './attributes.ts';
import type { Kernel } from './kernel.ts';
import { blockAddress, type Layout, OWNERS, ROWS } from './layout.ts';

/** Faces that may be among the nearest, with their coarse scores, in any order. */
export interface Shortlist {
  readonly slots: number[];
  readonly scores: number[];
  /** The number of each face's owner. */
  readonly owners: number[];
}

/** One probe's scan. Scores are coarse dot products in units of the probe's scale. */
export interface Scan {
  /** How many nearest faces, or owners, are wanted, at least 1. */
  readonly k: number;
  readonly by: 'faces' | 'owners';
  /** Twice the most that a coarse score can be off: what lies so far below the k-th best may still belong above it. */
  readonly margin: number;
  /** Value of a step of the short probe in units of the probe's scale, and the most that the first look can be off. */
  readonly ratio: number;
  readonly slack: number;
  readonly scope: Pick<ScopeBits, 'mask' | 'wanted'>;
  /** Whether the agencies in the memory's head limit the scope. */
  readonly byAgency: boolean;
  /** Number of blocks in use. */
  readonly blocks: number;
}

/** What a scanner works with: a kernel bound to a memory, and where its hits go. */
export interface Scanner {
  readonly kernel: Kernel;
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  readonly hits: number;
}

/** When the list has so many more faces than after the last tightening, it is worth tightening again. */
const SLACK = 1024;

/**
 * Scan blocks as long as there are any and keep every face whose true similarity can be among the `k` best.
 *
 * Several scanners share the work through the counter at address 0: each takes the next block that nobody has, so a
 * thread that the machine holds up does not hold up the others.
 */
export function scanBlocks(scanner: Scanner, scan: Scan): Shortlist {
  const counter = new Int32Array(scanner.memory.buffer, 0, 1);
  let list: Shortlist = { slots: [], scores: [], owners: [] };
  let least = Number.NEGATIVE_INFINITY;
  let roomFor = scan.k + SLACK;
  for (let index = Atomics.add(counter, 0, 1); index < scan.blocks; index = Atomics.add(counter, 0, 1)) {
    scanBlock(scanner, scan, { index, least, list });
    if (list.slots.length < roomFor) continue;
    least = leastScore(list, scan);
    list = keepFrom(list, least);
    roomFor = 2 * list.slots.length + SLACK;
  }
  return keepFrom(list, leastScore(list, scan));
}

/** Join the lists of several scanners and drop what the joint k-th best rules out. */
export function mergeShortlists(lists: readonly Shortlist[], scan: Scan): Shortlist {
  const all = {
    slots: lists.flatMap(({ slots }) => slots),
    scores: lists.flatMap(({ scores }) => scores),
    owners: lists.flatMap(({ owners }) => owners),
  };
  return keepFrom(all, leastScore(all, scan));
}

function scanBlock(
  { kernel, memory, layout, hits }: Scanner,
  { ratio, slack, scope: { mask, wanted }, byAgency }: Scan,
  { index, least, list }: { index: number; least: number; list: Shortlist },
): void {
  const block = blockAddress(layout, index);
  const { stride, probe } = layout;
  const agencies = byAgency ? layout.agencies : 0;
  const found = kernel.scan(block, stride, probe, mask, wanted, agencies, least, ratio, slack, hits);
  if (found === 0) return;
  const rows = new Int32Array(memory.buffer, hits, 2 * found);
  const scores = new Float32Array(memory.buffer, hits, 2 * found);
  const owners = new Int32Array(memory.buffer, block + OWNERS, ROWS);
  for (let hit = 0; hit < found; hit++) {
    const row = rows[2 * hit] ?? 0;
    list.slots.push(index * ROWS + row);
    list.scores.push(scores[2 * hit + 1] ?? 0);
    list.owners.push(owners[row] ?? 0);
  }
}

/** What a face must reach to count, when these are known: the score of the k-th best, less what scores can be off. */
function leastScore({ scores, owners }: Shortlist, { k, by, margin }: Scan): number {
  const counting = by === 'faces' ? scores : bestOfEach(owners, scores);
  if (counting.length <= k) return Number.NEGATIVE_INFINITY;
  const rising = Float64Array.from(counting).sort();
  return (rising[rising.length - k] ?? Number.NEGATIVE_INFINITY) - margin;
}

function bestOfEach(owners: readonly number[], scores: readonly number[]): number[] {
  const best = new Map<number, number>();
  for (const [index, owner] of owners.entries()) {
    const score = scores[index] ?? Number.NEGATIVE_INFINITY;
    if (score > (best.get(owner) ?? Number.NEGATIVE_INFINITY)) best.set(owner, score);
  }
  return [...best.values()];
}

function keepFrom({ slots, scores, owners }: Shortlist, least: number): Shortlist {
  const kept = (_: number, index: number) => (scores[index] ?? least) >= least;
  return { slots: slots.filter(kept), scores: scores.filter(kept), owners: owners.filter(kept) };
}
