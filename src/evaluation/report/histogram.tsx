import type { MethodResult } from '../result.ts';

const WIDTH = 300;
const HEIGHT = 110;
const FLOOR = 92;

/** Mate scores as an area, best stranger scores as an outline: where they overlap, no threshold can part them. */
export function Histogram({ method }: { method: MethodResult }) {
  const { histogram } = method;
  if (!histogram) return null;
  const highest = Math.max(...histogram.mated, ...histogram.nonMated);
  const middle = (histogram.from + histogram.to) / 2;
  return (
    <figure>
      <h3>{method.name}</h3>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Score histogram of ${method.name}`}>
        <path class="bars-mated" d={`${steps(histogram.mated, highest)} V${FLOOR} H0 Z`} />
        <path class="bars-strangers" d={steps(histogram.nonMated, highest)} />
        <g class="grid">
          <line x1="0" x2={WIDTH} y1={FLOOR} y2={FLOOR} />
        </g>
        <text x="0" y={HEIGHT - 3}>
          {histogram.from.toFixed(2)}
        </text>
        <text x={WIDTH / 2} y={HEIGHT - 3} text-anchor="middle">
          {middle.toFixed(2)}
        </text>
        <text x={WIDTH} y={HEIGHT - 3} text-anchor="end">
          {histogram.to.toFixed(2)}
        </text>
      </svg>
    </figure>
  );
}

function steps(shares: readonly number[], highest: number): string {
  const width = WIDTH / shares.length;
  const tops = shares.map((share, index) => {
    const y = Math.round(10 * (FLOOR - (share / highest) * (FLOOR - 6))) / 10;
    return `V${y} H${Math.round(10 * (index + 1) * width) / 10}`;
  });
  return `M0,${FLOOR} ${tops.join(' ')}`;
}
