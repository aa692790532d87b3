/** Maps a value to a place between 0 and 1 along an axis, with the values to label. */
export interface Scale {
  readonly ticks: readonly number[];
  place(value: number): number;
}

/** A scale between two values on which `transform` is straight; places outside are held at the ends. */
function scaleOf(from: number, to: number, ticks: readonly number[], transform: (value: number) => number): Scale {
  const start = transform(from);
  const length = transform(to) - start;
  return {
    ticks: ticks.filter((tick) => tick >= from && tick <= to),
    place: (value) => Math.min(1, Math.max(0, (transform(value) - start) / length)),
  };
}

/** Proportions on a straight axis. */
export function linearScale(from: number, to: number, ticks: readonly number[]): Scale {
  return scaleOf(from, to, ticks, (value) => value);
}

/** Ranks on a logarithmic axis. */
export function logScale(from: number, to: number, ticks: readonly number[]): Scale {
  return scaleOf(from, to, ticks, Math.log);
}

/**
 * Error rates on a normal-deviate axis, as DET curves have it: normally distributed scores give straight lines.
 *
 * @see Martin et al. 1997, «The DET curve in assessment of detection task performance»
 */
export function deviateScale(from: number, to: number, ticks: readonly number[]): Scale {
  return scaleOf(from, to, ticks, normalDeviate);
}

/**
 * The standard normal deviate below which a share of the distribution lies; error under 5e-4, enough to draw with.
 *
 * @param share over 0 and under 1; held at 1e-6 from both
 * @see Abramowitz & Stegun 1964, «Handbook of Mathematical Functions», 26.2.23
 */
export function normalDeviate(share: number): number {
  const held = Math.min(1 - 1e-6, Math.max(1e-6, share));
  const tail = Math.min(held, 1 - held);
  const t = Math.sqrt(-2 * Math.log(tail));
  const deviate = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return held < 0.5 ? -deviate : deviate;
}
