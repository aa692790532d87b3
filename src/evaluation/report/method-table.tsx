import { FALSE_ACCEPT_RATES, FALSE_POSITIVE_RATES, type MethodResult } from '../result.ts';
import { percent, percentInterval, tickPercent } from './format.ts';
import { Table } from './table.tsx';

/** Ranks in the table; the JSON file and the CMC curve hold the others. */
const TABLE_RANKS = [1, 10, 20] as const;

interface Column {
  readonly head: string;
  readonly value: (method: MethodResult) => number | null | undefined;
  readonly interval: (method: MethodResult) => readonly [number, number] | null | undefined;
  /** Is more better (rates of finding) or worse (rates of missing)? */
  readonly more: 'better' | 'worse';
}

const GROUPS: readonly { readonly head: string; readonly columns: readonly Column[] }[] = [
  {
    head: 'Found, % (more is better)',
    columns: TABLE_RANKS.map((rank) => ({
      head: rank === 1 ? 'as first' : `among ${rank}`,
      value: (method) => method.rank[String(rank)],
      interval: (method) => method.intervals.rank[String(rank)],
      more: 'better',
    })),
  },
  {
    head: 'Missed, % at FPIR (less is better)',
    columns: FALSE_POSITIVE_RATES.map((fpir) => ({
      head: tickPercent(fpir),
      value: (method) => method.fnir[String(fpir)],
      interval: (method) => method.intervals.fnir[String(fpir)],
      more: 'worse',
    })),
  },
  {
    head: '1:1, %: accepted at FAR, and EER',
    columns: [
      ...FALSE_ACCEPT_RATES.map(
        (far): Column => ({
          head: tickPercent(far),
          value: (method) => method.tar[String(far)],
          interval: (method) => method.intervals.tar[String(far)],
          more: 'better',
        }),
      ),
      { head: 'EER', value: (method) => method.eer, interval: (method) => method.intervals.eer, more: 'worse' },
    ],
  },
  {
    head: 'Failed, %',
    columns: [{ head: 'photos', value: (method) => method.failureToEnrol, interval: () => null, more: 'worse' }],
  },
];

/** The methods side by side, with 95 % intervals; the best of each column is marked. */
export function MethodTable({
  methods,
  lead,
  caption,
}: {
  methods: readonly MethodResult[];
  lead: string;
  caption: string;
}) {
  const columns = GROUPS.flatMap((group) => group.columns);
  const best = columns.map((column) => bestOf(methods, column));
  return (
    <Table
      caption={caption}
      head={
        <>
          <tr>
            <th />
            {GROUPS.map((group) => (
              <th class="group" scope="colgroup" colspan={group.columns.length}>
                {group.head}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col">Method</th>
            {columns.map((column) => (
              <th scope="col">{column.head}</th>
            ))}
          </tr>
        </>
      }
    >
      {methods.map((method) => (
        <tr class={method.name === lead ? 'lead-method' : ''}>
          <th scope="row">{method.name}</th>
          {columns.map((column, index) => (
            <Cell method={method} column={column} best={best[index] ?? null} />
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Cell({ method, column, best }: { method: MethodResult; column: Column; best: number | null }) {
  const value = column.value(method);
  const interval = percentInterval(column.interval(method));
  return (
    <td class={value !== null && value !== undefined && value === best ? 'best' : ''}>
      {percent(value)}
      {interval && <small>{interval}</small>}
    </td>
  );
}

/** The best value of a column, or null where all are equal. */
function bestOf(methods: readonly MethodResult[], { value, more }: Column): number | null {
  const values = methods.map(value).filter((each) => each !== null && each !== undefined);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (values.length < 2 || least === most) return null;
  return more === 'better' ? most : least;
}
