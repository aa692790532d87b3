const [SHORTEST_MILLISECONDS, LONGEST_MILLISECONDS] = [1000, 60_000];

/** Pauses between attempts: each twice as long as the one before, up to a minute, and none at the same time as others. */
export interface BackOff {
  /** Milliseconds to wait before the next attempt. */
  next(): number;
  /** It worked for a while: begin with the shortest pause again. */
  reset(): void;
}

export function openBackOff(random: () => number = Math.random): BackOff {
  let pause = SHORTEST_MILLISECONDS;
  return {
    next: () => {
      const now = pause;
      pause = Math.min(LONGEST_MILLISECONDS, 2 * pause);
      return now * (0.75 + 0.5 * random());
    },
    reset: () => {
      pause = SHORTEST_MILLISECONDS;
    },
  };
}
