import { kernel, kernelMemory, SLACK } from '../sampling-kernel.ts';

/**
 * Gaussian blur of a square plane; its border pixels repeat outwards.
 *
 * @param plane its side is a multiple of 4
 * @param deviationPixels standard deviation of the blur, pixels
 */
export function blur(plane: Float32Array, deviationPixels: number): Float32Array {
  const side = Math.sqrt(plane.length);
  const weights = halfGaussian(deviationPixels);
  const target = plane.byteLength + SLACK;
  const places = { weights: target + plane.byteLength, scratch: target + plane.byteLength + weights.byteLength };
  const bytes = kernelMemory(places.scratch + 4 * side + 2 * weights.byteLength + SLACK);
  const numbers = new Float32Array(bytes.buffer);
  numbers.set(plane);
  numbers.set(weights, places.weights / 4);
  kernel.blur(0, side, places.weights, weights.length - 1, target, places.scratch);
  return numbers.slice(target / 4, target / 4 + plane.length);
}

/** A Gaussian from its middle to three deviations; with its mirror image it sums up to 1. */
function halfGaussian(deviation: number): Float32Array {
  const reach = Math.ceil(3 * deviation);
  const heights = Array.from({ length: reach + 1 }, (_, away) => Math.exp(-(away ** 2) / (2 * deviation ** 2)));
  const total = heights.reduce((sum, height, away) => sum + height * (away === 0 ? 1 : 2), 0);
  return Float32Array.from(heights, (height) => height / total);
}
