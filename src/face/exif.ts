import exifr from 'exifr';
import { z } from 'zod';

/** When, where and with what a photo says it was taken. The camera's word: often right, easily forged, sometimes nonsense. */
export interface Capture {
  readonly capturedAt: Date | null;
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  /** Make and model as the camera writes them; null when it does not. */
  readonly camera: string | null;
  /** Which statements were dropped as nonsense, in words for a person. */
  readonly warnings: readonly string[];
}

/** Real cameras write less; the JPEG format itself ends at 64 kB. */
const MAXIMUM_EXIF_BYTES = 1 << 20;

/** Longest name of a camera that is kept. */
const CAMERA_CHARACTERS = 100;

/** A clock a day ahead may be a time zone; more is a wrong clock. */
const CLOCK_TOLERANCE_MILLISECONDS = 24 * 3600 * 1000;

/** The first photograph is of 1826; an earlier time is no time. */
const EARLIEST = Date.UTC(1826, 0, 1);

const EXIF_TIME = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/;
const EXIF_OFFSET = /^([+-])(\d\d):?(\d\d)$/;

const Tags = z.object({
  DateTimeOriginal: z.string().optional().catch(undefined),
  OffsetTimeOriginal: z.string().optional().catch(undefined),
  latitude: z.number().optional().catch(undefined),
  longitude: z.number().optional().catch(undefined),
  Make: z.string().optional().catch(undefined),
  Model: z.string().optional().catch(undefined),
});

/**
 * Read capture time, place and camera out of an EXIF block.
 *
 * A time without offset (older cameras) is read as UTC: the truth is then up to 14 hours away, which does not matter
 * for a child's age and must not be relied on for anything finer. Nonsense (the future, 0°N 0°E, out of range) is
 * dropped with a warning.
 *
 * @param block the EXIF block with or without its `Exif\0\0` head; undefined when the photo has none
 * @param now what counts as the future
 * @returns all null when there is no block, or none that can be read
 */
export async function readCapture(block: Uint8Array | undefined, now: Date): Promise<Capture> {
  const tags = await readTags(block);
  const capturedAt = exifTime(tags.DateTimeOriginal, tags.OffsetTimeOriginal);
  const warnings: string[] = [];
  const isTimeSane =
    !capturedAt ||
    (capturedAt.getTime() >= EARLIEST && capturedAt.getTime() <= now.getTime() + CLOCK_TOLERANCE_MILLISECONDS);
  if (!isTimeSane) warnings.push('The capture time in the photo cannot be right (check the camera clock): ignored.');
  const place = placeOf(tags.latitude, tags.longitude);
  if (place === 'nonsense') warnings.push('The place in the photo cannot be right: ignored.');
  return {
    capturedAt: isTimeSane ? capturedAt : null,
    place: place === 'nonsense' ? null : place,
    camera: cameraOf(tags.Make, tags.Model),
    warnings,
  };
}

async function readTags(block: Uint8Array | undefined): Promise<z.output<typeof Tags>> {
  if (!block || block.length < 8 || block.length > MAXIMUM_EXIF_BYTES) return {};
  const hasHead = Buffer.from(block.subarray(0, 6)).toString('latin1') === 'Exif\0\0';
  try {
    const tags = await exifr.parse(hasHead ? block.subarray(6) : block, {
      ifd0: { pick: ['ExifIFD', 'GPSInfo', 'Make', 'Model'] },
      exif: { pick: ['DateTimeOriginal', 'OffsetTimeOriginal'] },
      gps: true,
      // Its own conversion would read the time in the server's time zone.
      reviveValues: false,
    });
    return Tags.parse(tags ?? {});
  } catch {
    // A broken EXIF block is as good as none: the photo itself may be whole.
    return {};
  }
}

function exifTime(time: string | undefined, offset: string | undefined): Date | null {
  const parts = EXIF_TIME.exec(time ?? '')
    ?.slice(1)
    .map(Number);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    return null;
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  utc.setUTCHours(hour, minute, second);
  return new Date(utc.getTime() - offsetMilliseconds(offset));
}

function offsetMilliseconds(offset: string | undefined): number {
  const [, sign, hours, minutes] = EXIF_OFFSET.exec(offset?.trim() ?? '') ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -size : size;
}

/** Most models name their make; what is left of nonsense is cut to what cameras write. */
function cameraOf(make = '', model = ''): string | null {
  const [clearMake, clearModel] = [make, model].map((text) => text.replace(/[^\x20-\x7e]/g, '').trim());
  const parts = clearModel?.toLowerCase().startsWith(clearMake?.toLowerCase() ?? '')
    ? [clearModel]
    : [clearMake, clearModel];
  return parts.filter(Boolean).join(' ').slice(0, CAMERA_CHARACTERS) || null;
}

function placeOf(latitude: number | undefined, longitude: number | undefined): Capture['place'] | 'nonsense' {
  if (latitude === undefined || longitude === undefined) return null;
  const isSane = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !(latitude === 0 && longitude === 0);
  return isSane ? { latitude, longitude } : 'nonsense';
}
