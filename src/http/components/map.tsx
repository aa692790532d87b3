import { type Frame, frameAround, TILE_SIZE, toPixel } from '../../services/places/mercator.ts';
import { usePage } from '../page.tsx';

export type MapKind = 'sighting' | 'last-seen' | 'confirmed' | 'camera';

export interface MapPoint {
  readonly id: string;
  readonly latitude: number;
  readonly longitude: number;
  /** What is there, in words. */
  readonly label: string;
  readonly href?: string;
  readonly kind: MapKind;
}

interface MapProps {
  readonly points: readonly MapPoint[];
  /** What the map shows, for whoever does not see it. */
  readonly label: string;
}

const STILL = { width: 720, height: 420, padding: 48, maxZoom: 9 };

/** Points on a map, and the same as a list. A still picture without script; with it, one that moves. */
export const SightingMap = ({ points, label }: MapProps) => (
  <section class="map" aria-label={label}>
    <StillMap points={points} />
    <PointList points={points} />
  </section>
);

const StillMap = ({ points }: Pick<MapProps, 'points'>) => {
  const frame = frameAround(points, STILL);
  return (
    <svg class="map-still" viewBox={`0 0 ${frame.width} ${frame.height}`} aria-hidden="true">
      {tilesOf(frame).map(({ href, x, y }) => (
        <image href={href} x={x} y={y} width={TILE_SIZE} height={TILE_SIZE} />
      ))}
      {points.map((point, index) => {
        const { x, y } = toPixel(point, frame.zoom);
        return (
          <g transform={`translate(${Math.round(x - frame.left - 16)} ${Math.round(y - frame.top - 16)})`}>
            <Marker kind={point.kind} number={index + 1} />
          </g>
        );
      })}
    </svg>
  );
};

const PointList = ({ points }: Pick<MapProps, 'points'>) => (
  <ol class="map-list">
    {points.map(({ id, kind, label, href }, index) => (
      <li id={`point-${id}`}>
        <svg width="32" height="32" aria-hidden="true">
          <Marker kind={kind} number={index + 1} />
        </svg>
        <span>{href ? <a href={href}>{label}</a> : label}</span>
      </li>
    ))}
  </ol>
);

/** Each kind has a shape of its own: colour alone tells too few people apart. */
const Marker = ({ kind, number }: { readonly kind: MapKind; readonly number: number }) => (
  <g class={`marker marker-${kind}`}>
    <path d={SHAPES[kind]} />
    <text x="16" y="20.5" text-anchor="middle">
      {usePage().format.number(number)}
    </text>
  </g>
);

const SHAPES: Readonly<Record<MapKind, string>> = {
  sighting: 'M16 3a13 13 0 1 0 0 26a13 13 0 1 0 0-26z',
  'last-seen': 'M16 1 31 16 16 31 1 16z',
  confirmed: 'M16 2 28 9v14l-12 7-12-7V9z',
  camera: 'M4 5h24v22H4z',
};

function tilesOf({ zoom, left, top, width, height }: Frame) {
  const last = 2 ** zoom - 1;
  const tiles = [];
  for (let y = Math.floor(top / TILE_SIZE); y * TILE_SIZE < top + height; y++)
    for (let x = Math.floor(left / TILE_SIZE); x * TILE_SIZE < left + width; x++)
      if (y >= 0 && y <= last)
        tiles.push({
          href: `/map/tiles/${zoom}/${(x + 2 ** zoom) % 2 ** zoom}/${y}.svg`,
          x: x * TILE_SIZE - left,
          y: y * TILE_SIZE - top,
        });
  return tiles;
}
