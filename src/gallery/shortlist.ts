import type { Kernel } from './kernel.ts';
import { blockAddress, COARSE, type Layout, ROWS, SCALES, WANTED } from './layout.ts';

/** Faces that may be among the nearest, with their coarse scores, in any order. */
export interface Shortlist {
  readonly slots: number[];
  readonly scores: number[];
}

/** One probe's scan. Scores are coarse dot products in units of the probe's scale. */
export interface Scan {
  /** How many nearest faces are wanted, at least 1. */
  readonly k: number;
  /** Twice the most that a coarse score can be off: what lies so far below the k-th best may still belong above it. */
  readonly margin: number;
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
export function scanBlocks({ kernel, memory, layout, hits }: Scanner, { k, margin, blocks }: Scan): Shortlist {
  const counter = new Int32Array(memory.buffer, 0, 1);
  const rows = new Int32Array(memory.buffer, hits, 2 * ROWS);
  const scores = new Float32Array(memory.buffer, hits, 2 * ROWS);
  let list: Shortlist = { slots: [], scores: [] };
  let least = Number.NEGATIVE_INFINITY;
  let roomFor = k + SLACK;
  for (let index = Atomics.add(counter, 0, 1); index < blocks; index = Atomics.add(counter, 0, 1)) {
    const block = blockAddress(layout, index);
    const { stride, probe } = layout;
    const found = kernel(block + WANTED, block + SCALES, block + COARSE, ROWS, stride, probe, least, hits);
    for (let hit = 0; hit < found; hit++) {
      list.slots.push(index * ROWS + (rows[2 * hit] ?? 0));
      list.scores.push(scores[2 * hit + 1] ?? 0);
    }
    if (list.slots.length < roomFor) continue;
    least = leastScore(list.scores, k, margin);
    list = keepFrom(list, least);
    roomFor = 2 * list.slots.length + SLACK;
  }
  return keepFrom(list, leastScore(list.scores, k, margin));
}

/** Join the lists of several scanners and drop what the joint k-th best rules out. */
export function mergeShortlists(lists: readonly Shortlist[], { k, margin }: Scan): Shortlist {
  const slots = lists.flatMap((list) => list.slots);
  const scores = lists.flatMap((list) => list.scores);
  return keepFrom({ slots, scores }, leastScore(scores, k, margin));
}

function leastScore(scores: readonly number[], k: number, margin: number): number {
  if (scores.length <= k) return Number.NEGATIVE_INFINITY;
  const rising = Float64Array.from(scores).sort();
  return (rising[rising.length - k] ?? Number.NEGATIVE_INFINITY) - margin;
}

function keepFrom({ slots, scores }: Shortlist, least: number): Shortlist {
  const kept = (_: number, index: number) => (scores[index] ?? least) >= least;
  return { slots: slots.filter(kept), scores: scores.filter(kept) };
}
