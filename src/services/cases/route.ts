import { PLACE_ACCURACY_KM, type Travel, travelBetween } from '../../match/plausibility/place-and-time.ts';
import type { Measure } from '../../match/plausibility/reasons.ts';
import type { Point } from '../places/mercator.ts';
import type { CaseSighting } from './case-sightings.ts';

/** Where the child surely was. */
interface Stop extends Point {
  readonly at: Date;
  readonly place: string | null;
}

/** From one stop to the next. */
export interface Leg {
  readonly from: Stop;
  readonly to: Stop;
  /** As the crow flies. */
  readonly km: number;
  readonly elapsed: Measure;
  readonly travel: Travel;
}

interface LastSeen {
  readonly lastLatitude: number | null;
  readonly lastLongitude: number | null;
  readonly lastSeenAt: string | null;
  readonly lastPlace: string | null;
}

/** The way from where the child was last seen through the confirmed sightings, and whether there was time for it. */
export function routeOf(file: LastSeen, sightings: readonly CaseSighting[]): Leg[] {
  const stops = [...lastSeenOf(file), ...sightings.flatMap(stopOf)].sort((a, b) => a.at.getTime() - b.at.getTime());
  return stops.slice(1).flatMap((to, index) => {
    const from = stops[index];
    if (!from) return [];
    const { km, elapsed, travel } = travelBetween(whereabouts(from), whereabouts(to));
    return [{ from, to, km, elapsed, travel }];
  });
}

function lastSeenOf({ lastLatitude, lastLongitude, lastSeenAt, lastPlace }: LastSeen): Stop[] {
  if (lastLatitude === null || lastLongitude === null || lastSeenAt === null) return [];
  return [{ latitude: lastLatitude, longitude: lastLongitude, at: new Date(lastSeenAt), place: lastPlace }];
}

function stopOf({ latitude, longitude, seenAt, place, isConfirmed }: CaseSighting): Stop[] {
  return isConfirmed && latitude !== null && longitude !== null ? [{ latitude, longitude, at: seenAt, place }] : [];
}

function whereabouts({ at, ...position }: Stop) {
  return { at, position, accuracyKm: PLACE_ACCURACY_KM };
}
