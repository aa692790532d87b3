/**
 * Do `action` for each item, at most `limit` at a time, and give the results in the order of the items.
 *
 * A slow item holds back the results behind it, never more than `limit` of them, so memory stays bounded. When the
 * signal aborts, no further item starts and the work at hand is awaited before the reason is thrown, so that what it
 * writes is whole.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  signal: AbortSignal,
  action: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const running: Promise<Result>[] = [];
  const left = items[Symbol.iterator]();
  try {
    for (;;) {
      while (running.length < limit && !signal.aborted) {
        const next = left.next();
        if (next.done) break;
        const work = action(next.value);
        // A failure is thrown when its turn comes; until then it must not count as unhandled.
        work.catch(() => undefined);
        running.push(work);
      }
      signal.throwIfAborted();
      const first = running.shift();
      if (!first) return;
      yield await first;
    }
  } finally {
    await Promise.allSettled(running);
  }
}
