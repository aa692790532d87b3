/**
 * Gaussian blur of a square plane; its border pixels repeat outwards.
 *
 * @param deviationPixels standard deviation of the blur, pixels
 */
export function blur(plane: Float32Array, deviationPixels: number): Float32Array {
  const side = Math.sqrt(plane.length);
  const reach = Math.ceil(3 * deviationPixels);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-((index - reach) ** 2) / (2 * deviationPixels ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const kernel = Float32Array.from(weights, (weight) => weight / total);
  return blurRows(blurRows(plane, side, kernel), side, kernel);
}

/** One pass along the rows, written transposed: two passes blur both ways and turn the plane back. */
function blurRows(plane: Float32Array, side: number, kernel: Float32Array): Float32Array {
  const reach = (kernel.length - 1) / 2;
  const result = new Float32Array(plane.length);
  const padded = new Float32Array(side + 2 * reach);
  for (let row = 0; row < side; row++) {
    const line = plane.subarray(row * side, (row + 1) * side);
    padded.fill(line[0] ?? 0, 0, reach);
    padded.set(line, reach);
    padded.fill(line[side - 1] ?? 0, reach + side);
    for (let column = 0; column < side; column++) {
      let sum = (kernel[reach] ?? 0) * (padded[column + reach] ?? 0);
      for (let left = 0, right = 2 * reach; left < right; left++, right--)
        sum += (kernel[left] ?? 0) * ((padded[column + left] ?? 0) + (padded[column + right] ?? 0));
      result[column * side + row] = sum;
    }
  }
  return result;
}
