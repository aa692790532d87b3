import { Histogram } from '../../../charts/histogram.tsx';
import { LineChart } from '../../../charts/line-chart.tsx';
import { deviateScale } from '../../../charts/scale.ts';
import { type CalibrationView, LEAST_MATES } from '../../../services/search/calibration.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { MeasuredFpir } from './calibration-measured.tsx';
import { Frame } from './frame.tsx';
import { Empty, Facts } from './parts.tsx';

/** How rare a likeness must be to raise an alert, what that rests on, and whether it holds. */
export const CalibrationPage = ({ view }: { readonly view: CalibrationView }) => {
  const { t, format } = usePage();
  return (
    <Frame title={t('admin.calibration')} lede={t('admin.calibration-lede')}>
      <PromiseNotice view={view} />
      <Facts
        of={[
          [t('admin.fpir-wanted'), t('admin.one-in', { oneIn: format.number(Math.round(1 / view.wantedFpir)) })],
          [t('admin.children-sought'), format.number(view.gallerySize)],
          [t('admin.faces'), format.number(view.faces)],
          [t('admin.own-searches'), format.number(view.strangers)],
        ]}
      />
      <MeasuredFpir view={view} />
      <Domains view={view} />
      <Distributions view={view} />
      <Det view={view} />
      <Rarity view={view} />
    </Frame>
  );
};

/** In one notice: can alerts be relied on? */
const PromiseNotice = ({ view }: { readonly view: CalibrationView }) => {
  const { t, format } = usePage();
  const key = promiseOf(view);
  const isHeld = key === 'admin.promise-held';
  const oneIn = format.number(Math.round(1 / view.wantedFpir));
  return (
    <div class={isHeld ? 'notice notice-done' : 'notice notice-warn'}>
      <Icon name={isHeld ? 'circle-check' : 'info'} />
      {/* With n searches seen, the next may be the worst so far. */}
      <p>{t(key, { oneIn, seen: format.number(view.strangers + 1) })}</p>
    </div>
  );
};

function promiseOf({ domains }: CalibrationView) {
  if (domains.every(({ threshold }) => threshold === null)) return 'admin.promise-young';
  if (domains.some(({ threshold }) => threshold === null)) return 'admin.promise-partly';
  return domains.every(({ basis }) => basis === 'own') ? 'admin.promise-held' : 'admin.promise-blended';
}

const Domains = ({ view: { domains } }: { readonly view: CalibrationView }) => {
  const { t, format } = usePage();
  const score = (value: number) => format.number(value, { maximumFractionDigits: 1 });
  return (
    <>
      <h2>{t('admin.thresholds')}</h2>
      <DataTable
        caption={t('admin.thresholds-caption')}
        head={[t('admin.person-seen'), t('admin.rests-on'), t('admin.own-searches'), t('admin.alert-from')]}
        rows={domains.map(({ domain, basis, ownSearches, threshold, bestStranger }) => [
          t('admin.domain', { domain }),
          t('admin.basis', { basis }),
          format.number(ownSearches),
          threshold !== null
            ? t('admin.threshold-at', { score: score(threshold) })
            : t('admin.threshold-young', { score: score(bestStranger ?? 0) }),
        ])}
      />
    </>
  );
};

const Distributions = ({ view: { histogram, domains, mates, strangers } }: { readonly view: CalibrationView }) => {
  const { t, format } = usePage();
  if (!histogram)
    return (
      <>
        <h2>{t('admin.scores')}</h2>
        <Empty icon="chart-line">{t('admin.scores-none')}</Empty>
      </>
    );
  const { from, to, mated, nonMated } = histogram;
  const width = (to - from) / mated.length;
  const share = (value: number) => format.percent(value, 1);
  const score = (value: number) => format.number(value, { maximumFractionDigits: 1 });
  const threshold = domains.find(({ domain }) => domain === 'unknown')?.threshold ?? undefined;
  return (
    <>
      <h2>{t('admin.scores')}</h2>
      <figure class="card chart-figure chart-small">
        <Histogram title={t('admin.scores-alt')} {...histogram} mark={threshold} format={score} />
        <figcaption>
          <span class="key-mated">{t('admin.scores-mated', { count: mates })}</span>{' '}
          <span class="key-strangers">{t('admin.scores-strangers', { count: strangers })}</span>{' '}
          {t(threshold === undefined ? 'admin.scores-no-mark' : 'admin.scores-mark')}
        </figcaption>
      </figure>
      <details>
        <summary>{t('admin.as-table')}</summary>
        <DataTable
          caption={t('admin.scores-caption')}
          head={[t('admin.score'), t('admin.same-child'), t('admin.strangers')]}
          rows={mated.map((each, bin) => [
            `${score(from + bin * width)} – ${score(from + (bin + 1) * width)}`,
            share(each),
            share(nonMated[bin] ?? 0),
          ])}
        />
      </details>
    </>
  );
};

const ALARM_TICKS = [0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95];
/** Rows of the table beside the curve. */
const TABLE_ROWS = 20;

const Det = ({ view: { det, mates } }: { readonly view: CalibrationView }) => {
  const { t, format } = usePage();
  const inside = det.filter(({ fpir, fnir }) => fpir > 0 && fpir < 1 && fnir > 0 && fnir < 1);
  if (inside.length < 2)
    return (
      <>
        <h2>{t('admin.det')}</h2>
        <Empty icon="chart-line">{t('admin.det-none', { mates, least: LEAST_MATES })}</Empty>
      </>
    );
  const percent = (value: number) => format.percent(value, 1);
  const axis = (values: readonly number[]) =>
    deviateScale(Math.min(...values) * 0.8, Math.min(0.999, Math.max(...values) * 1.1), ALARM_TICKS);
  const step = Math.ceil(inside.length / TABLE_ROWS);
  return (
    <>
      <h2>{t('admin.det')}</h2>
      <figure class="card chart-figure">
        <LineChart
          title={t('admin.det-alt')}
          x={{ label: t('admin.det-x'), scale: axis(inside.map(({ fpir }) => fpir)), format: percent }}
          y={{ label: t('admin.det-y'), scale: axis(inside.map(({ fnir }) => fnir)), format: percent }}
          series={[{ name: 'Homeward', look: 0, points: inside.map(({ fpir, fnir }) => [fpir, fnir] as const) }]}
        />
        <figcaption>{t('admin.det-caption')}</figcaption>
      </figure>
      <details>
        <summary>{t('admin.as-table')}</summary>
        <DataTable
          caption={t('admin.det')}
          head={[t('admin.score'), t('admin.det-x'), t('admin.det-y')]}
          rows={inside
            .filter((_, index) => index % step === 0)
            .map(({ threshold, fpir, fnir }) => [
              format.number(threshold, { maximumFractionDigits: 2 }),
              percent(fpir),
              percent(fnir),
            ])}
        />
      </details>
    </>
  );
};

const Rarity = ({ view: { rarity } }: { readonly view: CalibrationView }) => {
  const { t, format } = usePage();
  return (
    <>
      <h2>{t('admin.rarity')}</h2>
      <DataTable
        caption={t('admin.rarity-caption')}
        head={[t('admin.score'), t('admin.rarity-one-in')]}
        rows={rarity.map(({ score, oneIn }) => [
          format.number(score),
          t('admin.one-in', { oneIn: format.number(Math.max(1, Math.round(oneIn))) }),
        ])}
      />
    </>
  );
};
