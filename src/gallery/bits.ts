import { ROWS } from './layout.ts';

/** A set of slots, one bit each, lowest bit of a byte first. */
export interface Bits {
  has(slot: number): boolean;
  set(slot: number, member: boolean): void;
  clear(): void;
  /** The bits of so many blocks, or of more. */
  bytes(blocks: number): Uint8Array;
}

export function openBits(): Bits {
  let bytes = new Uint8Array(ROWS / 8);
  const reserve = (length: number) => {
    if (length <= bytes.length) return;
    const longer = new Uint8Array(Math.max(length, 2 * bytes.length));
    longer.set(bytes);
    bytes = longer;
  };

  return {
    has: (slot) => ((bytes[slot >> 3] ?? 0) & (1 << (slot & 7))) !== 0,
    set(slot, member) {
      reserve((slot >> 3) + 1);
      const others = (bytes[slot >> 3] ?? 0) & ~(1 << (slot & 7));
      bytes[slot >> 3] = member ? others | (1 << (slot & 7)) : others;
    },
    clear: () => void bytes.fill(0),
    bytes(blocks) {
      reserve((blocks * ROWS) / 8);
      return bytes;
    },
  };
}
