import type { Dimension } from '../bands.ts';
import { type Breakdown, type Direction, LEAST_PEOPLE, type MethodResult } from '../result.ts';
import { count, percent, percentInterval, tickPercent } from './format.ts';
import { HeatMap } from './heat-map.tsx';
import { Table } from './table.tsx';

type Cell = Breakdown['cells'][number];

const TITLES: Readonly<Record<Dimension, string>> = {
  ageGap: 'years between the photos',
  ageAtEnrolment: 'age at enrolment',
  ageAtProbe: 'age in the probe',
  ageAtEnrolmentByGap: 'age at enrolment and years between the photos',
  sex: 'sex',
  group: 'group',
};

/** Who is missed and who is falsely returned, by what is known of the people. */
export function Breakdowns({ direction, lead }: { direction: Direction; lead: string }) {
  const method = direction.methods.find(({ name }) => name === lead);
  if (!method || method.breakdowns.length === 0) return null;
  const [{ fpir } = { fpir: null }] = method.breakdowns;
  const grid = method.breakdowns.find(({ by }) => by === 'ageAtEnrolmentByGap');
  return (
    <>
      <h3>Who is missed: by age, age gap, sex and group</h3>
      <p>
        {lead}, with one threshold for everybody
        {fpir === null
          ? ', had there been searches enough to set one'
          : ` that lets ${tickPercent(fpir)} of the searches for strangers return somebody`}
        . Grey: fewer than {LEAST_PEOPLE} people; such numbers are chance. Age at enrolment is that of the enrolled
        photo nearest in age to the probe. A photo without a template is a miss in its cell.
      </p>
      {grid && <HeatMap breakdown={grid} method={lead} />}
      <GapComparison methods={direction.methods} lead={lead} />
      {method.breakdowns
        .filter(({ by }) => by !== 'ageAtEnrolmentByGap' && by !== 'ageGap')
        .map((breakdown) => (
          <BreakdownTable breakdown={breakdown} />
        ))}
    </>
  );
}

/** Every method by age gap: the seed question of this evaluation. */
function GapComparison({ methods, lead }: { methods: readonly MethodResult[]; lead: string }) {
  const gaps = methods.map(({ breakdowns }) => breakdowns.find(({ by }) => by === 'ageGap'));
  const [first] = gaps;
  if (!first) return null;
  const caption = `By ${TITLES.ageGap}: found as first, % (and missed at the threshold, %)`;
  return (
    <Table
      caption={caption}
      head={
        <tr>
          <th scope="col">Method</th>
          {first.cells.map((cell) => (
            <th scope="col">
              {cell.labels.join(', ')}
              <small>{sizeOf(cell)}</small>
            </th>
          ))}
        </tr>
      }
    >
      {methods.map(({ name }, index) => (
        <tr class={name === lead ? 'lead-method' : ''}>
          <th scope="row">{name}</th>
          {gaps[index]?.cells.map((cell) => (
            <td class={looks(cell.people)}>
              {percent(cell.rank1)} <span class="soft">({percent(cell.fnir)})</span>
              <small>{percentInterval(cell.intervals.rank1)}</small>
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function BreakdownTable({ breakdown: { by, cells } }: { breakdown: Breakdown }) {
  const caption = `By ${TITLES[by]}`;
  const hasStrangers = cells.some(({ fpir }) => fpir !== null);
  return (
    <Table
      caption={caption}
      head={
        <tr>
          <th />
          <th scope="col">people, searches with them enrolled</th>
          <th scope="col">found as first, %</th>
          <th scope="col">missed, %</th>
          {hasStrangers && <th scope="col">people, searches without</th>}
          {hasStrangers && <th scope="col">returned somebody, % (FPIR)</th>}
        </tr>
      }
    >
      {cells.map((cell) => (
        <tr>
          <th scope="row">{cell.labels.join(', ')}</th>
          <td class={looks(cell.people)}>{sizeOf(cell)}</td>
          <Rate people={cell.people} value={cell.rank1} interval={cell.intervals.rank1} />
          <Rate people={cell.people} value={cell.fnir} interval={cell.intervals.fnir} />
          {hasStrangers && (
            <td class={looks(cell.strangers)}>
              {count(cell.strangers)}, {count(cell.nonMatedSearches)}
            </td>
          )}
          {hasStrangers && <Rate people={cell.strangers} value={cell.fpir} interval={cell.intervals.fpir} />}
        </tr>
      ))}
    </Table>
  );
}

function Rate({
  people,
  value,
  interval,
}: {
  people: number;
  value: number | null;
  interval: readonly [number, number] | null;
}) {
  return (
    <td class={looks(people)}>
      {percent(value)}
      <small>{percentInterval(interval)}</small>
    </td>
  );
}

function sizeOf({ people, matedSearches }: Cell): string {
  return `${count(people)}, ${count(matedSearches)}`;
}

function looks(people: number): string {
  return people < LEAST_PEOPLE ? 'few' : '';
}
