import type { MapFilter, PlaceOnMap } from '../../../services/places/overview.ts';
import { Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { SightingMap } from '../../components/map.tsx';
import { Marker } from '../../components/marker.tsx';
import { Timeline } from '../../components/timeline.tsx';
import { EMPTY_FORM } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { timesOf } from './times.ts';

interface MapPageProps {
  readonly filter: MapFilter;
  readonly places: readonly PlaceOnMap[];
  readonly isCut: boolean;
}

const DAYS = [7, 30, 90, 365];
const KINDS = ['last-seen', 'sighting', 'camera', 'source'] as const;
const ADDRESSES = { 'last-seen': '/cases', sighting: '/sightings', camera: '/sightings', source: '/watch/sources' };

/** Where children were last seen and where somebody saw one, for those who may have to go there. */
export const MapPage = ({ filter, places, isCut }: MapPageProps) => {
  const { t, can } = usePage();
  const kinds = can('watch.view') ? KINDS : KINDS.filter((kind) => kind !== 'source');
  return (
    <Layout title={t('map.title')} kind="desk">
      <h1>{t('map.title')}</h1>
      <Narrow filter={filter} />
      {isCut && <p class="notice notice-warn">{t('map.cut')}</p>}
      {places.length === 0 ? (
        <div class="empty">
          <Icon name="map" />
          <p>{t('map.empty')}</p>
          <p>
            <a href="/sightings">{t('map.to-sightings')}</a>
          </p>
        </div>
      ) : (
        <>
          <p class="map-key">
            {kinds.map((kind) => (
              <span>
                <svg width="32" height="32" aria-hidden="true">
                  <Marker kind={kind} number="" />
                </svg>
                {t('map.kind', { kind })}
              </span>
            ))}
          </p>
          <SightingMap
            size="large"
            label={t('map.label', { count: places.length })}
            points={places.map((place) => ({
              ...place,
              label: <Label place={place} />,
              href: `${ADDRESSES[place.kind]}/${place.id}`,
            }))}
          />
          <Times filter={filter} places={places} />
        </>
      )}
    </Layout>
  );
};

/** When the sightings of the map were made; by week or month where there are many days. */
const Times = ({ filter, places }: Pick<MapPageProps, 'filter' | 'places'>) => {
  const { t, now, timeZone } = usePage();
  const { unit, times } = timesOf(places, filter, { now, timeZone });
  return <Timeline days={times} caption={t('map.timeline', { unit })} />;
};

/** Each piece may be in another script, and turns nothing around it. */
const Label = ({ place: { kind, place, seenAt, number } }: { readonly place: PlaceOnMap }) => {
  const { t, format } = usePage();
  return (
    <>
      <bdi>{place ?? t('map.no-words')}</bdi> ·{' '}
      {kind !== 'source' && (
        <>
          <bdi>{seenAt ? format.dateTime(seenAt) : t('map.no-time')}</bdi> ·{' '}
        </>
      )}
      <bdi class={kind === 'source' ? undefined : 'whole'}>{number}</bdi>
    </>
  );
};

const Narrow = ({ filter: { days, before, state } }: Pick<MapPageProps, 'filter'>) => {
  const { t } = usePage();
  const choices = [...new Set([...DAYS, days])].sort((a, b) => a - b);
  return (
    <form class="row map-narrow" method="get" action="/map">
      <Select
        name="days"
        label={t('map.days')}
        form={EMPTY_FORM}
        value={String(days)}
        choices={choices.map((each) => ({ value: String(each), label: t('map.last-days', { days: each }) }))}
      />
      <Select
        name="state"
        label={t('map.state')}
        form={EMPTY_FORM}
        value={state}
        choices={(['waiting', 'all'] as const).map((each) => ({
          value: each,
          label: t('map.state-choice', { state: each }),
        }))}
      />
      <Input
        name="before"
        label={t('map.before', { days: before })}
        form={EMPTY_FORM}
        value={String(Math.min(before, days - 1))}
        type="range"
        more={{ min: 0, max: days - 1, step: Math.max(1, Math.floor(days / 30)) }}
      />
      <button type="submit">{t('map.show')}</button>
    </form>
  );
};
