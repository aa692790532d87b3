import type { Input } from './input.ts';
import type { Order } from './messages.ts';
import { openPictureMaker } from './picture.ts';
import { openReader } from './reader.ts';
import type { Sampler } from './sampler.ts';
import { openSceneWatch } from './scene.ts';

/** A frame may lie so much before its place on the grid: times are rounded. */
const ROUNDING_SECONDS = 0.002;

/** Of a film the first frame at or after each place on the grid of time; decodes only what is asked for. */
export async function filmSampler(input: Input, { perSecond, fromSeconds }: Order): Promise<Sampler> {
  const pictures = openPictureMaker();
  const scenes = openSceneWatch();
  const clock = openFilmClock();
  let place = Math.ceil(fromSeconds * perSecond - ROUNDING_SECONDS);
  const isWanted = (position: number) => position >= place / perSecond - ROUNDING_SECONDS;
  const reader = openReader(input);
  if (fromSeconds > 0) await reader.seek(place / perSecond);
  return {
    next: async () => {
      for (let decoded = await reader.next(); decoded; decoded = await reader.next()) {
        const position = clock.read(decoded.seconds);
        try {
          if (!isWanted(position)) continue;
          place = Math.floor(position * perSecond + ROUNDING_SECONDS) + 1;
          const image = pictures.make(decoded.frame);
          const isCut = scenes.isNew(image) || clock.hasJumped();
          return { image, at: 0, position: Math.round(1000 * position) / 1000, isCut, lagMilliseconds: 0 };
        } finally {
          decoded.frame.free();
        }
      }
      return null;
    },
  };
}

/** Recorders put films together whose clock begins anew; here time only goes forward. */
function openFilmClock() {
  const frameSeconds = 0.04;
  let last: number | null = null;
  let shift = 0;
  let isJump = false;
  return {
    read: (seconds: number): number => {
      const next = (last ?? 0) + (last === null ? 0 : frameSeconds);
      if (Number.isNaN(seconds)) last = next;
      else {
        const isBack = last !== null && seconds + shift < last - 1;
        if (isBack) shift = next - seconds;
        isJump ||= isBack || (last !== null && seconds + shift > last + 10);
        last = Math.max(0, seconds + shift);
      }
      return last;
    },
    /** Since it was asked last. */
    hasJumped: (): boolean => {
      const was = isJump;
      isJump = false;
      return was;
    },
  };
}
