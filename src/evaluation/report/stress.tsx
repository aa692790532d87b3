import type { StressResult } from '../result.ts';
import { percent, percentInterval } from './format.ts';
import { Table } from './table.tsx';

type Row = StressResult['methods'][number];
type Value = readonly [value: number | null, interval: readonly [number, number] | null];

/** How each method holds when the photos searched with are made worse. */
export function StressSection({ results }: { results: readonly StressResult[] }) {
  const rate = fpirOf(results);
  return (
    <section>
      <h2>Stress: the same searches with worse photos</h2>
      <p>
        Each photo searched with is made worse in one way before a face is looked for; what is enrolled stays as it is.
        A photo in which no face is found any more is a miss. Thresholds are set on each condition's own searches.
      </p>
      <StressTable
        results={results}
        caption="Found as first, %. Small print: 95 % interval, bootstrap on people."
        value={({ rank1, intervals }) => [rank1, intervals.rank1]}
      />
      {rate && (
        <StressTable
          results={results}
          caption={`Missed at FPIR ${100 * Number(rate)} %, %. Small print: 95 % interval.`}
          value={({ fnir, intervals }) => [fnir[rate], intervals.fnir[rate]]}
        />
      )}
      <StressTable
        results={results}
        caption="Photos searched with of which no template was made, %."
        value={({ failed }) => [failed, null]}
      />
    </section>
  );
}

/** 1 % where the searches for strangers are enough to see it, else 10 %. */
function fpirOf(results: readonly StressResult[]): '0.01' | '0.1' | null {
  const rates = ['0.01', '0.1'] as const;
  return rates.find((rate) => results.some(({ methods }) => methods.some(({ fnir }) => fnir[rate] !== null))) ?? null;
}

function StressTable({
  results,
  caption,
  value,
}: {
  results: readonly StressResult[];
  caption: string;
  value: (row: Row) => Value;
}) {
  return (
    <Table
      caption={caption}
      look="stress"
      head={
        <tr>
          <th scope="col">Photos</th>
          {results[0]?.methods.map(({ name }) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      }
    >
      {results.map(({ label, methods }) => (
        <tr>
          <th scope="row">{label}</th>
          {methods.map((row) => (
            <Cell value={value(row)} />
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Cell({ value: [value, interval] }: { value: Value }) {
  return (
    <td>
      {percent(value)}
      {interval && <small>{percentInterval(interval)}</small>}
    </td>
  );
}
