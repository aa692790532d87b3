import { readdirSync, readFileSync } from 'node:fs';
import { type FormatXMLElementFn, IntlMessageFormat } from 'intl-messageformat';
import { onceEach } from '../core/once.ts';
import { openMessages } from './messages.ts';
import type { TextKey } from './text-keys.ts';

export type { TextKey };

export type TextValues = Readonly<Record<string, string | number | Date>>;

/** Texts of one language, filled in. What a language lacks is said in English. */
export interface Texts {
  readonly locale: string;
  /** @param values for the placeholders of the text (ICU message syntax) */
  text(key: TextKey, values?: TextValues): string;
  /**
   * A text with marked places, such as `<link>…</link>`, each filled by the function of its name.
   *
   * @returns its pieces in order
   */
  parts<T extends object>(
    key: TextKey,
    values: Readonly<Record<string, string | number | Date | T | FormatXMLElementFn<T>>>,
  ): (string | T)[];
  /** What a service says of bad input, which it does in English, in this language: see locales/…/messages.json. */
  message(english: string): string;
  date(date: Date, timeZone: string): string;
}

/** The same depth from src/adapters and dist/adapters. One folder a language, one file a part of the program. */
const FOLDER = new URL('../../locales/', import.meta.url);
/** Its keys are the English sentences themselves. */
const MESSAGES = 'messages.json';

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
  const languages = new Map(readdirSync(FOLDER).map((language) => [language, readLanguage(language)]));
  const opened = new Map([...languages.keys()].map((locale) => [locale, openLanguage(locale, languages)]));
  return (wanted) => {
    const found = opened.get(wanted) ?? opened.get(wanted.split('-')[0] ?? '') ?? opened.get(FALLBACK);
    if (!found) throw new RangeError(`locales/${FALLBACK} is missing`);
    return found;
  };
}

interface Language {
  readonly texts: Readonly<Record<string, string>>;
  readonly messages: Readonly<Record<string, string>>;
}

function readLanguage(language: string): Language {
  const folder = new URL(`${language}/`, FOLDER);
  const read = (name: string): Record<string, string> => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const files = readdirSync(folder);
  const texts = Object.assign({}, ...files.filter((name) => name !== MESSAGES).map(read));
  return { texts, messages: files.includes(MESSAGES) ? read(MESSAGES) : {} };
}

function openLanguage(locale: string, languages: ReadonlyMap<string, Language>): Texts {
  const { texts = {}, messages = {} } = languages.get(locale) ?? {};
  const formatOf = onceEach((key: TextKey) => {
    const own = texts[key];
    const text = own ?? languages.get(FALLBACK)?.texts[key] ?? key;
    return new IntlMessageFormat(text, own === undefined ? FALLBACK : locale);
  });
  return {
    locale,
    text: (key, values = {}) => String(formatOf(key).format(values)),
    parts: <T extends object>(key: TextKey, values: Parameters<Texts['parts']>[1]) =>
      [formatOf(key).format(values)].flat() as (string | T)[],
    message: openMessages(messages),
    date: (date, timeZone) => new Intl.DateTimeFormat(locale, { ...MOMENT, timeZone }).format(date),
  };
}
