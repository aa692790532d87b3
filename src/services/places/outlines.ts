import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type GeoPermissibleObjects, type GeoStream, geoMercator, geoStream } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import { once, onceEach } from '../../core/once.ts';

/** A line or a ring: x, y, x, y … in a world that is one unit wide and high. */
export interface Line {
  readonly points: Float64Array;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What Natural Earth knows at one scale. */
export interface Outlines {
  readonly land: readonly Line[];
  readonly borders: readonly Line[];
}

/** A country's name is written across its largest piece. */
export interface CountrySpot {
  /** ISO 3166-1 alpha-2 */
  readonly code: string;
  readonly x: number;
  readonly y: number;
  /** Of the piece, in worlds. */
  readonly width: number;
}

type Topology = Parameters<typeof mesh>[0];
type Collection<Properties> = Extract<
  Parameters<typeof feature<Properties & object>>[1],
  { type: 'GeometryCollection' }
>;
type World = Topology & {
  readonly objects: { readonly countries: Collection<{ name: string }>; readonly land: Collection<object> };
};
export type Scale = '110m' | '50m' | '10m';

/** Land and borders at a scale. */
export const outlinesAt = onceEach((scale: Scale): Outlines => {
  const world = readWorld(scale);
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b);
  const land = linesOf(feature(world, world.objects.land)).filter((ring) => !isWholeWorld(ring));
  return { land, borders: linesOf(borders) };
});

export const countrySpots = once((): readonly CountrySpot[] => spotsOf(readWorld('50m')));

function spotsOf(world: World): CountrySpot[] {
  return world.objects.countries.geometries.flatMap((geometry) => {
    const code = typeof geometry.id === 'string' ? new Intl.Locale(`und-${geometry.id}`).region : undefined;
    const largest = linesOf(feature(world, geometry)).sort((a, b) => sizeOf(b) - sizeOf(a))[0];
    if (!code || !largest || code === 'AQ') return [];
    return [{ code, ...middleOf(largest.points), width: largest.right - largest.left }];
  });
}

/** With 80 000 points in a ring d3-geo is not sure on which side of it the land is, and adds the frame of the world. */
function isWholeWorld({ left, right, top, bottom }: Line): boolean {
  return left <= 0 && right >= 1 && top <= 0 && bottom >= 1;
}

function sizeOf({ left, right, top, bottom }: Line): number {
  return (right - left) * (bottom - top);
}

/** Centre of the area of a ring (shoelace formula). */
function middleOf(points: Float64Array): { x: number; y: number } {
  let [area, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.subarray(i, i + 4);
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    sumX += (x0 + x1) * cross;
    sumY += (y0 + y1) * cross;
  }
  return { x: sumX / (3 * area), y: sumY / (3 * area) };
}

function readWorld(scale: Scale): World {
  const path = createRequire(import.meta.url).resolve(`world-atlas/countries-${scale}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as World;
}

const UNIT_WORLD = geoMercator()
  .scale(1 / (2 * Math.PI))
  .translate([0.5, 0.5])
  .precision(0);

/** d3-geo cuts what crosses the 180th meridian; all else needs no cutting. */
function linesOf(shape: GeoPermissibleObjects): Line[] {
  const lines: Line[] = [];
  let points: number[] = [];
  const sink: GeoStream = {
    point: (x, y) => points.push(x, y),
    lineStart: () => {
      points = [];
    },
    lineEnd: () => {
      if (isRing) points.push(points[0] ?? 0, points[1] ?? 0);
      lines.push(lineOf(points));
    },
    polygonStart: () => {
      isRing = true;
    },
    polygonEnd: () => {
      isRing = false;
    },
  };
  let isRing = false;
  geoStream(shape, UNIT_WORLD.stream(sink));
  return lines;
}

function lineOf(points: readonly number[]): Line {
  const [x = 0, y = 0] = points;
  let [left, right, top, bottom] = [x, x, y, y];
  for (let i = 2; i < points.length; i += 2) {
    const [atX = 0, atY = 0] = [points[i], points[i + 1]];
    left = Math.min(left, atX);
    right = Math.max(right, atX);
    top = Math.min(top, atY);
    bottom = Math.max(bottom, atY);
  }
  return { points: Float64Array.from(points), left, right, top, bottom };
}
