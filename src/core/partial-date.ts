import { ageAt } from './dates.ts';
import { AppError } from './errors.ts';

/** A day, a month or a year, as people remember when a photo was taken. UTC. */
export interface PartialDate {
  /** As written: `2021`, `2021-05` or `2021-05-03`. */
  readonly text: string;
  /** First moment of the span. */
  readonly from: Date;
  /** First moment after the span. */
  readonly until: Date;
}

const ISO_DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const EARLIEST_YEAR = 1900;
const ADVICE = 'Write 2021-05-03, 2021-05 or 2021.';

/**
 * Read an ISO 8601 date that may lack its day or month.
 *
 * @throws AppError `invalid` for another notation, a day that does not exist, or a year before 1900
 */
export function parsePartialDate(text: string): PartialDate {
  const [, year, month, day] = ISO_DATE.exec(text) ?? [];
  if (!year) throw new AppError('invalid', `«${text}» is not a date that can be read. ${ADVICE}`);
  const y = Number(year);
  const m = month ? Number(month) - 1 : 0;
  const d = day ? Number(day) : 1;
  const from = new Date(Date.UTC(y, m, d));
  // Date.UTC turns 31 April into 1 May: a date that comes back changed does not exist.
  if (y < EARLIEST_YEAR || from.getUTCMonth() !== m || from.getUTCDate() !== d)
    throw new AppError('invalid', `«${text}» is no day of the calendar. ${ADVICE}`);
  const until = day ? Date.UTC(y, m, d + 1) : month ? Date.UTC(y, m + 1, 1) : Date.UTC(y + 1, 0, 1);
  return { text, from, until: new Date(until) };
}

/** The day of a moment, UTC. */
export function dayOf(moment: Date): PartialDate {
  return parsePartialDate(moment.toISOString().slice(0, 10));
}

/**
 * Age in years between two partial dates: from the middle of one to the middle of the other.
 *
 * @returns at least 0; null when `date` surely lies before the birth
 */
export function ageBetween(birth: PartialDate, date: PartialDate): number | null {
  if (date.until <= birth.from) return null;
  return ageAt(middle(birth), middle(date)) ?? 0;
}

function middle({ from, until }: PartialDate): Date {
  return new Date((from.getTime() + until.getTime()) / 2);
}
