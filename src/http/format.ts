import type { Texts } from '../adapters/texts.ts';
import { onceEach } from '../core/once.ts';
import { measureOptions } from '../match/plausibility/reasons.ts';

/** Dates, ages and numbers as people of a language write them. */
export interface Format {
  /** 3 March 2024 */
  date(date: Date | string): string;
  /** 3 Mar 2024, 14:30; with the zone where `withZone` */
  dateTime(date: Date | string, options?: { readonly withZone?: boolean }): string;
  /** 14:30 */
  time(date: Date | string): string;
  /** 3 Mar 2024, 14:30:10 – 14:30:16, on the clock of a zone */
  passage(first: Date | string, last: Date | string, timeZone: string): string;
  /** «5 minutes ago», «in 2 days» */
  relative(date: Date | string): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** {value: 2, unit: 'hour'} → 2 hours */
  measure(measure: { readonly value: number; readonly unit: string }): string;
  /** 0.01 → 1 % */
  percent(share: number, digits?: number): string;
  /** «a, b and c» */
  list(items: readonly string[]): string;
  /** Name of a country (ISO 3166-1 alpha-2) */
  country(code: string): string;
  /** Name of a language: in the language shown, or in its own with a capital letter, for a list of them */
  language(code: string, options?: { readonly isOwn?: boolean }): string;
  /** Year, year and month, or whole date, as far as it is known: 2017, 2017-04, 2017-04-12. */
  partialDate(text: string): string;
  /** «India Standard Time» of Asia/Kolkata */
  zone(timeZone: string): string;
  /** For lists in the order of this language. */
  compare(a: string, b: string): number;
}

/** @param page `now` for what is relative; `timeZone` an IANA name */
export type FormatFor = (texts: Texts, page: { readonly now: Date; readonly timeZone: string }) => Format;

const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Zones are named by whoever asks: without an end to it, anybody could fill the memory with formats of theirs. */
const MOST_KEPT = 500;

/** Formats for the pages of a server, each made once: making one takes as long as a hundred uses of it. */
export function openFormats(): FormatFor {
  const languageOf = onceEach(openLanguage);
  return (texts, { now, timeZone }) => {
    // Homeward's English is British: days come before months.
    const language = languageOf(texts.locale === 'en' ? 'en-GB' : texts.locale);
    const { dates, numbers, lists, regions, languages, collator, zone } = language;
    const moment = (options: Intl.DateTimeFormatOptions) => (date: Date | string) =>
      dates({ timeZone, ...options }).format(new Date(date));
    return {
      date: moment({ dateStyle: 'long' }),
      time: moment({ hour: 'numeric', minute: '2-digit' }),
      dateTime: (date, { withZone = false } = {}) =>
        moment({ ...DATE_TIME, ...(withZone && { timeZoneName: 'short' }) })(date),
      passage: (first, last, zoneOfClock) =>
        dates({ ...DATE_TIME, second: '2-digit', timeZone: zoneOfClock }).formatRange(new Date(first), new Date(last)),
      relative: (date) => relativeTo(now, new Date(date), language),
      number: (value, options = {}) => numbers(options).format(value),
      measure: (measure) => numbers(measureOptions(measure)).format(measure.value),
      percent: (share, digits = 0) => numbers({ style: 'percent', maximumFractionDigits: digits }).format(share),
      list: (items) => lists.format(items),
      country: (code) => regions.of(code) ?? code,
      language: (code, { isOwn = false } = {}) =>
        isOwn ? capital(languageOf(code).languages.of(code) ?? code, code) : (languages.of(code) ?? code),
      partialDate: (text) => partialDate(text, language),
      zone,
      compare: collator.compare,
    };
  };
}

const DATE_TIME = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const satisfies Intl.DateTimeFormatOptions;

type Language = ReturnType<typeof openLanguage>;

function openLanguage(locale: string) {
  return {
    dates: onceEach((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options), MOST_KEPT),
    numbers: onceEach((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    lists: new Intl.ListFormat(locale, { type: 'conjunction' }),
    regions: new Intl.DisplayNames(locale, { type: 'region' }),
    languages: new Intl.DisplayNames(locale, { type: 'language' }),
    collator: new Intl.Collator(locale),
    zone: onceEach((timeZone: string) => zoneName(timeZone, locale), MOST_KEPT),
  };
}

function relativeTo(now: Date, date: Date, { relative }: Language): string {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  for (const [unit, size] of STEPS)
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  return relative.format(0, 'minute');
}

function partialDate(text: string, { dates }: Language): string {
  const [year, month, day] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1));
  const options: Intl.DateTimeFormatOptions = {
    timeZone: 'UTC',
    year: 'numeric',
    ...(month && { month: 'long' }),
    ...(day && { day: 'numeric' }),
  };
  return dates(options).format(date);
}

function zoneName(timeZone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function capital(name: string, locale: string): string {
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
