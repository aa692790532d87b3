import type { CaseSighting } from '../../../services/cases/case-sightings.ts';
import { routeOf } from '../../../services/cases/route.ts';
import { ErrorSummary, Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { type MapPoint, SightingMap } from '../../components/map.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { CaseFrame } from './case-frame.tsx';
import type { CaseHead } from './open-case.tsx';
import { Route } from './route.tsx';

export interface PlacesData extends CaseHead {
  readonly sightings: readonly CaseSighting[];
  readonly form: FormState;
}

/** Where the child was last seen, and where people say that they saw them since. */
export const Places = (data: PlacesData) => {
  const { t } = usePage();
  const points = usePoints(data);
  const legs = routeOf(data.file, data.sightings);
  const route = legs.flatMap(({ from, to }, index) => (index === 0 ? [from, to] : [to]));
  return (
    <CaseFrame {...data} tab="places">
      <h2 class="visually-hidden">{t('cases.places')}</h2>
      <div class="columns">
        <div>
          {points.length > 0 ? (
            <SightingMap points={points} label={t('cases.map-label')} route={route} />
          ) : (
            <div class="empty">
              <Icon name="map" />
              <p>{t('cases.places-none')}</p>
            </div>
          )}
        </div>
        <div>
          <Route legs={legs} />
          <Linked {...data} />
          <LinkForm {...data} />
        </div>
      </div>
    </CaseFrame>
  );
};

function usePoints({ file, sightings }: PlacesData): MapPoint[] {
  const { t, format } = usePage();
  const last =
    file.lastLatitude === null || file.lastLongitude === null
      ? []
      : [
          {
            id: 'last-seen',
            kind: 'last-seen' as const,
            latitude: file.lastLatitude,
            longitude: file.lastLongitude,
            label: t('cases.map-last-seen', {
              place: file.lastPlace ?? '',
              when: file.lastSeenAt ? format.dateTime(file.lastSeenAt) : '',
            }),
          },
        ];
  const seen = sightings.flatMap(({ id, number, place, latitude, longitude, seenAt, isConfirmed }) =>
    latitude === null || longitude === null
      ? []
      : [
          {
            id,
            kind: isConfirmed ? ('confirmed' as const) : ('sighting' as const),
            latitude,
            longitude,
            href: `/sightings/${id}`,
            label: `${number}, ${format.dateTime(seenAt)}${place ? `, ${place}` : ''}`,
          },
        ],
  );
  return [...last, ...seen];
}

const Linked = ({ file, sightings }: PlacesData) => {
  const { t, format, can } = usePage();
  return (
    <section class="card">
      <h2>{t('cases.linked')}</h2>
      <LiveList id="case-sightings" topics={['sightings']}>
        {sightings.length === 0 && <p class="hint">{t('cases.linked-none')}</p>}
        <ul class="plain-list">
          {sightings.map(({ id, number, place, seenAt, reason, linkedBy }) => (
            <li>
              <a href={`/sightings/${id}`}>{number}</a> ·{' '}
              <time datetime={seenAt.toISOString()}>{format.dateTime(seenAt)}</time>
              {place && ` · ${place}`}
              <p class="hint">
                {reason}
                {linkedBy && ` (${linkedBy})`}
              </p>
              {can('sighting.link') && (
                <form method="post" action={`/cases/${file.id}/places/${id}/unlink`}>
                  <input type="hidden" name="reason" value={reason} />
                  <button type="submit" class="plain" name="number" value={number}>
                    {t('cases.unlink', { number })}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      </LiveList>
    </section>
  );
};

const LinkForm = ({ file, form }: PlacesData) => {
  const { t, can } = usePage();
  if (!can('sighting.link')) return null;
  return (
    <section class="card">
      <h2>{t('cases.link')}</h2>
      <form method="post" action={`/cases/${file.id}/places`}>
        <ErrorSummary form={form} />
        <Input
          name="number"
          label={t('cases.link-number')}
          hint={t('cases.link-number-hint')}
          form={form}
          size="medium"
        />
        <Input name="reason" label={t('cases.link-reason')} form={form} more={{ maxlength: 500 }} />
        <button type="submit">
          <Icon name="link" />
          {t('cases.link')}
        </button>
      </form>
    </section>
  );
};
