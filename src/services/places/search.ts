import type { Actor } from '../../core/actor.ts';
import { once } from '../../core/once.ts';
import type { Platform } from '../../platform.ts';
import { plainText } from '../cases/names.ts';
import { countRequest, type Limit } from '../protection/limits.ts';
import { sourceOf } from '../protection/sources.ts';
import type { Point } from './mercator.ts';
import { allTowns } from './towns.ts';

/** A town that somebody may mean. */
export interface Place extends Point {
  readonly name: string;
  /** ISO 3166-1 alpha-2 */
  readonly country: string;
  /** A larger town not far from it, which tells it from others of its name. */
  readonly near: string | null;
}

const SEARCHES: Limit = { name: 'places', requests: 240, seconds: 600 };
const MOST = 6;
const LARGE_PEOPLE = 100_000;
const NEAR_KM = 120;
/** Beyond it, a town says nothing about where a point is. */
const NEAREST_KM = 50;

/**
 * Towns whose name begins with a text, in any script, the largest first and those of the deployment's country before
 * all others. Of towns alone, from the list that Homeward brings: nobody outside learns what was typed.
 *
 * @throws AppError `too-many`
 */
export async function searchPlaces(app: Platform, actor: Actor, address: string, text: string): Promise<Place[]> {
  await countRequest(app, sourceOf(app, actor, address), SEARCHES);
  return findTowns(text, app.config.country);
}

/** The town that a point is in or near. @throws AppError `too-many` */
export async function placeNear(app: Platform, actor: Actor, address: string, point: Point): Promise<Place | null> {
  await countRequest(app, sourceOf(app, actor, address), SEARCHES);
  return nearestTown(point);
}

function findTowns(text: string, country: string | null): Place[] {
  const isFound = matcherOf(text);
  if (!isFound) return [];
  const found = plainNames().flatMap((name, rank) => (isFound(name) ? [rank] : []));
  const { countries } = allTowns();
  const isOurs = (rank: number) => countries[rank] === country;
  return [...found.filter(isOurs), ...found.filter((rank) => !isOurs(rank))].slice(0, MOST).map(placeOf);
}

function nearestTown(point: Point): Place | null {
  const { names } = allTowns();
  let [best, least] = [-1, NEAREST_KM];
  for (let rank = 0; rank < names.length; rank++) {
    const distance = distanceKm(point, rank);
    if (distance < least) [best, least] = [rank, distance];
  }
  return best < 0 ? null : placeOf(best);
}

/** Latin letters are compared as they are typed; other scripts by their consonants, which all transcriptions share. */
function matcherOf(text: string): ((name: string) => boolean) | null {
  const plain = plainText(text);
  if (plain.length < 2) return null;
  if (/\p{Script=Latin}/u.test(text)) return (name) => name.startsWith(plain);
  const wanted = consonantsOf(plain);
  return wanted.length < 2 ? null : (name) => consonantsOf(name) === wanted;
}

function consonantsOf(word: string): string {
  return word
    .replace(/[cq]/g, 'k')
    .replace(/z/g, 's')
    .replace(/v/g, 'w')
    .replace(/[^bdfgjklmnprstwx]/g, '')
    .replace(/(.)\1+/g, '$1');
}

/** The list has Latin letters alone: taking off their marks is a hundred times faster than to transcribe. */
const plainNames = once(() =>
  allTowns().names.map((name) =>
    name
      .normalize('NFD')
      .replace(/[\p{M}'’ʼ‘`]/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' '),
  ),
);

function placeOf(rank: number): Place {
  const { names, countries, latitudes, longitudes } = allTowns();
  const point = { latitude: latitudes[rank] ?? 0, longitude: longitudes[rank] ?? 0 };
  return { name: names[rank] ?? '', country: countries[rank] ?? '', near: largeTownNear(rank, point), ...point };
}

function largeTownNear(rank: number, point: Point): string | null {
  const { names, populations } = allTowns();
  let [best, least] = [-1, NEAR_KM];
  for (let other = 0; other < names.length && (populations[other] ?? 0) >= LARGE_PEOPLE; other++) {
    const distance = distanceKm(point, other);
    if (other < rank && distance < least) [best, least] = [other, distance];
  }
  return best < 0 ? null : (names[best] ?? null);
}

/** On a flat map around the point: exact enough for what is near. */
function distanceKm({ latitude, longitude }: Point, rank: number): number {
  const { latitudes, longitudes } = allTowns();
  const north = (latitudes[rank] ?? 0) - latitude;
  const east = ((((longitudes[rank] ?? 0) - longitude + 540) % 360) - 180) * Math.cos((latitude * Math.PI) / 180);
  return 111.2 * Math.hypot(north, east);
}
