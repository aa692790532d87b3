/** A proportion in per cent with one decimal; a dash when nothing defines it. */
export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : `${(100 * value).toFixed(1)}`;
}

/** A proportion as a tick: `0.3 %`, `10 %`. */
export function tickPercent(value: number): string {
  return `${Number((100 * value).toPrecision(3))} %`;
}

/** A confidence interval in per cent. */
export function percentInterval(interval: readonly [number, number] | null | undefined): string {
  return interval ? `${percent(interval[0])} – ${percent(interval[1])}` : '';
}

/** A whole number with thin spaces between thousands. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');
}
