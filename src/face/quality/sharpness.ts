import { blur } from './blur.ts';
import { CROP_SIDE, FACE_REGION, type FaceCrop, type Region } from './face-crop.ts';
import { onScale, quantile } from './scale.ts';

/** Standard deviations of the blurs between which detail is measured, pixels of the crop; the finest is 1, `smooth`. */
const MIDDLE = 2;
const COARSE = 4;

/**
 * The ratio of fine to coarse detail → component. 23 adult and 9 synthetic faces of 150-220 pixels: 0.62-0.79 as they are, 0.46-0.56
 * after a blur of 4 pixels (similarity to the sharp photo 0.90), 0.31-0.34 after 10 pixels (0.32).
 */
const DETAIL_SCALE = [
  [0.29, 0],
  [0.6, 100],
] as const;

/** Noise as a share of the face's own contrast → factor. 0.02 in good photos, 0.17 where similarity has fallen to 0.85. */
const NOISE_SCALE = [
  [0.05, 1],
  [0.4, 0.4],
] as const;

/**
 * Energy between the blurs for each unit of measured noise variance. White noise leaves 1/4π · (1/a² + 1/b²) − 1/π · 1/(a² + b²)
 * between blurs of a and b pixels; five times as much counts because shrinking to the crop takes the finest noise away,
 * the only part that the Laplacian sees (measured: it finds 0.4 of the deviation).
 */
const FINE_NOISE = 5 * 0.0358;
const COARSE_NOISE = 5 * 0.009;

/** How sharp and how clean a face is. */
export interface Sharpness {
  /** 0 … 100. */
  readonly component: number;
  /** Whether noise, not blur, is what spoils it. */
  readonly isGrainy: boolean;
}

/**
 * Measure the sharpness of an aligned face.
 *
 * Detail between blurs of 1 and 2 pixels is compared with detail between 2 and 4: a blur takes the finer away first.
 * As a ratio within the same face it depends neither on light nor on contrast, and little on whose face it is; bands of
 * the middle are almost blind to pixel noise, which is measured apart (median absolute Laplacian difference, after
 * Immerkær 1996) and lowers the result.
 */
export function measureSharpness(crop: FaceCrop): Sharpness {
  const middle = blur(crop.luma, MIDDLE);
  const coarse = blur(crop.luma, COARSE);
  const region = FACE_REGION.filter((index) => crop.inside[index]);
  const grain = noise(crop.luma, region);
  const fineDetail = Math.max(0, energy(crop.smooth, middle, region) - FINE_NOISE * grain ** 2);
  const coarseDetail = energy(middle, coarse, region) - COARSE_NOISE * grain ** 2;
  if (coarseDetail <= 0) return { component: 0, isGrainy: false };
  const factor = onScale(grain / deviation(middle, region), NOISE_SCALE);
  const component = onScale(Math.sqrt(fineDetail / coarseDetail), DETAIL_SCALE) * factor;
  return { component, isGrainy: factor < 0.8 };
}

/** Mean square of the difference of two planes in a region. */
function energy(first: Float32Array, second: Float32Array, region: Region): number {
  let sum = 0;
  for (const index of region) sum += ((first[index] ?? 0) - (second[index] ?? 0)) ** 2;
  return sum / Math.max(1, region.length);
}

function deviation(plane: Float32Array, region: Region): number {
  let sum = 0;
  let squares = 0;
  for (const index of region) {
    const value = plane[index] ?? 0;
    sum += value;
    squares += value * value;
  }
  const count = Math.max(1, region.length);
  return Math.sqrt(Math.max(1e-6, squares / count - (sum / count) ** 2));
}

/**
 * The standard deviation of pixel noise: the median of |Laplacian difference|, which edges do not move.
 *
 * @see Immerkær (1996), «Fast noise variance estimation», CVIU 64(2)
 */
function noise(plane: Float32Array, region: Region): number {
  const at = (index: number) => plane[index] ?? 0;
  const responses = new Float32Array(region.length);
  region.forEach((index, position) => {
    const above = index - CROP_SIDE;
    const below = index + CROP_SIDE;
    const corners = at(above - 1) + at(above + 1) + at(below - 1) + at(below + 1);
    const sides = at(above) + at(below) + at(index - 1) + at(index + 1);
    responses[position] = Math.abs(4 * at(index) - 2 * sides + corners);
  });
  const NORMAL_MEDIAN = 0.6745;
  const KERNEL_NORM = 6;
  return quantile(responses, 0.5) / KERNEL_NORM / NORMAL_MEDIAN;
}
