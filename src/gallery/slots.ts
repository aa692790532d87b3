import { ROWS } from './layout.ts';

/** Who sits where: a face keeps its slot for life; a slot that is left is taken by the next face. */
export interface Slots {
  readonly size: number;
  /** Number of blocks that have ever been in use. */
  readonly blocks: number;
  idAt(slot: number): string | undefined;
  slotOf(id: string): number | undefined;
  /** A slot for a face to come, out of those that nobody has. */
  claim(): number;
  /** A claimed slot that was not needed. */
  giveBack(slot: number): void;
  /** Claim many slots in a row. @returns the first */
  claimMany(count: number): number;
  /** What nobody took of slots claimed together is for anybody. */
  giveBackMany(first: number, end: number): void;
  /** A new face takes a slot that was claimed. */
  take(slot: number, id: string): void;
  leave(id: string): void;
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
    claim() {
      const slot = left.pop();
      return slot ?? ids.push(undefined) - 1;
    },
    giveBack: (slot) => void left.push(slot),
    claimMany(count) {
      const first = ids.length;
      for (let slot = 0; slot < count; slot++) ids.push(undefined);
      return first;
    },
    giveBackMany(first, end) {
      for (let slot = end - 1; slot >= first; slot--) if (ids[slot] === undefined) left.push(slot);
    },
    take(slot, id) {
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
  };
}
