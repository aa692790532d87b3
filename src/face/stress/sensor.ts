import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RgbImage } from '../../core/face.ts';

/** Electrons that a fully lit pixel collects in good light: what sets the grain of a dark photo. */
const FULL_WELL = 4000;
/** Deviation of the sensor's own noise, in electrons. */
const READ_NOISE = 8;

/** Add independent normal noise to each channel. @param deviation in grey levels of 255 */
export function addNoise(image: RgbImage, deviation: number, seed: number): RgbImage {
  const normal = normalNumbers(seed);
  return { ...image, data: image.data.map((value) => clamp(value + deviation * normal())) };
}

/**
 * Take the photo with less light: exposure lowered in linear light, with the grain of few photons.
 *
 * @param stops each halves the light
 * @see G. Healey, R. Kondepudy, «Radiometric CCD camera calibration and noise estimation», IEEE TPAMI 16(3), 1994
 */
export function takeLight(image: RgbImage, stops: number, seed: number): RgbImage {
  const normal = normalNumbers(seed);
  const gain = 2 ** -stops;
  const data = image.data.map((value) => {
    const electrons = FULL_WELL * gain * toLinear(value / 255);
    const noisy = electrons + Math.sqrt(electrons + READ_NOISE ** 2) * normal();
    return clamp(255 * fromLinear(Math.max(0, noisy / FULL_WELL)));
  });
  return { ...image, data };
}

/** sRGB to linear light, both 0 … 1 (IEC 61966-2-1). */
function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function fromLinear(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

/** Standard normal numbers by Box and Muller's method; the same seed gives the same numbers. */
function normalNumbers(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  const uniform = () => (uniformInt(generator, 0, 2 ** 30 - 1) + 0.5) / 2 ** 30;
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
