/** A few things that are dear to make, for a while. */
export interface Memory<T> {
  /** @param until milliseconds since 1970, after which it is made anew */
  of(key: string, until: number, make: () => Promise<T>): Promise<T>;
}

/** @param most how many things are kept; the one that was asked for longest ago goes first */
export function openMemory<T>(most: number, now: () => number): Memory<T> {
  const kept = new Map<string, { readonly until: number; readonly thing: Promise<T> }>();
  return {
    of(key, until, make) {
      const known = kept.get(key);
      kept.delete(key);
      const entry = known && known.until > now() ? known : { until, thing: make() };
      kept.set(key, entry);
      entry.thing.catch(() => kept.delete(key));
      for (const [oldest, { until: end }] of kept) if (kept.size > most || end <= now()) kept.delete(oldest);
      return entry.thing;
    },
  };
}
