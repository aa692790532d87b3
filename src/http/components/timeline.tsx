import { usePage } from '../page.tsx';

const BAR = { width: 24, gap: 8, height: 96, foot: 22 };

interface TimelineProps {
  /** From early to late: a day, or a month, and how many sightings. */
  readonly days: readonly { readonly day: string; readonly count: number }[];
  readonly caption: string;
}

/** How many sightings there were, day by day: bars for the eye, a table for everybody else. */
export const Timeline = ({ days, caption }: TimelineProps) => {
  const { t, format } = usePage();
  return (
    <figure class="timeline">
      <figcaption>{caption}</figcaption>
      <Bars days={days} />
      <div class="visually-hidden">
        <table>
          <caption>{t('desk.timeline-table')}</caption>
          <tr>
            <th scope="col">{t('desk.timeline-day')}</th>
            <th scope="col">{t('desk.timeline-count')}</th>
          </tr>
          {days.map(({ day, count }) => (
            <tr>
              <th scope="row">{format.partialDate(day)}</th>
              <td>{format.number(count)}</td>
            </tr>
          ))}
        </table>
      </div>
    </figure>
  );
};

const Bars = ({ days }: Pick<TimelineProps, 'days'>) => {
  const { t, format } = usePage();
  const step = BAR.width + BAR.gap;
  const width = days.length * step;
  const most = Math.max(1, ...days.map(({ count }) => count));
  // Time goes the way that people read.
  const isMirrored = t('page.direction') === 'rtl';
  return (
    <svg width={Math.round(1.2 * width)} viewBox={`0 -14 ${width} ${BAR.height + BAR.foot + 14}`} aria-hidden="true">
      {days.map(({ day, count }, index) => {
        const x = (isMirrored ? days.length - 1 - index : index) * step + BAR.gap / 2;
        const height = count === 0 ? 2 : Math.max(6, Math.round((BAR.height * count) / most));
        return (
          <g class={count === 0 ? 'bar bar-empty' : 'bar'}>
            <rect x={x} y={BAR.height - height} width={BAR.width} height={height} rx="3" />
            {count > 0 && (
              <text x={x + BAR.width / 2} y={BAR.height - height - 4} text-anchor="middle">
                {format.number(count)}
              </text>
            )}
            <text x={x + BAR.width / 2} y={BAR.height + 16} text-anchor="middle">
              {format.number(Number(day.slice(-2)))}
            </text>
          </g>
        );
      })}
    </svg>
  );
};
