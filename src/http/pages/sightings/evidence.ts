import type { PhotoView } from '../../../services/photos/view.ts';
import type { SightingView } from '../../../services/sightings/inbox.ts';

/** What a camera wrote into a photo, beside what the reporter said. */
export interface Evidence {
  /** By the camera's clock, which often knows no zone. */
  readonly takenAt: string | null;
  /** Whole days between that and what was said; 0 where they fit. */
  readonly daysApart: number;
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  /** From the place that was said; null where either is unknown. */
  readonly kilometresApart: number | null;
  readonly camera: string | null;
}

const DAY_MILLISECONDS = 86_400_000;

type Exif = PhotoView['exif'];

/** @returns null when the camera said nothing */
export function evidenceOf(
  { capturedAt, latitude, longitude, camera }: Exif,
  said: Pick<SightingView, 'seenAt' | 'latitude' | 'longitude'>,
): Evidence | null {
  const place = latitude === undefined || longitude === undefined ? null : { latitude, longitude };
  if (!capturedAt && !place && !camera) return null;
  const apart = capturedAt ? Math.abs(Date.parse(capturedAt) - Date.parse(said.seenAt)) : 0;
  const saidPlace =
    said.latitude === null || said.longitude === null ? null : { latitude: said.latitude, longitude: said.longitude };
  return {
    takenAt: capturedAt ?? null,
    daysApart: Math.floor(apart / DAY_MILLISECONDS),
    place,
    kilometresApart: place && saidPlace ? kilometresBetween(place, saidPlace) : null,
    camera: camera ?? null,
  };
}

type Point = { readonly latitude: number; readonly longitude: number };

const EARTH_KILOMETRES = 6371;

/** Along the great circle (haversine formula). */
function kilometresBetween(a: Point, b: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const along = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * EARTH_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(half(a.latitude, b.latitude) + along)));
}
