/**
 * The digits as strokes in a box of 4 × 6, the pen's path as SVG. Text in SVG needs fonts, and a fresh server has none.
 */
const STROKES = [
  'M1 0H3L4 1V5L3 6H1L0 5V1Z',
  'M1 1L2.5 0V6M1 6H4',
  'M0 1L1 0H3L4 1V2.4L0 6H4',
  'M0 0H4L2 2.4H3L4 3.4V5L3 6H1L0 5',
  'M3 6V0L0 4H4',
  'M4 0H0.4L0 2.6H3L4 3.6V5L3 6H0',
  'M3.6 0H1.8L0 2.4V5L1 6H3L4 5V3.6L3 2.6H0',
  'M0 0H4L1.4 6',
  'M1 0H3L4 1V2L3 3H1L0 2V1ZM1 3L0 4V5L1 6H3L4 5V4L3 3',
  'M0.4 6H2.2L4 3.6V1L3 0H1L0 1V2.4L1 3.4H4',
] as const;

/** Width of a digit and of the gap after it, as shares of its height. */
const ADVANCE = 5.6 / 6;

/** How wide {@link drawNumber} writes a number, in units of its height. */
export function numberWidth(value: number): number {
  return String(Math.trunc(Math.abs(value))).length * ADVANCE - (ADVANCE - 4 / 6);
}

/**
 * A whole number as an SVG group of strokes.
 *
 * @param at left upper corner and height, pixels
 */
export function drawNumber(value: number, at: { x: number; y: number; height: number }, colour: string): string {
  const scale = at.height / 6;
  const paths = [...String(Math.trunc(Math.abs(value)))].map((digit, index) => {
    const x = at.x + index * ADVANCE * at.height;
    return `<path transform="translate(${x} ${at.y}) scale(${scale})" d="${STROKES[Number(digit)] ?? ''}"/>`;
  });
  return `<g fill="none" stroke="${colour}" stroke-width="1" stroke-linecap="round" stroke-linejoin="round">${paths.join('')}</g>`;
}
