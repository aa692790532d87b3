import { logScale } from './scale.ts';

/** A measured rate with its interval; y = 0 lies on the lower edge. */
export interface LogPoint {
  readonly x: number;
  readonly y: number;
  readonly interval: readonly [number, number] | null;
}

const WIDTH = 420;
const HEIGHT = 380;
const PLOT = { left: 62, top: 14, right: WIDTH - 16, bottom: HEIGHT - 54 } as const;
const LEAST = 5e-4;
const TICKS = [0.001, 0.01, 0.1, 1];
const SCALE = logScale(LEAST, 1, TICKS);

/** Rates against rates, both logarithmic, with the diagonal on which they are equal. */
export function LogLogChart({ title, x, y, points }: { title: string; x: string; y: string; points: LogPoint[] }) {
  const middle = { x: (PLOT.left + PLOT.right) / 2, y: (PLOT.top + PLOT.bottom) / 2 };
  return (
    <svg class="chart chart-square" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
      <g class="grid">
        {TICKS.map((tick) => (
          <>
            <line x1={across(tick)} x2={across(tick)} y1={PLOT.top} y2={PLOT.bottom} />
            <line x1={PLOT.left} x2={PLOT.right} y1={up(tick)} y2={up(tick)} />
            <text x={across(tick)} y={PLOT.bottom + 18} text-anchor="middle">
              {(1 / tick).toLocaleString('en')}
            </text>
            <text x={PLOT.left - 8} y={up(tick) + 4} text-anchor="end">
              {`${100 * tick} %`}
            </text>
          </>
        ))}
        <text class="axis" x={middle.x} y={HEIGHT - 12} text-anchor="middle">
          {x}
        </text>
        <text class="axis" transform={`translate(13 ${middle.y}) rotate(-90)`} text-anchor="middle">
          {y}
        </text>
      </g>
      <line class="diagonal" x1={across(LEAST)} y1={up(LEAST)} x2={across(1)} y2={up(1)} />
      {points.map((point) => (
        <g class="point look-0">
          {point.interval && (
            <line x1={across(point.x)} x2={across(point.x)} y1={up(point.interval[0])} y2={up(point.interval[1])} />
          )}
          <circle cx={across(point.x)} cy={up(point.y)} r="4" />
        </g>
      ))}
    </svg>
  );
}

function across(rate: number): number {
  return round(PLOT.left + placeOf(rate) * (PLOT.right - PLOT.left));
}

function up(rate: number): number {
  return round(PLOT.bottom - placeOf(rate) * (PLOT.bottom - PLOT.top));
}

function placeOf(rate: number): number {
  return rate <= LEAST ? 0 : SCALE.place(rate);
}

function round(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
