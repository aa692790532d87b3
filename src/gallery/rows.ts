import { blockAddress, COARSE, type Layout, MOST_PAGES, pagesFor, ROWS, SCALES, WANTED } from './layout.ts';
import { type Code, FINE_STEPS, type ProbeCode } from './quantise.ts';

/** The vectors of a gallery by slot, in its shared memory ([Note: Gallery memory]). */
export interface Rows {
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  /** Put a vector in a slot, growing the memory when needed. @throws RangeError when 4 GiB are full */
  write(slot: number, code: Code): void;
  /** Dot product of a vector, in its full 24 bits, with a probe: that of the float32 vector, to about 1e-8. */
  similarity(slot: number, probe: Float32Array): number;
  /** Get a scan going: where the probe is, who is wanted, and the counter back at the first block. */
  prepare(probe: ProbeCode, wanted: Uint8Array, blocks: number): void;
}

export function openRows(layout: Layout): Rows {
  const memory = new WebAssembly.Memory({ initial: pagesFor(layout, 0), maximum: MOST_PAGES, shared: true });
  const place = (slot: number) => {
    const block = blockAddress(layout, Math.floor(slot / ROWS));
    const row = slot % ROWS;
    const coarse = block + COARSE;
    const fine = coarse + ROWS * layout.stride;
    return {
      scale: block + SCALES + row * 4,
      coarse: coarse + row * layout.stride,
      fine: fine + 2 * row * layout.stride,
    };
  };

  return {
    memory,
    layout,

    write(slot, code) {
      reserve(memory, layout, Math.floor(slot / ROWS) + 1);
      const at = place(slot);
      new Float32Array(memory.buffer, at.scale, 1)[0] = code.scale;
      new Int8Array(memory.buffer, at.coarse, layout.stride).set(code.coarse);
      new Int16Array(memory.buffer, at.fine, layout.stride).set(code.fine);
    },

    similarity(slot, probe) {
      const at = place(slot);
      const scale = new Float32Array(memory.buffer, at.scale, 1)[0] ?? 0;
      const coarse = new Int8Array(memory.buffer, at.coarse, probe.length);
      const fine = new Int16Array(memory.buffer, at.fine, probe.length);
      let sum = 0;
      for (let index = 0; index < probe.length; index++)
        sum += ((coarse[index] ?? 0) + (fine[index] ?? 0) / FINE_STEPS) * (probe[index] ?? 0);
      return sum * scale;
    },

    prepare(probe, wanted, blocks) {
      new Int16Array(memory.buffer, layout.probe, layout.stride).set(probe.steps);
      const bytes = new Uint8Array(memory.buffer);
      for (let index = 0; index < blocks; index++)
        bytes.set(wanted.subarray((index * ROWS) / 8, ((index + 1) * ROWS) / 8), blockAddress(layout, index) + WANTED);
      Atomics.store(new Int32Array(memory.buffer, 0, 1), 0, 0);
    },
  };
}

function reserve(memory: WebAssembly.Memory, layout: Layout, blocks: number): void {
  const pages = pagesFor(layout, blocks);
  if (pages > MOST_PAGES) throw new RangeError('the gallery is full: one process holds at most 4 GiB of face vectors');
  const missing = pages - memory.buffer.byteLength / 65536;
  if (missing > 0) memory.grow(missing);
}
