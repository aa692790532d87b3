/** A longer step forward is a jump of the clock, or a pause so long that nobody is known to have stayed. */
const JUMP_SECONDS = 10;

/** A step back by less is the sender's first report putting its clock right. */
const HITCH_SECONDS = 1;

/** A sender's clock that is further from ours is wrong: cameras that lost their battery live in 1970. */
const BELIEVABLE_MILLISECONDS = 10 * 60_000;

/** Two clocks run apart by up to so much: the pace may lose one millisecond in ten seconds. */
const DRIFT = 1e-4;

/** When a frame was taken and how late it is. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly lagMilliseconds: number;
  /** The stream's clock jumped. */
  readonly isJump: boolean;
}

export interface Timeline {
  /** A frame arrived. @param seconds the stream's own time @param now of this machine, milliseconds since 1970 */
  arrive(seconds: number, now: number): Moment;
  /** The sender said what time it is (RTCP sender report). */
  learn(seconds: number, wall: number): void;
  /** How late a frame is by now. */
  lagOf(seconds: number, now: number): number;
}

/**
 * Puts a stream's own time onto the clock on the wall.
 *
 * The frame that came with the least delay gives the pace; how much later than that pace a frame comes is its lag.
 */
export function openTimeline(): Timeline {
  let last: { seconds: number; now: number } | null = null;
  let offset = Number.POSITIVE_INFINITY;
  let sender: number | null = null;
  const lagOf = (seconds: number, now: number) => Math.max(0, now - 1000 * seconds - offset);
  return {
    learn: (seconds, wall) => {
      sender = wall - 1000 * seconds;
    },
    lagOf,
    arrive: (seconds, now) => {
      const step = last ? seconds - last.seconds : 0;
      const isJump = step < -HITCH_SECONDS || step > JUMP_SECONDS;
      if (step < 0 || isJump) {
        offset = Number.POSITIVE_INFINITY;
        sender = null;
      }
      offset = Math.min(offset + (last ? DRIFT * Math.max(0, now - last.now) : 0), now - 1000 * seconds);
      last = { seconds, now };
      const said = sender === null ? null : 1000 * seconds + sender;
      const isBelieved = said !== null && Math.abs(said - now) < BELIEVABLE_MILLISECONDS;
      return { at: isBelieved ? said : 1000 * seconds + offset, lagMilliseconds: lagOf(seconds, now), isJump };
    },
  };
}
