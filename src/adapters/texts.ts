import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type { TextKey } from './text-keys.ts';

/** Texts of one language, filled in. What a language lacks is said in English. */
export interface Texts {
  readonly locale: string;
  /** @param values for the placeholders of the text (ICU message syntax) */
  text(key: TextKey, values?: Readonly<Record<string, string | number | Date>>): string;
  date(date: Date, timeZone: string): string;
}

/** The same depth from src/adapters and dist/adapters. */
const FOLDER = new URL('../../locales/', import.meta.url);

const FALLBACK = 'en';

/** With the zone: officers of several zones read about one sighting. */
const MOMENT = {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

/** Read every file of locales/ once. @returns the texts of a language, or of the nearest one that there is */
export function openTexts(): (locale: string) => Texts {
  const languages = new Map(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))]),
  );
  const formats = new Map<string, IntlMessageFormat>();
  const formatOf = (locale: string, key: TextKey) => {
    const id = `${locale} ${key}`;
    const known = formats.get(id);
    if (known) return known;
    const own = languages.get(locale)?.[key];
    const made = new IntlMessageFormat(own ?? languages.get(FALLBACK)?.[key] ?? key, own ? locale : FALLBACK);
    formats.set(id, made);
    return made;
  };
  return (wanted) => {
    const locale = [wanted, wanted.split('-')[0] ?? '', FALLBACK].find((each) => languages.has(each)) ?? FALLBACK;
    return {
      locale,
      text: (key, values = {}) => String(formatOf(locale, key).format(values)),
      date: (date, timeZone) => new Intl.DateTimeFormat(locale, { ...MOMENT, timeZone }).format(date),
    };
  };
}
