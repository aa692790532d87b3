import sharp from 'sharp';
import type { RgbImage } from '../core/face.ts';
import type { SampleFace } from './sample-faces.ts';

/** Where a face stands in a drawn frame, and how badly it is seen. */
export interface Standing {
  readonly face: SampleFace;
  /** Of the face's box, pixels of the frame. */
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** Standard deviation of a blur, pixels; default none. */
  readonly blur?: number;
}

const SIZE = { width: 1280, height: 720 } as const;

/** A frame of 720p over a noisy background, its grain another one for every seed. */
export async function drawFrame(standing: readonly Standing[], seed = 1): Promise<RgbImage> {
  const random = grain(seed);
  const background = Uint8Array.from({ length: 3 * SIZE.width * SIZE.height }, () => 90 + 60 * random());
  const faces = await Promise.all(standing.map(drawFace));
  const { data } = await sharp(background, { raw: { ...SIZE, channels: 3 } })
    .composite(faces)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at++)
    data[at] = Math.max(0, Math.min(255, (data[at] ?? 0) + 16 * (random() - 0.5)));
  return { data, ...SIZE };
}

async function drawFace({ face: { image, box }, x, y, height, blur }: Standing) {
  const scale = height / box.height;
  const size = { width: Math.round(image.width * scale), height: Math.round(image.height * scale) };
  const drawn = sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } }).resize({
    ...size,
    fit: 'fill',
  });
  const input = await (blur ? drawn.blur(blur) : drawn).png().toBuffer();
  return { input, left: Math.round(x - box.x * scale), top: Math.round(y - box.y * scale) };
}

/** The same numbers for the same seed, 0 … 1. @see Numerical Recipes, the quick linear congruential generator */
function grain(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
