/** A part of a list. */
export interface Page<T> {
  readonly items: T[];
  /** Where the next page goes on; null at the end. */
  readonly next: string | null;
}

export interface PageOptions {
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** @param found one more than `limit`, if there are more */
export function pageOf<T>(found: readonly T[], limit: number, keyOf: (item: T) => string): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? keyOf(last) : null };
}
