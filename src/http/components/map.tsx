import type { Child } from 'hono/jsx';
import { type Point, toPixel } from '../../services/places/mercator.ts';
import { usePage } from '../page.tsx';
import { Island } from './island.tsx';
import { stillFrame } from './map-frame.ts';
import { useMapSettings } from './map-settings.ts';
import { type MapKind, Marker } from './marker.tsx';

export interface MapPoint {
  readonly id: string;
  readonly latitude: number;
  readonly longitude: number;
  /** What is there, in words. */
  readonly label: Child;
  readonly href?: string;
  readonly kind: MapKind;
  /** Of a camera: the ground that it covers. */
  readonly outline?: readonly Point[];
}

interface MapProps {
  readonly points: readonly MapPoint[];
  /** What the map shows, for whoever does not see it. */
  readonly label: string;
  /** `large` where the map is what the page is for. */
  readonly size?: 'large';
  /** A way through some of them, in its order. */
  readonly route?: readonly Point[];
}

/** Points on a map, and the same as a list. A still picture without script; with it, one that moves. */
export const SightingMap = ({ points, label, size, route = [] }: MapProps) => {
  const { t, assets } = usePage();
  return (
    <section class={size ? 'map map-large' : 'map'} aria-label={label}>
      <link rel="stylesheet" href={assets.url('map.css')} />
      <sighting-map {...useMapSettings()} several={t('map.several', { count: '{count}' })} route={inOneLine(route)}>
        <StillMap points={points} route={route} />
        {points.length === 0 ? <p class="hint">{t('map.nothing')}</p> : <PointList points={points} />}
      </sighting-map>
      <Island name="sighting-map" />
    </section>
  );
};

const StillMap = ({ points, route }: { readonly points: readonly MapPoint[]; readonly route: readonly Point[] }) => {
  const { t, theme, texts, format, mapTiles } = usePage();
  const frame = stillFrame(points);
  const { zoom, left, top, width, height } = frame;
  const inFrame = (places: readonly Point[]) =>
    places
      .map((place) => toPixel(place, zoom))
      .map(({ x, y }) => `${(x - left).toFixed(1)},${(y - top).toFixed(1)}`)
      .join(' ');
  const picture = (look: string) => `/map/still/${zoom}/${left}/${top}.svg?theme=${look}&lang=${texts.locale}`;
  return (
    <figure class="map-view">
      <picture>
        {theme === 'auto' && <source srcset={picture('dark')} media="(prefers-color-scheme: dark)" />}
        <img src={picture(theme === 'dark' ? 'dark' : 'light')} width={width} height={height} alt="" loading="lazy" />
      </picture>
      <svg class="map-points" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {points.map(
          ({ outline = [] }) => outline.length > 0 && <polygon class="map-coverage" points={inFrame(outline)} />,
        )}
        {route.length > 1 && <polyline class="map-route" points={inFrame(route)} />}
        {points.map((point, index) => {
          const { x, y } = toPixel(point, zoom);
          return (
            <g transform={`translate(${Math.round(x - left - 16)} ${Math.round(y - top - 16)})`}>
              <Marker kind={point.kind} number={format.number(index + 1)} />
            </g>
          );
        })}
      </svg>
      {!mapTiles && <figcaption class="map-credit">{t('map.credit')}</figcaption>}
    </figure>
  );
};

const PointList = ({ points }: Pick<MapProps, 'points'>) => {
  const { t, format } = usePage();
  return (
    <ol class="map-list">
      {points.map(({ id, kind, label, href, latitude, longitude, outline }, index) => (
        <li
          id={`point-${id}`}
          data-latitude={latitude}
          data-longitude={longitude}
          data-kind={kind}
          data-outline={outline && inOneLine(outline)}
        >
          <svg width="32" height="32" role="img" aria-label={t('map.kind', { kind })}>
            <Marker kind={kind} number={format.number(index + 1)} />
          </svg>
          <span>{href ? <a href={href}>{label}</a> : label}</span>
        </li>
      ))}
    </ol>
  );
};

/** For the script: 16.5,80.6 16.6,80.7 */
function inOneLine(places: readonly Point[]): string | undefined {
  if (places.length === 0) return undefined;
  return places.map(({ latitude, longitude }) => `${latitude.toFixed(6)},${longitude.toFixed(6)}`).join(' ');
}
