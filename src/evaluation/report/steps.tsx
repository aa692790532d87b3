import { WITHOUT } from '../methods/homeward.ts';
import type { Difference, Direction } from '../result.ts';
import { Table } from './table.tsx';

interface Column {
  readonly head: string;
  readonly change: (difference: Difference) => Change | undefined;
}
type Change = Difference['rank']['1'];

const COLUMNS: readonly Column[] = [
  { head: 'found as first', change: ({ rank }) => rank['1'] },
  { head: 'found among 10', change: ({ rank }) => rank['10'] },
  { head: 'fewer missed at FPIR 1 %', change: ({ fnir }) => fnir['0.01'] },
  { head: 'fewer missed at FPIR 10 %', change: ({ fnir }) => fnir['0.1'] },
];

/** How much the leading method gains on the others, and what each of its steps is worth. */
export function Differences({ differences }: Pick<Direction, 'differences'>) {
  if (!differences) return null;
  const { lead, others } = differences;
  const isStep = ({ name }: Difference) => name.startsWith(WITHOUT);
  const steps = others.filter(isStep);
  const rivals = others.filter((difference) => !isStep(difference));
  return (
    <>
      {rivals.length > 0 && (
        <>
          <h3>How much {lead} gains on the others</h3>
          <DifferenceTable
            rows={rivals.map((difference) => [`over ${difference.name}`, difference])}
            caption={`${lead} less the other, in percentage points, on the same searches. Small print: 95 % interval of the difference, paired bootstrap on people. Bold: the interval does not hold zero.`}
          />
        </>
      )}
      {steps.length > 0 && (
        <>
          <h3>What each step is worth</h3>
          <DifferenceTable
            rows={steps.map((difference) => [difference.name.slice(WITHOUT.length), difference])}
            caption={`What ${lead} loses when one step or one model is left out and all else stays. Percentage points, paired as above. A negative number: here it does better without.`}
          />
        </>
      )}
    </>
  );
}

function DifferenceTable({ rows, caption }: { rows: (readonly [string, Difference])[]; caption: string }) {
  return (
    <Table
      caption={caption}
      head={
        <tr>
          <th />
          {COLUMNS.map(({ head }) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      }
    >
      {rows.map(([name, difference]) => (
        <tr>
          <th scope="row">{name}</th>
          {COLUMNS.map(({ change }) => (
            <ChangeCell change={change(difference)} />
          ))}
        </tr>
      ))}
    </Table>
  );
}

function ChangeCell({ change }: { change: Change | undefined }) {
  if (!change || change.value === null) return <td>–</td>;
  const [low, high] = change.interval ?? [Number.NaN, Number.NaN];
  return (
    <td class={low > 0 || high < 0 ? 'sure' : ''}>
      {points(change.value)}
      {change.interval && (
        <small>
          {points(low)} – {points(high)}
        </small>
      )}
    </td>
  );
}

/** Percentage points with their sign: `+4.2`, `−0.3`. */
function points(value: number): string {
  const text = (100 * Math.abs(value)).toFixed(1);
  if (text === '0.0') return '0.0';
  return `${value < 0 ? '−' : '+'}${text}`;
}
