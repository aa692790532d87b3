import sharp from 'sharp';
import type { RgbImage } from '../core/face.ts';

/** Weights of red, green and blue in luma (ITU-R BT.601). */
const RED = 0.299;
const GREEN = 0.587;
const BLUE = 0.114;

/** A luma histogram: 256 counts. */
export type LumaHistogram = Uint32Array;

/** Count the luma of an image, of every pixel or, for speed, of every `step`-th one. */
export function lumaHistogram({ data }: RgbImage, step = 1): LumaHistogram {
  const counts = new Uint32Array(256);
  for (let at = 0; at + 2 < data.length; at += 3 * step) {
    const luma = RED * (data[at] ?? 0) + GREEN * (data[at + 1] ?? 0) + BLUE * (data[at + 2] ?? 0);
    const bin = Math.round(luma);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** The luma below which the share `part` (0 … 1) of the pixels lies, 0 … 255. */
export function lumaQuantile(histogram: LumaHistogram, part: number): number {
  const wanted = part * histogram.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [luma, count] of histogram.entries()) {
    seen += count;
    if (seen >= wanted && count > 0) return luma;
  }
  return 255;
}

/** Shares of the pixels that may be clipped at both ends when the range is stretched. */
const CLIPPED = 0.005;

/** Median luma after brightening: that of well-lit photos. */
const MIDDLE_LUMA = 110;

/** Strongest brightening and darkening of the middle tones, as exponents. */
const GAMMA_RANGE = [0.4, 1.6] as const;

/**
 * Stretch the tones of an image to the full range and bring its median to the middle: for dark and for hazy photos.
 *
 * One curve for all channels keeps the hues. Already good photos hardly change.
 */
export function normaliseBrightness(image: RgbImage): RgbImage {
  const histogram = lumaHistogram(image);
  const low = lumaQuantile(histogram, CLIPPED);
  const high = Math.max(low + 1, lumaQuantile(histogram, 1 - CLIPPED));
  const stretch = (value: number) => Math.min(1, Math.max(0, (value - low) / (high - low)));
  const median = Math.min(0.98, Math.max(0.02, stretch(lumaQuantile(histogram, 0.5))));
  const [least, most] = GAMMA_RANGE;
  const gamma = Math.min(most, Math.max(least, Math.log(MIDDLE_LUMA / 255) / Math.log(median)));
  const curve = Uint8Array.from({ length: 256 }, (_, value) => Math.round(255 * stretch(value) ** gamma));
  return { ...image, data: image.data.map((value) => curve[value] ?? 0) };
}

/** Tiles across and down, and the steepest curve, of {@link equaliseContrast}. */
const CLAHE_TILES = 8;
const CLAHE_SLOPE = 3;

/**
 * Equalise the local contrast of the luma (contrast-limited adaptive histogram equalisation); colours keep their
 * difference from it.
 *
 * @see Zuiderveld (1994), «Contrast limited adaptive histogram equalization», Graphics Gems IV
 */
export async function equaliseContrast(image: RgbImage, slope = CLAHE_SLOPE): Promise<RgbImage> {
  const { data, width, height } = image;
  const luma = new Uint8Array(width * height);
  for (let index = 0; index < luma.length; index++) {
    const at = index * 3;
    luma[index] = Math.round(RED * (data[at] ?? 0) + GREEN * (data[at + 1] ?? 0) + BLUE * (data[at + 2] ?? 0));
  }
  const tile = { width: Math.ceil(width / CLAHE_TILES), height: Math.ceil(height / CLAHE_TILES) };
  const equal = await sharp(luma, { raw: { width, height, channels: 1 } })
    .clahe({ ...tile, maxSlope: slope })
    .extractChannel(0)
    .raw()
    .toBuffer();
  const result = new Uint8ClampedArray(data);
  for (let at = 0; at < data.length; at++) {
    const index = (at / 3) | 0;
    result[at] = (data[at] ?? 0) + (equal[index] ?? 0) - (luma[index] ?? 0);
  }
  return { data: new Uint8Array(result.buffer), width, height };
}

/**
 * Take out pixel noise by the median of a square around each pixel.
 *
 * @param side of the square, pixels, odd
 */
export async function denoise({ data, width, height }: RgbImage, side = 3): Promise<RgbImage> {
  const result = await sharp(data, { raw: { width, height, channels: 3 } })
    .median(side)
    .raw()
    .toBuffer();
  return { data: new Uint8Array(result.buffer, result.byteOffset, result.length), width, height };
}
