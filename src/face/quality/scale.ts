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

/**
 * The value below which the share `part` (0 … 1) of the values lies; 0 for none. Reorders `values` in place.
 *
 * @see Hoare (1961), «Algorithm 65: Find», CACM 4(7): sorts no more than it must
 */
export function quantile(values: Float32Array, part: number): number {
  const wanted = Math.min(values.length - 1, Math.floor(part * values.length));
  let [first, last] = [0, values.length - 1];
  while (first < last) {
    const { low, high } = partition(values, { first, last, pivot: values[wanted] ?? 0 });
    if (high < wanted) first = low;
    if (wanted < low) last = high;
  }
  return values[wanted] ?? 0;
}

/** Put what is below the pivot up to `high`, what is above it from `low` on; between them lies what equals it. */
function partition(
  values: Float32Array,
  { first, last, pivot }: { first: number; last: number; pivot: number },
): { low: number; high: number } {
  let [low, high] = [first, last];
  while (low <= high) {
    while ((values[low] ?? 0) < pivot) low++;
    while ((values[high] ?? 0) > pivot) high--;
    if (low <= high) swap(values, low++, high--);
  }
  return { low, high };
}

function swap(values: Float32Array, first: number, second: number): void {
  const value = values[first] ?? 0;
  values[first] = values[second] ?? 0;
  values[second] = value;
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
