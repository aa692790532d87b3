import { ROWS } from './layout.ts';

/** Who sits where: a face keeps its slot for life; a slot that is left is taken by the next face. */
export interface Slots {
  readonly size: number;
  /** Number of blocks that have ever been in use. */
  readonly blocks: number;
  idAt(slot: number): string | undefined;
  slotOf(id: string): number | undefined;
  /** The slot that the next new face takes. */
  readonly vacant: number;
  take(id: string): void;
  leave(id: string): void;
  entries(): Iterable<[id: string, slot: number]>;
}

export function openSlots(): Slots {
  const ids: (string | undefined)[] = [];
  const slots = new Map<string, number>();
  const left: number[] = [];

  return {
    get size() {
      return slots.size;
    },
    get blocks() {
      return Math.ceil(ids.length / ROWS);
    },
    idAt: (slot) => ids[slot],
    slotOf: (id) => slots.get(id),
    get vacant() {
      return left.at(-1) ?? ids.length;
    },
    take(id) {
      const slot = left.pop() ?? ids.length;
      ids[slot] = id;
      slots.set(id, slot);
    },
    leave(id) {
      const slot = slots.get(id);
      if (slot === undefined) return;
      ids[slot] = undefined;
      slots.delete(id);
      left.push(slot);
    },
    entries: () => slots.entries(),
  };
}
