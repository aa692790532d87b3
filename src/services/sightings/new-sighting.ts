import { z } from 'zod';
import { YEAR_MILLISECONDS } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';
import { isTimeZone } from '../../core/time-zone.ts';
import type { Contact } from '../../db/sightings.ts';
import { readTime } from './local-time.ts';
import type { PhotoHint } from './photo-hint.ts';

/** Clocks differ, and a reporter may round up. */
const CLOCK_SKEW_MILLISECONDS = 10 * 60_000;
const OLDEST_YEARS = 30;

/** What PostgreSQL does not take and nobody types. */
const CONTROL_CHARACTERS = /[^\P{Cc}\n\t]/gu;

/** Words of the public: optional, and as long as people write. */
export const text = (most: number) =>
  z
    .string()
    .transform((given) => given.replaceAll('\r\n', '\n').replace(CONTROL_CHARACTERS, '').trim())
    .pipe(z.string().max(most, `Write at most ${most} characters`))
    .transform((given) => given || undefined)
    .optional();
const number = (least: number, most: number, error: string) =>
  z.preprocess(
    (given) => (given === '' ? undefined : given),
    z.coerce.number(error).min(least, error).max(most, error).optional(),
  );

/** A report as a form or a program sends it: everything but the photos, each field as text. */
export const NewSighting = z
  .object({
    place: text(300).describe('Where, in words'),
    latitude: number(-90, 90, 'Give degrees north, −90 to 90').describe('Degrees north, from GPS or a point on a map'),
    longitude: number(-180, 180, 'Give degrees east, −180 to 180').describe('Degrees east'),
    accuracyMetres: number(0, 1e6, 'Give metres').describe('How far the coordinates may be off; absent: as on a map'),
    country: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^([A-Z]{2})?$/, 'Give a country as two letters, for example IN')
      .transform((given) => given || undefined)
      .optional()
      .describe('ISO 3166-1 alpha-2'),
    seenAt: text(40).describe(
      '2026-06-01T14:30 by the clock of `timeZone`, or with an offset. Absent: when the photo was taken',
    ),
    timeZone: z
      .string()
      .trim()
      .transform((given) => given || 'UTC')
      .refine(isTimeZone, 'Give a time zone such as Asia/Kolkata')
      .default('UTC')
      .describe('IANA name of the zone of the reporter’s clock'),
    sex: z
      .union([z.literal(''), z.enum(['female', 'male'], 'Choose girl or boy, or leave it open')])
      .transform((given) => given || undefined)
      .optional()
      .describe('Of the child, as you saw it'),
    ageYears: number(0, 25, 'Give the age in years').describe('About how old the child looked'),
    remarks: text(4000).describe('What else was seen: clothing, companions, direction'),
    contactName: text(200),
    contactPhone: text(50),
    contactEmail: z.union([z.literal(''), z.email('Give an e-mail address')]).optional(),
    locale: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Give a language such as en or pt-BR')
      .max(35)
      .default('en')
      .describe('Language of the reporter (BCP 47)'),
  })
  .refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), {
    message: 'Give both latitude and longitude, or neither',
    path: ['latitude'],
  });
export type NewSighting = z.output<typeof NewSighting>;

/** A report with everything that must be known: where and when. */
export interface CompleteSighting {
  readonly place: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly accuracyMetres: number | null;
  readonly country: string | null;
  readonly seenAt: Date;
  readonly sex: 'female' | 'male' | null;
  readonly ageYears: number | null;
  readonly remarks: string | null;
  readonly contact: Contact | null;
  readonly locale: string;
  /** What no person said and the photo did. */
  readonly takenFromPhoto: readonly ('time' | 'place')[];
}

/**
 * Fill in what the reporter left out from what a photo says, and check it.
 *
 * @throws AppError `invalid` where place or time are unknown, or the time cannot be
 */
export function completeSighting(given: NewSighting, hints: readonly PhotoHint[], now: Date): CompleteSighting {
  const time = timeOf(given, hints);
  if (!time) throw new AppError('invalid', 'Say when you saw the child: the photo does not tell.');
  checkTime(time.seenAt, now);
  const isPlaceGiven = given.place !== undefined || given.latitude !== undefined;
  const hint = isPlaceGiven ? undefined : hints.find(({ place }) => place)?.place;
  if (!isPlaceGiven && !hint)
    throw new AppError('invalid', 'Say where you saw the child: in words, by GPS or as a point on the map.');
  return {
    place: given.place ?? null,
    latitude: given.latitude ?? hint?.latitude ?? null,
    longitude: given.longitude ?? hint?.longitude ?? null,
    accuracyMetres: given.accuracyMetres ?? null,
    country: given.country ?? null,
    seenAt: time.seenAt,
    sex: given.sex ?? null,
    ageYears: given.ageYears ?? null,
    remarks: given.remarks ?? null,
    contact: contactOf(given),
    locale: given.locale,
    takenFromPhoto: [...(time.isHint ? (['time'] as const) : []), ...(hint ? (['place'] as const) : [])],
  };
}

function timeOf({ seenAt, timeZone }: NewSighting, hints: readonly PhotoHint[]) {
  if (seenAt !== undefined) return { seenAt: readTime(seenAt, timeZone), isHint: false };
  const hint = hints.find(({ takenAt }) => takenAt)?.takenAt;
  return hint ? { seenAt: readTime(hint, timeZone), isHint: true } : undefined;
}

function checkTime(seenAt: Date, now: Date): void {
  if (seenAt.getTime() > now.getTime() + CLOCK_SKEW_MILLISECONDS)
    throw new AppError('invalid', 'The time of the sighting is in the future. Check date, time and time zone.');
  if (seenAt.getTime() < now.getTime() - OLDEST_YEARS * YEAR_MILLISECONDS)
    throw new AppError('invalid', `The sighting is more than ${OLDEST_YEARS} years ago. Check the year.`);
}

function contactOf({ contactName: name, contactPhone: phone, contactEmail }: NewSighting): Contact | null {
  const email = contactEmail || undefined;
  return name || phone || email ? { name, phone, email } : null;
}
