import { AGE_BANDS, GAP_BANDS } from '../bands.ts';
import { type Breakdown, LEAST_PEOPLE } from '../result.ts';
import { count, percent, percentInterval } from './format.ts';

type Cell = Breakdown['cells'][number];

const CELL = { width: 118, height: 54 } as const;
const LEFT = 110;
const TOP = 46;
/** Holds the title of the columns. */
const LEAST_WIDTH = 420;
/** Shades of `style.ts`, by the share found. */
const SHADES = 5;

/** Age at enrolment by age gap: the share found as first, in shades and in numbers. */
export function HeatMap({ breakdown, method }: { breakdown: Breakdown; method: string }) {
  const rows = AGE_BANDS.filter(({ label }) => breakdown.cells.some(({ labels }) => labels[0] === label));
  const columns = GAP_BANDS.filter(({ label }) => breakdown.cells.some(({ labels }) => labels[1] === label));
  const width = Math.max(LEAST_WIDTH, LEFT + columns.length * CELL.width);
  const height = TOP + rows.length * CELL.height + 4;
  return (
    <figure class="heat">
      <h3>Found as first, %, by age at enrolment and years between the photos</h3>
      <div class="scroll">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          style={`width: ${width}px`}
          role="img"
          aria-label={`${method}: ${inWords(breakdown.cells)}`}
        >
          <text class="axis" x={LEFT} y="14">
            years between the enrolled photo and the probe
          </text>
          {columns.map(({ label }, column) => (
            <text x={LEFT + (column + 0.5) * CELL.width} y={TOP - 9} text-anchor="middle">
              {label}
            </text>
          ))}
          {rows.map(({ label }, row) => (
            <text x={LEFT - 10} y={TOP + (row + 0.5) * CELL.height + 4} text-anchor="end">
              {label}
            </text>
          ))}
          {rows.map((row, y) =>
            columns.map((column, x) => (
              <HeatCell
                cell={breakdown.cells.find(({ labels }) => labels[0] === row.label && labels[1] === column.label)}
                x={LEFT + x * CELL.width}
                y={TOP + y * CELL.height}
              />
            )),
          )}
        </svg>
      </div>
      <figcaption>
        Rows: age at enrolment. In each cell: share found as first, its 95 % interval, people and searches.
      </figcaption>
    </figure>
  );
}

function HeatCell({ cell, x, y }: { cell: Cell | undefined; x: number; y: number }) {
  const isFew = cell !== undefined && cell.people < LEAST_PEOPLE;
  const shade = cell?.rank1 === null || cell === undefined ? 0 : Math.min(SHADES, 1 + Math.floor(SHADES * cell.rank1));
  const middle = x + CELL.width / 2;
  return (
    <g class={isFew ? 'few' : `shade-${shade}`}>
      <rect x={x + 1} y={y + 1} width={CELL.width - 2} height={CELL.height - 2} rx="3" />
      {cell ? (
        <>
          <text class="value" x={middle} y={y + 20} text-anchor="middle">
            {percent(cell.rank1)}
          </text>
          <text x={middle} y={y + 34} text-anchor="middle">
            {percentInterval(cell.intervals.rank1)}
          </text>
          <text x={middle} y={y + 47} text-anchor="middle">
            {count(cell.people)}, {count(cell.matedSearches)}
            {isFew ? ': few' : ''}
          </text>
        </>
      ) : (
        <text x={middle} y={y + 31} text-anchor="middle">
          nobody
        </text>
      )}
    </g>
  );
}

/** The whole map as a sentence, for those who cannot see it. */
function inWords(cells: readonly Cell[]): string {
  return cells
    .map(
      ({ labels: [age, gap], rank1, people }) =>
        `enrolled at ${age}, ${gap} years later: ${percent(rank1)} % found as first, ${people} people`,
    )
    .join('; ');
}
