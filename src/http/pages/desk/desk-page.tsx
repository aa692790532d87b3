import { DAY_MILLISECONDS } from '../../../core/dates.ts';
import type { Desk, Need, NeedKind } from '../../../services/desk.ts';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-names.ts';
import { Layout } from '../../components/layout.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { SightingMap } from '../../components/map.tsx';
import { Timeline } from '../../components/timeline.tsx';
import { usePage } from '../../page.tsx';
import { type SightingRowData, SightingRows } from '../sightings/sighting-row.tsx';

export interface DeskData extends Omit<Desk, 'sightings'> {
  readonly sightings: readonly SightingRowData[] | null;
}

const MOST_ROWS = 6;
const MOST_POINTS = 20;

/** What somebody of an agency needs to know when they sit down. */
export const DeskPage = ({ needs, sightings, days, reunited }: DeskData) => {
  const { t, can } = usePage();
  return (
    <Layout title={t('desk.title')} kind="desk" styles={['map.css']}>
      <h1>{t('desk.title')}</h1>
      <LiveList id="needs" topics={['sightings', 'candidates', 'reviews', 'matches', 'cases', 'messages']}>
        <Needs needs={needs} />
      </LiveList>
      <p class="actions">
        {can('search.ad-hoc') && (
          <a class="button" href="/search">
            <Icon name="scan-face" />
            {t('desk.search')}
          </a>
        )}
        {can('case.create') && (
          <a class="button" href="/cases/new">
            <Icon name="folder-plus" />
            {t('desk.new-case')}
          </a>
        )}
      </p>
      {sightings && (
        <LiveList id="recent" topics={['sightings']}>
          <Recent sightings={sightings} days={days} />
        </LiveList>
      )}
      <Reunited {...reunited} />
    </Layout>
  );
};

const LOOK: Readonly<Record<NeedKind, { readonly icon: IconName; readonly href: string }>> = {
  reviews: { icon: 'clipboard-check', href: '/review' },
  alerts: { icon: 'scan-face', href: '/cases?hasCandidates=true' },
  sightings: { icon: 'inbox', href: '/sightings?state=new&sort=oldest' },
  agreed: { icon: 'heart-handshake', href: '/matches' },
  messages: { icon: 'message-circle', href: '/cases' },
  unassigned: { icon: 'folder', href: '/cases?whose=none' },
  mails: { icon: 'mail', href: '/agency/messages' },
};

const Needs = ({ needs }: Pick<Desk, 'needs'>) => {
  const { t } = usePage();
  if (needs.length === 0)
    return (
      <div class="empty">
        <Icon name="circle-check" />
        <p>{t('desk.nothing')}</p>
      </div>
    );
  return (
    <section aria-labelledby="needs-title">
      <h2 id="needs-title">{t('desk.needs')}</h2>
      <ul class="needs">
        {needs.map((need) => (
          <NeedCard need={need} />
        ))}
      </ul>
    </section>
  );
};

const NeedCard = ({ need: { kind, count, oldest, cases } }: { readonly need: Need }) => {
  const { t, format, now } = usePage();
  const { icon, href } = LOOK[kind];
  const isLate = oldest !== null && now.getTime() - oldest.getTime() > DAY_MILLISECONDS;
  return (
    <li class="card need">
      <Icon name={icon} />
      <p>
        <span class="need-count">{format.number(count)}</span>
        <a href={cases.length === 1 ? `/cases/${cases[0]?.id}` : href}>{t(`desk.need-${kind}`, { count })}</a>
      </p>
      {oldest && (
        <p class={isLate ? 'need-age need-late' : 'need-age'}>
          {isLate && <Icon name="clock" />}
          {t('desk.since')} <time datetime={oldest.toISOString()}>{format.relative(oldest)}</time>
        </p>
      )}
      {cases.length > 1 && (
        <p class="need-cases">
          {cases.map(({ id, number }) => (
            <a class="code" href={`/cases/${id}`}>
              {number}
            </a>
          ))}
        </p>
      )}
    </li>
  );
};

const Recent = ({
  sightings,
  days,
}: {
  readonly sightings: readonly SightingRowData[];
  readonly days: Desk['days'];
}) => {
  const { t, format } = usePage();
  const points = sightings.slice(0, MOST_POINTS).flatMap(({ id, latitude, longitude, place, number, seenAt }) =>
    latitude === null || longitude === null
      ? []
      : [
          {
            ...{ id, latitude, longitude, href: `/sightings/${id}`, kind: 'sighting' as const },
            // The place in its own direction.
            label: `\u2068${place ?? number}\u2069 · ${format.dateTime(seenAt)}`,
          },
        ],
  );
  return (
    <section aria-labelledby="recent-title">
      <h2 id="recent-title">{t('desk.recent')}</h2>
      <div class="desk-halves">
        <div>
          <Timeline
            days={days}
            caption={t('desk.timeline', { days: days.length, count: days.reduce((sum, { count }) => sum + count, 0) })}
          />
          {sightings.length === 0 ? (
            <div class="empty">
              <Icon name="inbox" />
              <p>{t('desk.no-sightings')}</p>
            </div>
          ) : (
            <SightingRows items={sightings.slice(0, MOST_ROWS)} />
          )}
          <p>
            <a href="/sightings">{t('desk.all-sightings')}</a>
          </p>
        </div>
        {points.length > 0 && <SightingMap points={points} label={t('desk.map')} />}
      </div>
    </section>
  );
};

/** So few could be told apart by who knows some of them. */
const SMALL = 5;

const Reunited = ({ ours, oursThisYear, all }: Desk['reunited']) => {
  const { t, format } = usePage();
  const few = all > 0 && all < SMALL;
  return (
    <section class="card reunited" aria-labelledby="reunited-title">
      <h2 id="reunited-title">
        <Icon name="heart" />
        {t('desk.reunited')}
      </h2>
      <p>{t('desk.reunited-ours', { count: ours, year: oursThisYear })}</p>
      <p>{few ? t('desk.reunited-few', { most: format.number(SMALL) }) : t('desk.reunited-all', { count: all })}</p>
      <p class="hint">{t('desk.reunited-note')}</p>
    </section>
  );
};
