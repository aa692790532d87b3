import type { Scale } from './scale.ts';

/** One curve: places are made by the chart's scales. */
export interface Series {
  readonly name: string;
  /** Colour and dash of `style.ts`, 0 is the method that the report is about. */
  readonly look: number;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Axis {
  readonly label: string;
  readonly scale: Scale;
  readonly format: (value: number) => string;
}

const WIDTH = 560;
const HEIGHT = 390;
/** Room for the tick labels at the left and below, and for the names of the curves at the right. */
const PLOT = { left: 58, top: 14, right: WIDTH - 148, bottom: HEIGHT - 52 } as const;
/** Least distance of two curve names, in the drawing's pixels. */
const NAME_STEP = 15;

/** Curves with their names at their ends, distinguishable without colour; the table holds the numbers. */
export function LineChart({ title, x, y, series }: { title: string; x: Axis; y: Axis; series: readonly Series[] }) {
  const curves = series
    .filter(({ points }) => points.length > 0)
    .map((curve) => ({ ...curve, path: curve.points.map((point) => place(point, x, y)) }));
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
      <Grid x={x} y={y} />
      {[...curves].reverse().map(({ look, path }) => (
        <polyline class={`curve look-${look}`} points={path.map(([px, py]) => `${px},${py}`).join(' ')} />
      ))}
      {spreadNames(curves).map(({ name, look, at, end }) => (
        <g class={`name look-${look}`}>
          <path class="lead" d={`M${end[0] + 2},${end[1]} L${PLOT.right + 10},${at}`} />
          <text x={PLOT.right + 14} y={at + 4}>
            {name}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Grid({ x, y }: { x: Axis; y: Axis }) {
  const middle = { x: (PLOT.left + PLOT.right) / 2, y: (PLOT.top + PLOT.bottom) / 2 };
  return (
    <g class="grid">
      {x.scale.ticks.map((tick) => {
        const [at] = place([tick, 0], x, y);
        return (
          <>
            <line x1={at} x2={at} y1={PLOT.top} y2={PLOT.bottom} />
            <text x={at} y={PLOT.bottom + 18} text-anchor="middle">
              {x.format(tick)}
            </text>
          </>
        );
      })}
      {y.scale.ticks.map((tick) => {
        const at = PLOT.bottom - y.scale.place(tick) * (PLOT.bottom - PLOT.top);
        return (
          <>
            <line x1={PLOT.left} x2={PLOT.right} y1={at} y2={at} />
            <text x={PLOT.left - 8} y={at + 4} text-anchor="end">
              {y.format(tick)}
            </text>
          </>
        );
      })}
      <text class="axis" x={middle.x} y={HEIGHT - 12} text-anchor="middle">
        {x.label}
      </text>
      <text class="axis" transform={`translate(13 ${middle.y}) rotate(-90)`} text-anchor="middle">
        {y.label}
      </text>
    </g>
  );
}

function place([px, py]: readonly [number, number], x: Axis, y: Axis): readonly [number, number] {
  return [
    Math.round(10 * (PLOT.left + x.scale.place(px) * (PLOT.right - PLOT.left))) / 10,
    Math.round(10 * (PLOT.bottom - y.scale.place(py) * (PLOT.bottom - PLOT.top))) / 10,
  ];
}

/** Names at the height of the ends of their curves, pushed apart until none covers another. */
function spreadNames(curves: readonly (Series & { path: readonly (readonly [number, number])[] })[]) {
  const names = curves
    .map(({ name, look, path }) => {
      const end = path.at(-1) ?? [PLOT.right, PLOT.bottom];
      return { name, look, end, at: end[1] };
    })
    .sort((first, second) => first.at - second.at);
  for (const [index, current] of names.entries())
    current.at = Math.max(current.at, (names[index - 1]?.at ?? Number.NEGATIVE_INFINITY) + NAME_STEP);
  // Too low: push back up from the bottom.
  for (const [index, current] of [...names].reverse().entries())
    current.at = Math.min(current.at, (names[names.length - index]?.at ?? PLOT.bottom + NAME_STEP) - NAME_STEP);
  return names;
}
