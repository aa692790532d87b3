import type { MapFilter, PlaceOnMap } from '../../../services/places/overview.ts';
import { Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { SightingMap } from '../../components/map.tsx';
import { Marker } from '../../components/marker.tsx';
import { EMPTY_FORM } from '../../forms.ts';
import { usePage } from '../../page.tsx';

interface MapPageProps {
  readonly filter: MapFilter;
  readonly places: readonly PlaceOnMap[];
  readonly isCut: boolean;
}

const DAYS = [7, 30, 90, 365];
const KINDS = ['last-seen', 'sighting', 'camera'] as const;

/** Where children were last seen and where somebody saw one, for those who may have to go there. */
export const MapPage = ({ filter, places, isCut }: MapPageProps) => {
  const { t, format } = usePage();
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
            {KINDS.map((kind) => (
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
              label: [
                place.place ?? t('map.no-words'),
                place.seenAt ? format.dateTime(place.seenAt) : t('map.no-time'),
                place.number,
              ]
                .map(isolated)
                .join(' · '),
              href: place.kind === 'last-seen' ? `/cases/${place.id}` : `/sightings/${place.id}`,
            }))}
          />
        </>
      )}
    </Layout>
  );
};

/** A piece in another script turns nothing around it (Unicode isolates). */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

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
