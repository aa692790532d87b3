import { CROP_SIDE, FACE_REGION, type FaceCrop, type Region } from './face-crop.ts';
import { onScale, quantile } from './scale.ts';

/** Standard deviations of the blurs between which detail is measured, pixels of the crop. */
const FINE = 1;
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
  const fine = blur(crop.luma, FINE);
  const middle = blur(crop.luma, MIDDLE);
  const coarse = blur(crop.luma, COARSE);
  const region = FACE_REGION.filter((index) => crop.inside[index]);
  const coarseDetail = detail(middle, coarse, region);
  if (coarseDetail === 0) return { component: 0, isGrainy: false };
  const factor = onScale(noise(crop.luma, region) / deviation(middle, region), NOISE_SCALE);
  const component = onScale(detail(fine, middle, region) / coarseDetail, DETAIL_SCALE) * factor;
  return { component, isGrainy: factor < 0.8 };
}

/** Root mean square of the difference of two planes in a region. */
function detail(first: Float32Array, second: Float32Array, region: Region): number {
  let sum = 0;
  for (const index of region) sum += ((first[index] ?? 0) - (second[index] ?? 0)) ** 2;
  return Math.sqrt(sum / Math.max(1, region.length));
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
  const responses = Float32Array.from(region, (index) => {
    const above = index - CROP_SIDE;
    const below = index + CROP_SIDE;
    const corners = at(above - 1) + at(above + 1) + at(below - 1) + at(below + 1);
    const sides = at(above) + at(below) + at(index - 1) + at(index + 1);
    return Math.abs(4 * at(index) - 2 * sides + corners);
  });
  const NORMAL_MEDIAN = 0.6745;
  const KERNEL_NORM = 6;
  return quantile(responses, 0.5) / KERNEL_NORM / NORMAL_MEDIAN;
}

/** Gaussian blur of a plane of the crop; its border pixels repeat outwards. */
function blur(plane: Float32Array, deviationPixels: number): Float32Array {
  const reach = Math.ceil(3 * deviationPixels);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-((index - reach) ** 2) / (2 * deviationPixels ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const kernel = Float32Array.from(weights, (weight) => weight / total);
  return blurRows(blurRows(plane, kernel), kernel);
}

/** One pass along the rows, written transposed: two passes blur both ways and turn the plane back. */
function blurRows(plane: Float32Array, kernel: Float32Array): Float32Array {
  const reach = (kernel.length - 1) / 2;
  const result = new Float32Array(plane.length);
  for (let row = 0; row < CROP_SIDE; row++)
    for (let column = 0; column < CROP_SIDE; column++) {
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap++) {
        const at = Math.min(CROP_SIDE - 1, Math.max(0, column + tap - reach));
        sum += (kernel[tap] ?? 0) * (plane[row * CROP_SIDE + at] ?? 0);
      }
      result[column * CROP_SIDE + row] = sum;
    }
  return result;
}
