import { LineChart, type Series } from '../../charts/line-chart.tsx';
import { deviateScale, linearScale, logScale } from '../../charts/scale.ts';
import { WITHOUT } from '../methods/homeward.ts';
import type { Direction, MethodResult } from '../result.ts';
import { Breakdowns } from './breakdowns.tsx';
import { drawnMethods } from './drawn.ts';
import { percent, tickPercent } from './format.ts';
import { MethodHistogram } from './histogram.tsx';
import { MethodTable } from './method-table.tsx';
import { Promises } from './promise.tsx';
import { Differences } from './steps.tsx';

/** Looks of `style.ts` beside the one of the leading method. */
const OTHER_LOOKS = 7;

/** A search that rings for every second stranger is of no use: the DET curve ends there. */
const HIGHEST_ALARM_RATE = 0.502;

const ALARM_TICKS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4];
const MISS_TICKS = [0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.99, 0.999];

/** One way round of enrolling and searching: table, curves, histograms. */
export function DirectionSection({ direction, trials, lead }: { direction: Direction; trials: number; lead: string }) {
  const { enrolled, probes, differences } = direction;
  // Methods that lack a step are told apart by less than a curve shows: they have a table of their own.
  const methods = direction.methods.filter(({ name }) => !name.startsWith(WITHOUT));
  const drawn = drawnMethods(methods, lead);
  return (
    <section>
      <h2>
        Enrolled: {enrolled}. Searched with: {probes}
      </h2>
      <MethodTable
        methods={methods}
        lead={lead}
        caption={`Mean of ${trials} trials. Small print: 95 % interval, bootstrap on people. Shaded: best of the column.`}
      />
      <div class="charts">
        <DetChart methods={drawn} lead={lead} />
        <CmcChart methods={drawn} lead={lead} />
      </div>
      {drawn.length < methods.length && (
        <p class="soft">Of the methods on the same features, the curve of the one that finds most as first is drawn.</p>
      )}
      <Differences differences={differences} />
      <Breakdowns direction={{ ...direction, methods }} lead={lead} />
      <Promises direction={direction} lead={lead} />
      <FixedThresholds methods={methods} />
      {methods.some(({ histogram }) => histogram) && (
        <>
          <h3>What a threshold must part</h3>
          <p>
            <span class="key-mated">Filled: scores of the right person</span>.{' '}
            <span class="key-strangers">Outline: best score of a search whose person is not enrolled</span>. Where the
            two overlap, no threshold can tell them apart. Each method has its own score scale.
          </p>
          <div class="charts small">
            {methods.map((method) => (
              <MethodHistogram method={method} />
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function DetChart({ methods, lead }: { methods: readonly MethodResult[]; lead: string }) {
  const rates = methods.flatMap(({ det }) => det).filter(({ fpir }) => fpir <= HIGHEST_ALARM_RATE);
  const within = (values: number[]) => values.filter((value) => value > 0 && value < 1);
  const misses = within(rates.map(({ fnir }) => fnir));
  const alarms = within(rates.map(({ fpir }) => fpir));
  if (misses.length === 0 || alarms.length === 0) return null;
  const x = deviateScale(Math.min(...alarms), HIGHEST_ALARM_RATE, ALARM_TICKS);
  const y = deviateScale(
    Math.max(0.001, 0.8 * Math.min(...misses)),
    Math.min(0.999, 1.05 * Math.max(...misses)),
    MISS_TICKS,
  );
  const series = seriesOf(methods, lead, ({ det }) =>
    det.filter(({ fpir }) => fpir <= HIGHEST_ALARM_RATE).map(({ fpir, fnir }) => [fpir, fnir] as const),
  );
  return (
    <figure>
      <h3>Missed, against false alarms (DET)</h3>
      <LineChart
        title="DET curve: FNIR against FPIR, a line a method; the numbers are in the table"
        x={{ label: 'FPIR: searches for strangers that return somebody', scale: x, format: tickPercent }}
        y={{ label: 'FNIR: mates missed', scale: y, format: tickPercent }}
        series={series}
      />
      <figcaption>Lower is better. Axes in normal deviates.</figcaption>
    </figure>
  );
}

function CmcChart({ methods, lead }: { methods: readonly MethodResult[]; lead: string }) {
  const rates = methods.flatMap(({ cmc }) => cmc).filter((rate) => rate !== null);
  if (rates.length === 0) return null;
  const least = Math.floor(10 * Math.min(...rates, 0.9)) / 10;
  const series = seriesOf(methods, lead, ({ cmc }) =>
    cmc.flatMap((rate, index) => (rate === null ? [] : [[index + 1, rate] as const])),
  );
  return (
    <figure>
      <h3>Found, against the length of the list (CMC)</h3>
      <LineChart
        title="CMC curve: identification rate against rank, a line a method; the numbers are in the table"
        x={{
          label: 'candidates that a person looks at',
          scale: logScale(1, 50, [1, 2, 5, 10, 20, 50]),
          format: String,
        }}
        y={{
          label: 'searches with the mate among them',
          scale: linearScale(least, 1, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
          format: tickPercent,
        }}
        series={series}
      />
      <figcaption>Higher is better. No threshold: people decide.</figcaption>
    </figure>
  );
}

function FixedThresholds({ methods }: { methods: readonly MethodResult[] }) {
  const given = methods.filter(({ fixedThreshold }) => fixedThreshold);
  if (given.length === 0) return null;
  return (
    <>
      <h3>At the threshold that its users take as given</h3>
      {given.map(({ name, fixedThreshold }) => (
        <p>
          <strong>{name}</strong>, {fixedThreshold?.label}: {percent(fixedThreshold?.fpir)} % of the searches for
          strangers return somebody; {percent(fixedThreshold?.fnir)} % of the enrolled are missed.
        </p>
      ))}
    </>
  );
}

/** The leading method keeps the first look; the others take theirs in order, the same in each chart. */
function seriesOf(
  methods: readonly MethodResult[],
  lead: string,
  points: (method: MethodResult) => Series['points'],
): Series[] {
  const others = methods.filter(({ name }) => name !== lead);
  return methods
    .map((method) => ({
      name: method.name,
      look: method.name === lead ? 0 : 1 + (others.indexOf(method) % OTHER_LOOKS),
      points: points(method),
    }))
    .sort((first, second) => first.look - second.look);
}
