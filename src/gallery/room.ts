import type { Facts } from './facts.ts';
import { loadKernel } from './kernel.ts';
import { type Layout, ROWS } from './layout.ts';
import { writeRow } from './rows.ts';

/** Slots of a gallery that threads fill with vectors; it may be sent to them. */
export interface Room {
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  readonly first: number;
  /** The slot after the last. */
  readonly end: number;
  /** The next slot that nobody has. */
  readonly next: Int32Array;
}

/** Faces that a thread has put in a room: many at a time, because they travel between threads. */
export interface Written {
  readonly slots: readonly number[];
  readonly ids: readonly string[];
  readonly facts: readonly Facts[];
  /** The greatest error of quantisation among them. */
  readonly error: number;
}

/** A thread's way into a room. */
export interface RoomWriter {
  /**
   * Put a vector in the next slot.
   *
   * @returns the slot and its error of quantisation
   * @throws RangeError when the room is full, or when it is no code of a unit vector
   */
  write(code: Uint8Array): { slot: number; error: number };
}

/** Slots are taken so many at a time, that threads seldom meet. */
const AT_ONCE = ROWS / 4;

/** Room that so many threads need so that none finds it full when `faces` come. */
export function roomFor(faces: number, threads: number): number {
  return faces + threads * AT_ONCE;
}

export function openRoom({ memory, layout, end, next }: Room): RoomWriter {
  const kernel = loadKernel(memory);
  let slot = 0;
  let last = 0;
  return {
    write(code) {
      if (slot === last) {
        slot = Atomics.add(next, 0, AT_ONCE);
        last = slot + AT_ONCE;
      }
      if (slot >= end) throw new RangeError('more faces came than there is room for');
      const error = writeRow({ memory, layout, kernel }, slot, code);
      return { slot: slot++, error };
    },
  };
}
