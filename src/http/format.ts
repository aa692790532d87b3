import type { Texts } from '../adapters/texts.ts';

/** Dates, ages and numbers as people of a language write them. */
export interface Format {
  /** 3 March 2024 */
  date(date: Date | string): string;
  /** 3 Mar 2024, 14:30; with the zone where `withZone` */
  dateTime(date: Date | string, options?: { readonly withZone?: boolean }): string;
  /** 14:30 */
  time(date: Date | string): string;
  /** «5 minutes ago», «in 2 days» */
  relative(date: Date | string): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** 0.01 → 1 % */
  percent(share: number, digits?: number): string;
  /** «a, b and c» */
  list(items: readonly string[]): string;
  /** Name of a country (ISO 3166-1 alpha-2) */
  country(code: string): string;
  /** Name of a language, in the language shown, or in its own */
  language(code: string, options?: { readonly isOwn?: boolean }): string;
  /** Year, year and month, or whole date, as far as it is known: 2017, 2017-04, 2017-04-12. */
  partialDate(text: string): string;
}

const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** @param now for what is relative; @param timeZone IANA name */
export function formatFor(texts: Texts, { now, timeZone }: { readonly now: Date; readonly timeZone: string }): Format {
  // Homeward's English is British: days come before months.
  const locale = texts.locale === 'en' ? 'en-GB' : texts.locale;
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = cached(locale, { timeZone, ...options });
    return (date: Date | string) => format.format(new Date(date));
  };
  return {
    date: dates({ dateStyle: 'long' }),
    time: dates({ hour: 'numeric', minute: '2-digit' }),
    dateTime: (date, { withZone = false } = {}) =>
      dates({
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        ...(withZone && { timeZoneName: 'short' }),
      })(date),
    relative: (date) => relativeTo(now, new Date(date), locale),
    number: (value, options) => new Intl.NumberFormat(locale, options).format(value),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    country: (code) => new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code,
    language: (code, { isOwn = false } = {}) =>
      new Intl.DisplayNames(isOwn ? code : locale, { type: 'language' }).of(code) ?? code,
    partialDate: (text) => partialDate(text, locale),
  };
}

/** Making one of these takes longer than a whole page. */
const formats = new Map<string, Intl.DateTimeFormat>();

function cached(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

function relativeTo(now: Date, date: Date, locale: string): string {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of STEPS)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  return format.format(0, 'minute');
}

function partialDate(text: string, locale: string): string {
  const [year, month, day] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1));
  const options: Intl.DateTimeFormatOptions = {
    timeZone: 'UTC',
    year: 'numeric',
    ...(month && { month: 'long' }),
    ...(day && { day: 'numeric' }),
  };
  return cached(locale, options).format(date);
}
