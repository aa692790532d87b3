import { type Measure, type Reason, reason, timeSpan, type Verdict } from './reasons.ts';
import type { Position, SeenPerson, SoughtChild, Whereabouts } from './types.ts';

/** Mean radius of the Earth, in km (IUGG). */
const EARTH_RADIUS_KM = 6371.0088;

/**
 * Speeds up to which a journey is plausible, in km/h from place to place, stops and detours not counted.
 *
 * On foot: a brisk walk without a rest (R. Bohannon, «Comfortable and maximum walking speed of adults aged 20-79 years»,
 * Age and Ageing 26, 1997: comfortable 1.3-1.5 m/s). By road or rail: fast trains and motorways, rounded up. By air: the
 * cruising speed of airliners, about 900 km/h, is faster than any whole journey.
 */
const ON_FOOT_KMH = 6;
const BY_ROAD_KMH = 150;
const BY_AIR_KMH = 900;

/** As near as this supports; a rounded judgement, as wide as a city. */
const NEAR_KM = 25;

/** Clocks and memories are wrong by as much. */
const CLOCK_ERROR_MS = 3_600_000;

/** Stands in a sentence where nobody has named the place. */
export const LAST_KNOWN_PLACE = 'the last known place';

/** A position given in words or by pressing on a map, where no accuracy is known. */
export const PLACE_ACCURACY_KM = 1;

/** Great-circle distance in km, by the haversine formula (R. Sinnott, Sky and Telescope 68, 1984). */
export function distanceKm(first: Position, second: Position): number {
  const rise = radians(second.latitude - first.latitude);
  const turn = radians(second.longitude - first.longitude);
  const chord =
    Math.sin(rise / 2) ** 2 +
    Math.cos(radians(first.latitude)) * Math.cos(radians(second.latitude)) * Math.sin(turn / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/**
 * Could the child have been there then?
 *
 * Against: seen before it went missing; too far from where it was last seen for the time in between; too far from
 * another confirmed sighting (at two places at once). Near by supports. All else says nothing: children are found far
 * away. Distances count less what both positions are uncertain by, times an hour more than they seem, in favour of
 * «possible».
 */
export function placeAndTimeReason(child: SoughtChild, seen: SeenPerson): Reason {
  const { at, position } = seen;
  const { lastSeenAt, lastPosition } = child;
  const from = child.lastPlace ?? LAST_KNOWN_PLACE;
  if (at && lastSeenAt && at.getTime() < lastSeenAt.getTime() - CLOCK_ERROR_MS)
    return reason('against', 'place-and-time', 'place.before-missing', { elapsed: spanBetween(at, lastSeenAt), from });
  if (!at || !position) return reason('unknown', 'place-and-time', 'place.unknown');
  const here = { at, position, accuracyKm: seen.accuracyKm };
  const elsewhere = child.confirmed
    .map((other) => journeyBetween(here, other))
    .find(({ speedKmh }) => speedKmh > BY_AIR_KMH);
  if (elsewhere) return reason('against', 'place-and-time', 'place.two-places', parametersOf(elsewhere));
  if (!lastSeenAt || !lastPosition) return reason('unknown', 'place-and-time', 'place.unknown');
  const journey = travelBetween(here, { at: lastSeenAt, position: lastPosition, accuracyKm: PLACE_ACCURACY_KM });
  const { travel } = journey;
  return reason(VERDICTS[travel], 'place-and-time', `place.${travel}`, { ...parametersOf(journey), from });
}

/** How somebody must have travelled, at the least; `near`: the places are so near that it does not matter. */
export type Travel = 'near' | 'on-foot' | 'by-road' | 'by-air' | 'impossible';

const VERDICTS = {
  near: 'supports',
  'on-foot': 'neutral',
  'by-road': 'neutral',
  'by-air': 'neutral',
  impossible: 'against',
} as const satisfies Record<Travel, Verdict>;

/** Distance in km as the crow flies, the time in between, and how somebody can have been at both places. */
export function travelBetween(first: Whereabouts, second: Whereabouts): Journey & { readonly travel: Travel } {
  const journey = journeyBetween(first, second);
  return { ...journey, travel: travelOf(journey) };
}

function travelOf({ km, speedKmh }: Journey): Travel {
  if (speedKmh > BY_AIR_KMH) return 'impossible';
  if (km <= NEAR_KM) return 'near';
  if (speedKmh > BY_ROAD_KMH) return 'by-air';
  return speedKmh > ON_FOOT_KMH ? 'by-road' : 'on-foot';
}

interface Journey {
  readonly km: number;
  readonly elapsed: Measure;
  /** The least speed that both places and times allow. */
  readonly speedKmh: number;
}

function journeyBetween(first: Whereabouts, second: Whereabouts): Journey {
  const km = distanceKm(first.position, second.position);
  const least = Math.max(0, km - first.accuracyKm - second.accuracyKm);
  const most = Math.abs(first.at.getTime() - second.at.getTime()) + CLOCK_ERROR_MS;
  return { km, elapsed: spanBetween(first.at, second.at), speedKmh: least / (most / 3_600_000) };
}

function parametersOf({ km, elapsed, speedKmh }: Journey): Record<string, Measure> {
  return {
    distance: { value: Math.round(km), unit: 'kilometer' },
    elapsed,
    speed: { value: Math.round(speedKmh), unit: 'kilometer-per-hour' },
  };
}

function spanBetween(first: Date, second: Date): Measure {
  return timeSpan(Math.abs(second.getTime() - first.getTime()));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
