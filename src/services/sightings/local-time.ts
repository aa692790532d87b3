import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';

const WALL_CLOCK = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?$/;
const WITH_OFFSET = /(Z|[+-]\d\d:\d\d)$/i;

/**
 * The moment that a person means by a time of their clock.
 *
 * @param text `2026-06-01T14:30`, as a form's field gives it, or with an offset, as a program does
 * @param timeZone IANA name of the reporter's zone; not needed where there is an offset
 * @returns of an hour that a clock shows twice the first one; of one that it skips the time an hour later
 * @throws AppError `invalid`
 */
export function readTime(text: string, timeZone: string): Date {
  const parts = WALL_CLOCK.exec(text.replace(WITH_OFFSET, ''))
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  const wall = parts && wallTime(parts);
  if (!wall) throw new AppError('invalid', 'Give date and time as 2026-06-01T14:30.');
  const offset = WITH_OFFSET.exec(text)?.[1];
  if (offset !== undefined) return new Date(wall.getTime() - offsetOf(offset));
  const early = zoneOffset(new Date(wall.getTime() - DAY_MILLISECONDS), timeZone);
  const late = zoneOffset(new Date(wall.getTime() + DAY_MILLISECONDS), timeZone);
  // Across a change of clocks one of the two is right; where neither is, the clock skips this hour.
  const fits = [early, late].find((each) => zoneOffset(new Date(wall.getTime() - each), timeZone) === each);
  return new Date(wall.getTime() - (fits ?? early));
}

/** The other way about: a moment as the clocks of a zone show it, `2026-06-01T14:30`. */
export function writeTime(moment: string, timeZone: string): string {
  // Swedes write the date as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(new Date(moment)).replace(' ', 'T');
}

/** A wall clock as if it stood at UTC; undefined for a day or hour that no calendar has. */
function wallTime([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[]): Date | undefined {
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal =
    wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? wall : undefined;
}

function offsetOf(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** How far the clocks of a zone are ahead of UTC at a moment, milliseconds. */
function zoneOffset(moment: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? 0 : offsetOf(name.slice(3, 9));
}
