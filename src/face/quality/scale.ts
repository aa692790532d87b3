/**
 * A measure turned into a quality component: straight lines between the given points, level outside them.
 *
 * @param value the measure
 * @param points pairs of measure and component, the measures rising, at least one
 * @returns 0 … 100 when the points are
 */
export function onScale(value: number, points: readonly (readonly [measure: number, component: number])[]): number {
  const above = points.findIndex(([measure]) => value < measure);
  const [right, top] = points.at(above) ?? [0, 0];
  const [left, bottom] = points[above - 1] ?? [right, top];
  return right === left ? top : bottom + ((value - left) / (right - left)) * (top - bottom);
}

/** The value below which the share `part` (0 … 1) of the values lies; 0 for none. Sorts `values` in place. */
export function quantile(values: Float32Array, part: number): number {
  values.sort();
  return values[Math.min(values.length - 1, Math.floor(part * values.length))] ?? 0;
}

/** The mean of numbers; 0 for none. */
export function mean(values: Iterable<number>): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    count++;
  }
  return count ? sum / count : 0;
}
