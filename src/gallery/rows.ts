import { partsOf } from './code.ts';
import { type Kernel, loadKernel } from './kernel.ts';
import { type Layout, MOST_PAGES, pagesFor, placeOf, ROWS } from './layout.ts';
import { FINE_STEPS, type ProbeCode, UNIT_TOLERANCE } from './quantise.ts';

/** The vectors of a gallery by slot, in its shared memory ([Note: Gallery memory]). */
export interface Rows {
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  /** Make sure that a slot has its place. @throws RangeError when 4 GiB are full */
  reserve(slot: number): void;
  /** Put a vector in a slot. @returns its error of quantisation. @throws RangeError when it is no code of a unit vector */
  write(slot: number, code: Uint8Array): number;
  /** The facts of a slot, which make it visible to scans; 0: nobody. */
  mark(slot: number, attributes: number, owner: number): void;
  attributesAt(slot: number): number;
  ownerAt(slot: number): number;
  /** The vector in a slot, in its full 24 bits. */
  vectorAt(slot: number): Float32Array;
  /** Dot product of a vector, in its full 24 bits, with a probe: that of the float32 vector, to about 1e-8. */
  similarity(slot: number, probe: Float32Array): number;
  /** Get a scan going: where the probe is, which agencies count, and the counter back at the first block. */
  prepare(probe: ProbeCode, agencies: Uint8Array | undefined): void;
}

export function openRows(layout: Layout): Rows {
  const memory = new WebAssembly.Memory({ initial: pagesFor(layout, 0), maximum: MOST_PAGES, shared: true });
  const kernel = loadKernel(memory);
  const numberAt = (address: number) => new Int32Array(memory.buffer, address, 1)[0] ?? 0;
  const parts = (slot: number) => {
    const at = placeOf(layout, slot);
    return {
      scale: new Float32Array(memory.buffer, at.scale, 1)[0] ?? 0,
      coarse: new Int8Array(memory.buffer, at.coarse, layout.length),
      fine: new Int16Array(memory.buffer, at.fine, layout.length),
    };
  };

  return {
    memory,
    layout,
    reserve(slot) {
      const pages = pagesFor(layout, Math.floor(slot / ROWS) + 1);
      if (pages > MOST_PAGES)
        throw new RangeError('the gallery is full: one process holds at most 4 GiB of face vectors');
      const missing = pages - memory.buffer.byteLength / 65536;
      if (missing > 0) memory.grow(missing);
    },
    write: (slot, code) => writeRow({ memory, layout, kernel }, slot, code),
    mark(slot, attributes, owner) {
      const at = placeOf(layout, slot);
      Atomics.store(new Int32Array(memory.buffer, at.owner, 1), 0, owner);
      Atomics.store(new Uint32Array(memory.buffer, at.attributes, 1), 0, attributes);
    },
    attributesAt: (slot) => numberAt(placeOf(layout, slot).attributes) >>> 0,
    ownerAt: (slot) => numberAt(placeOf(layout, slot).owner),
    vectorAt(slot) {
      const { scale, coarse, fine } = parts(slot);
      return Float32Array.from(coarse, (high, index) => (high + (fine[index] ?? 0) / FINE_STEPS) * scale);
    },
    similarity(slot, probe) {
      const { scale, coarse, fine } = parts(slot);
      let sum = 0;
      for (let index = 0; index < probe.length; index++)
        sum += ((coarse[index] ?? 0) + (fine[index] ?? 0) / FINE_STEPS) * (probe[index] ?? 0);
      return sum * scale;
    },
    prepare(probe, agencies) {
      new Int16Array(memory.buffer, layout.probe, layout.stride).set(probe.steps);
      new Uint8Array(memory.buffer, layout.probe + 2 * layout.stride, layout.stride).set(probe.short);
      if (agencies) new Uint8Array(memory.buffer, layout.agencies, agencies.length).set(agencies);
      Atomics.store(new Int32Array(memory.buffer, 0, 1), 0, 0);
    },
  };
}

/** A memory of a gallery as a thread works with it. */
export interface RowMemory {
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  readonly kernel: Kernel;
}

/**
 * Put a vector in a slot that nobody sees.
 *
 * @returns Euclidean length of (vector − coarse × scale), rounded up
 * @throws RangeError when it is no code of a unit vector of this length
 */
export function writeRow({ memory, layout, kernel }: RowMemory, slot: number, code: Uint8Array): number {
  const { scale, coarse, fine } = partsOf(code, layout.length);
  const at = placeOf(layout, slot);
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(scale, at.scale);
  bytes.set(coarse, at.coarse);
  bytes.set(fine, at.fine);
  const step = new Float32Array(memory.buffer, at.scale, 1)[0] ?? 0;
  const left = kernel.settle(at.block, at.row, layout.stride, at.fine);
  const error = ((Math.sqrt(left) * step) / FINE_STEPS) * ROUNDED_UP;
  const length = Math.sqrt(kernel.squaredLength(at.block, at.row, layout.stride)) * step;
  if (!(Math.abs(length - 1) <= error + UNIT_TOLERANCE))
    throw new RangeError('this template code is not that of a unit vector');
  return error;
}

/** The kernel sums in float32. */
const ROUNDED_UP = 1.0001;
