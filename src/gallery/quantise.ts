import { dot } from '../core/vector.ts';

/** A unit vector in 24-bit fixed point, split into the byte that the scan reads and the two that refine it. */
export interface Code {
  /** High bytes, −127 … 127: component ≈ coarse × scale. */
  readonly coarse: Int8Array;
  /** Low bytes, −32,768 … 32,767: component ≈ (coarse + fine / FINE_STEPS) × scale. */
  readonly fine: Int16Array;
  /** Value of a coarse step: the largest component by size becomes 127. A float32, as it is kept. */
  readonly scale: number;
  /** Euclidean length of (vector − coarse × scale): no dot product with a unit vector is off by more. */
  readonly error: number;
}

/** A probe in 16 bits, as the kernel wants it. */
export interface ProbeCode {
  readonly steps: Int16Array;
  /** Value of a step. */
  readonly scale: number;
  /** Euclidean length of (probe − steps × scale). */
  readonly error: number;
  /** The probe again in 7 bits, for the first look: step = (short − SHIFT) × shortScale. */
  readonly short: Uint8Array;
  readonly shortScale: number;
  /** Euclidean length of the difference of the two: no dot product with a unit vector differs by more. */
  readonly shortError: number;
}

/** Fine steps in a coarse one. */
export const FINE_STEPS = 65536;

/** Makes the numbers of the short probe 1 … 127, because the kernel's quickest instruction wants one side without sign. */
const SHIFT = 64;

/** How far from 1 the length of a «unit» vector may be: rounding, not a forgotten division. */
export const UNIT_TOLERANCE = 1e-3;

/**
 * Quantise an enrolled vector with a scale of its own.
 *
 * The components of a face vector of length 512 are near 0.044. With the common scale of 1/127 for all, they would
 * use 3 of 8 bits; a scale for each vector uses them all and makes the error about seven times smaller. With the low
 * bytes the largest component has 24 bits, as many as the mantissa of a float32: nothing is lost.
 *
 * @param vector of unit length
 * @throws RangeError when it is not
 */
export function quantise(vector: Float32Array): Code {
  assertUnit(vector);
  const scale = Math.fround(largest(vector) / 127);
  const coarse = new Int8Array(vector.length);
  const fine = new Int16Array(vector.length);
  const fineStepsPerUnit = FINE_STEPS / scale;
  let squared = 0;
  for (let index = 0; index < vector.length; index++) {
    const value = vector[index] ?? 0;
    const whole = Math.round(value * fineStepsPerUnit);
    const high = (whole + FINE_STEPS / 2) >> 16;
    coarse[index] = high;
    fine[index] = whole - high * FINE_STEPS;
    const left = value - high * scale;
    squared += left * left;
  }
  return { coarse, fine, scale, error: Math.sqrt(squared) };
}

/**
 * Quantise a probe to 16 bits, small enough that its dot product with any code of one byte stays within 31 bits.
 *
 * By Cauchy-Schwarz that product is at most 127 · √length · |steps|, so |steps| must stay below 2³¹ / (127 · √length).
 *
 * @param probe of unit length
 * @throws RangeError when it is not
 */
export function quantiseProbe(probe: Float32Array): ProbeCode {
  assertUnit(probe);
  const longest = (0.99 * 2 ** 31) / (127 * Math.sqrt(probe.length));
  const scale = Math.max(largest(probe) / 32767, 1 / longest);
  const steps = Int16Array.from(probe, (value) => Math.round(value / scale));
  const shortScale = largest(probe) / (SHIFT - 1);
  const short = Uint8Array.from(probe, (value) => Math.round(value / shortScale) + SHIFT);
  let squared = 0;
  let shortSquared = 0;
  for (let index = 0; index < probe.length; index++) {
    const kept = (steps[index] ?? 0) * scale;
    squared += ((probe[index] ?? 0) - kept) ** 2;
    shortSquared += (kept - ((short[index] ?? 0) - SHIFT) * shortScale) ** 2;
  }
  return { steps, scale, error: Math.sqrt(squared), short, shortScale, shortError: Math.sqrt(shortSquared) };
}

function assertUnit(vector: Float32Array): void {
  const length = Math.sqrt(dot(vector, vector));
  if (!(Math.abs(length - 1) <= UNIT_TOLERANCE))
    throw new RangeError(`a face vector must have length 1, not ${length}`);
}

// Counted loops here: `for … of` over a typed array takes several times as long, and a million faces pass by.
function largest(vector: Float32Array): number {
  let most = 0;
  for (let index = 0; index < vector.length; index++) {
    const size = Math.abs(vector[index] ?? 0);
    if (size > most) most = size;
  }
  return most;
}
