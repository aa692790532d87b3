import { LogLogChart, type LogPoint } from '../../charts/log-log-chart.tsx';
import type { Direction, MethodResult, PromiseCheck } from '../result.ts';
import { percent, tickPercent } from './format.ts';
import { Table } from './table.tsx';

/** Rates that people ask for; the plot holds the others. */
const QUOTED: readonly number[] = [0.1, 0.01, 0.003];

/** Does «about one in M» hold, and do thresholds asked for as an FPIR keep it? */
export function Promises({ direction, lead }: { direction: Direction; lead: string }) {
  const method = direction.methods.find(({ name }) => name === lead);
  if (!method?.promise) return null;
  const { promise } = method;
  return (
    <>
      <h3>Is the promise kept?</h3>
      <p>
        Beside each candidate {lead} says «about one search in M for an unrelated person would bring somebody this
        high». It learnt that from the gallery and from people who are not searched for here. On the searches for
        strangers of this evaluation ({promise.people} people) it came out like this. {verdict(promise)}
      </p>
      <div class="charts">
        <PromiseChart method={method} promise={promise} />
        <PromiseTable promise={promise} />
      </div>
    </>
  );
}

/** One sentence on the quoted rates: broken only where the whole interval lies above what was promised. */
function verdict({ rates }: PromiseCheck): string {
  const measured = rates.filter(({ fpir, interval }) => fpir !== null && interval);
  const broken = measured.filter(({ promised, interval }) => interval && interval[0] > promised);
  if (measured.length === 0) return 'There was too little data to promise anything.';
  if (broken.length === 0) return 'No rate lies surely above what was promised.';
  const list = broken.map(({ promised }) => tickPercent(promised)).join(', ');
  return `The promise of ${list} is surely broken on these photos. Ask for a lower FPIR than you want.`;
}

function PromiseChart({ method, promise }: { method: MethodResult; promise: PromiseCheck }) {
  const points = promise.rates.flatMap(({ promised, fpir, interval }): LogPoint[] =>
    fpir === null ? [] : [{ x: promised, y: fpir, interval }],
  );
  if (points.length === 0) return null;
  return (
    <figure>
      <h3>Promised and measured</h3>
      <LogLogChart
        title={`Calibration of ${method.name}: measured against promised FPIR; the numbers are in the table and the JSON file`}
        x="promised: one search for a stranger in M"
        y="measured FPIR"
        points={points}
      />
      <figcaption>
        Bars: 95 % interval. On the diagonal the promise is exact; below it cautious; above it broken.
      </figcaption>
    </figure>
  );
}

function PromiseTable({ promise: { rates } }: { promise: PromiseCheck }) {
  const caption = 'Thresholds asked for as an FPIR, in %';
  return (
    <Table
      caption={caption}
      head={
        <tr>
          <th scope="col">promised</th>
          <th scope="col">measured</th>
          <th scope="col">missed at it</th>
          <th scope="col">could be promised to</th>
        </tr>
      }
      note={
        <p class="soft">
          Where too little is known to promise a rate, the answer is «nobody», and every mate is missed. «Missed at it»
          counts these too.
        </p>
      }
    >
      {rates
        .filter(({ promised }) => QUOTED.includes(promised))
        .map(({ promised, fpir, fnir, interval, offered }) => (
          <tr>
            <th scope="row">{tickPercent(promised)}</th>
            <td class={interval && interval[0] > promised ? 'broken' : ''}>
              {twoDecimals(fpir)}
              <small>{interval ? `${twoDecimals(interval[0])} – ${twoDecimals(interval[1])}` : ''}</small>
            </td>
            <td>{percent(fnir)}</td>
            <td>{percent(offered)}</td>
          </tr>
        ))}
    </Table>
  );
}

function twoDecimals(value: number | null): string {
  return value === null ? '–' : (100 * value).toFixed(2);
}
