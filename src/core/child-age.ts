import { ageAt, YEAR_MILLISECONDS } from './dates.ts';
import { ageBetween, dayOf, parsePartialDate } from './partial-date.ts';

/** What is known of when a missing child was born. */
export interface ChildDates {
  /** `2016`, `2016-05` or `2016-05-03`. */
  readonly birthDate: string | null;
  /** Age in years when missed; counts where no birth date is known. */
  readonly ageYears: number | null;
  readonly lastSeenAt: Date | null;
  /** When the case was written down: that is when the child was missed, where `lastSeenAt` is not known. */
  readonly recordedAt: Date;
}

/** What is known of when a photo was taken. */
export interface PhotoDates {
  /** `2021`, `2021-05` or `2021-05-03`. */
  readonly capturedOn: string | null;
  /** Age in years of the child in it, where a person gave that instead. */
  readonly ageYears: number | null;
}

/**
 * The likeliest day of birth: the middle of the birth date's span, or the day that age and last sight give.
 *
 * @returns null when neither birth date nor age is known
 */
export function bornAbout({ birthDate, ageYears, lastSeenAt, recordedAt }: ChildDates): Date | null {
  if (birthDate !== null) {
    const { from, until } = parsePartialDate(birthDate);
    return new Date((from.getTime() + until.getTime()) / 2);
  }
  if (ageYears === null) return null;
  return new Date((lastSeenAt ?? recordedAt).getTime() - ageYears * YEAR_MILLISECONDS);
}

/** Age in years, with a fraction, at a moment. @returns null when it is not known, or before the birth */
export function childAgeAt(child: ChildDates, moment: Date): number | null {
  if (child.birthDate !== null) return ageBetween(parsePartialDate(child.birthDate), dayOf(moment));
  const born = bornAbout(child);
  return born && ageAt(born, moment);
}

/** Age in years, with a fraction, when the child was missed. @returns null when it is not known */
export function ageWhenMissed(child: ChildDates): number | null {
  return childAgeAt(child, child.lastSeenAt ?? child.recordedAt);
}

/**
 * Age in years, with a fraction, in a photo: what a person said, else what its date and the birth give.
 *
 * @returns null when it is not known, or the photo surely is older than the child
 */
export function ageAtPhoto(child: ChildDates, photo: PhotoDates): number | null {
  if (photo.ageYears !== null) return photo.ageYears;
  if (photo.capturedOn === null) return null;
  const captured = parsePartialDate(photo.capturedOn);
  if (child.birthDate !== null) return ageBetween(parsePartialDate(child.birthDate), captured);
  const born = bornAbout(child);
  return born && ageBetween(dayOf(born), captured);
}
