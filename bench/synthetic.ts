import { dot } from '../src/core/vector.ts';

/** Numbers in a synthetic embedding, as many as in the best network's. */
export const LENGTH = 512;

/** Enrolled photos of one child. */
const COPIES = 4;

/** Cosine of an enrolled photo, and of a probe, to the child's mean vector: 0.85 × 0.53 ≈ 0.45, as over an age gap. */
const ENROLLED_LIKENESS = 0.85;
const PROBE_LIKENESS = 0.53;

/**
 * Made-up embeddings, the same each time: children are random directions, photos of a child scatter around its own.
 * They cost no network run and need nobody's photos; a search takes as long with them as with real ones.
 */
export function* faces(count: number): Generator<[index: number, vector: Float32Array]> {
  let centre = direction(0);
  for (let index = 0; index < count; index++) {
    if (index % COPIES === 0) centre = direction(2 * childOf(index));
    yield [index, around(centre, ENROLLED_LIKENESS, 2 * index + 1)];
  }
}

/** The child that enrolled face `index` shows. */
export function childOf(index: number): number {
  return Math.floor(index / COPIES);
}

/** A probe of a child, much less alike than the enrolled photos are among themselves. */
export function probe(child: number): Float32Array {
  return around(direction(2 * child), PROBE_LIKENESS, 2_000_000_001 + child);
}

// Counted loops, because these are made a million times.
function around(centre: Float32Array, likeness: number, seed: number): Float32Array {
  const noise = direction(seed);
  const rest = Math.sqrt(1 - likeness ** 2);
  for (let index = 0; index < LENGTH; index++)
    noise[index] = likeness * (centre[index] ?? 0) + rest * (noise[index] ?? 0);
  return scaled(noise);
}

/** Random numbers drawn once: to draw 512 for each of a million faces would take minutes. */
const POOL = 1 << 20;
const pool = drawnPool();

/** The sum of two pieces of the pool, out of 10¹² such sums. */
function direction(seed: number): Float32Array {
  const random = mulberry32(seed);
  const [first, second] = [Math.floor(random() * POOL), Math.floor(random() * POOL)];
  const vector = new Float32Array(LENGTH);
  for (let index = 0; index < LENGTH; index++) vector[index] = (pool[first + index] ?? 0) + (pool[second + index] ?? 0);
  return scaled(vector);
}

/** To unit length, in place. */
function scaled(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  for (let index = 0; index < LENGTH; index++) vector[index] = (vector[index] ?? 0) / length;
  return vector;
}

function drawnPool(): Float32Array {
  const random = mulberry32(1);
  const once = Float32Array.from({ length: POOL }, () => random() + random() - 1);
  const twice = new Float32Array(POOL + LENGTH);
  twice.set(once);
  twice.set(once.subarray(0, LENGTH), POOL);
  return twice;
}

/** A small generator of numbers from 0 to 1 with a seed (Tommy Ettinger's Mulberry32). */
function mulberry32(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
