import type { Input } from './input.ts';
import type { Order } from './messages.ts';
import { openPictureMaker } from './picture.ts';
import { type DecodedFrame, openReader } from './reader.ts';
import type { Sample, Sampler } from './sampler.ts';
import { openSceneWatch } from './scene.ts';

/** A frame may lie so much before its place on the grid: times are rounded. */
const ROUNDING_SECONDS = 0.002;

/** Of a film the first frame at or after each place on the grid of time; decodes only what is asked for. */
export async function filmSampler(input: Input, { perSecond, fromSeconds }: Order): Promise<Sampler> {
  const pictures = openPictureMaker();
  const scenes = openSceneWatch();
  let place = Math.ceil(fromSeconds * perSecond - ROUNDING_SECONDS);
  const isWanted = (seconds: number) => seconds >= place / perSecond - ROUNDING_SECONDS;
  const reader = openReader(input, { isWanted });
  if (fromSeconds > 0) await reader.seek(place / perSecond);
  let last = Number.NEGATIVE_INFINITY;

  const sampleOf = ({ frame, seconds }: DecodedFrame): Sample => {
    const image = pictures.make(frame);
    const isBack = seconds < last;
    last = seconds;
    return {
      image,
      at: 0,
      position: Math.round(1000 * seconds) / 1000,
      isCut: scenes.isNew(image) || isBack,
      lagMilliseconds: 0,
    };
  };
  return {
    next: async () => {
      for (let decoded = await reader.next(); decoded; decoded = await reader.next()) {
        const position = Number.isNaN(decoded.seconds) ? last + 0.04 : decoded.seconds;
        try {
          if (!isWanted(position)) continue;
          place = Math.floor(position * perSecond + ROUNDING_SECONDS) + 1;
          return sampleOf({ frame: decoded.frame, seconds: Math.max(0, position) });
        } finally {
          decoded.frame.free();
        }
      }
      return null;
    },
  };
}
