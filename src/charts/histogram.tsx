const WIDTH = 300;
const HEIGHT = 110;
const FLOOR = 92;

/** Two distributions over the same bins. */
interface Distributions {
  readonly from: number;
  readonly to: number;
  /** Share or number in each bin. */
  readonly mated: readonly number[];
  readonly nonMated: readonly number[];
}

interface HistogramProps extends Distributions {
  readonly title: string;
  readonly format?: (value: number) => string;
  /** A score to mark, such as a threshold. */
  readonly mark?: number | undefined;
}

/** Mate scores as an area, best stranger scores as an outline: where they overlap, no threshold can part them. */
export function Histogram({ title, from, to, mated, nonMated, mark, format = twoDecimals }: HistogramProps) {
  const highest = Math.max(...mated, ...nonMated, Number.MIN_VALUE);
  const at = mark === undefined ? null : Math.round((10 * WIDTH * (mark - from)) / (to - from)) / 10;
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
      <path class="bars-mated" d={`${steps(mated, highest)} V${FLOOR} H0 Z`} />
      <path class="bars-strangers" d={steps(nonMated, highest)} />
      <g class="grid">
        <line x1="0" x2={WIDTH} y1={FLOOR} y2={FLOOR} />
      </g>
      {at !== null && at >= 0 && at <= WIDTH && <line class="diagonal" x1={at} x2={at} y1="2" y2={FLOOR} />}
      <text x="0" y={HEIGHT - 3}>
        {format(from)}
      </text>
      <text x={WIDTH / 2} y={HEIGHT - 3} text-anchor="middle">
        {format((from + to) / 2)}
      </text>
      <text x={WIDTH} y={HEIGHT - 3} text-anchor="end">
        {format(to)}
      </text>
    </svg>
  );
}

function twoDecimals(value: number): string {
  return value.toFixed(2);
}

function steps(shares: readonly number[], highest: number): string {
  const width = WIDTH / shares.length;
  const tops = shares.map((share, index) => {
    const y = Math.round(10 * (FLOOR - (share / highest) * (FLOOR - 6))) / 10;
    return `V${y} H${Math.round(10 * (index + 1) * width) / 10}`;
  });
  return `M0,${FLOOR} ${tops.join(' ')}`;
}
