import { type Bits, openBits } from './bits.ts';
import type { Filter } from './gallery.ts';
import type { Slots } from './slots.ts';

/** The standing filters of a gallery, each a bit set that follows what is enrolled and removed. */
export interface Filters {
  open(accepts: (id: string) => boolean): Filter;
  /** @throws RangeError when the filter was closed or belongs to another gallery */
  bitsOf(filter: Filter): Bits;
  /** A face has come: every filter judges it. */
  enter(id: string, slot: number): void;
  /** A face has gone: its slot may be another's next. */
  leave(slot: number): void;
}

export function openFilters(slots: Slots): Filters {
  const filters = new Map<Filter, { bits: Bits; accepts: (id: string) => boolean }>();
  return {
    open(accepts) {
      const bits = openBits();
      const filter: Filter = {
        refresh(id) {
          const slot = id === undefined ? undefined : slots.slotOf(id);
          if (id !== undefined && slot !== undefined) bits.set(slot, accepts(id));
          if (id === undefined) for (const [each, at] of slots.entries()) bits.set(at, accepts(each));
        },
        close() {
          bits.clear();
          filters.delete(filter);
        },
      };
      filters.set(filter, { bits, accepts });
      filter.refresh();
      return filter;
    },
    bitsOf(filter) {
      const found = filters.get(filter);
      if (!found) throw new RangeError('the filter is closed or belongs to another gallery');
      return found.bits;
    },
    enter(id, slot) {
      for (const { bits, accepts } of filters.values()) bits.set(slot, accepts(id));
    },
    leave(slot) {
      for (const { bits } of filters.values()) bits.set(slot, false);
    },
  };
}
