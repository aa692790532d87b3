import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { openTexts } from './texts.ts';

const FOLDER = new URL('../../locales/', import.meta.url);
const languages = readdirSync(FOLDER);
const files = readdirSync(new URL('en/', FOLDER));
const textsOf = (language: string, file: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`${language}/${file}`, FOLDER), 'utf8'));

/** Names and kinds of the placeholders, at any depth, with the choices of each select. */
function placeholders(text: string, language: string): string[] {
  const found = new Set<string>();
  const walk = (elements: readonly object[]) => {
    for (const element of elements) {
      const { type, value, options } = element as { type: number; value: string; options?: object };
      if (type === 0 || type === 7) continue;
      const isPlural = type === 6;
      found.add(`${value} ${type} ${options && !isPlural ? Object.keys(options).sort() : ''}`);
      for (const option of Object.values(options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(text, language).getAst() as object[]);
  return [...found].sort();
}

/** `{0}` of a sentence that stands for itself. */
const numbered = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).sort();

it('has no text twice', () => {
  const keys = files.filter((file) => file !== 'messages.json').flatMap((file) => Object.keys(textsOf('en', file)));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

describe.each(languages)('%s', (language) => {
  it.each(files)('has the texts of English in %s, each with the same placeholders', (file) => {
    const [texts, english] = [textsOf(language, file), textsOf('en', file)];
    const placesIn = file === 'messages.json' ? numbered : placeholders;
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(texts))
      expect([key, ...placesIn(text, language)]).toEqual([key, ...placesIn(english[key] ?? '', 'en')]);
  });

  it('says something for every number that the language tells apart', () => {
    const { text } = openTexts()(language);
    for (const years of [0, 1, 2, 3, 11, 100]) expect(text('fact.age-value', { years })).toMatch(/\S/u);
  });
});

it('falls back to the language without region, then to English', () => {
  const texts = openTexts();
  expect(texts('es-MX').locale).toBe('es');
  expect(texts('xx').text('mail.greeting', { name: 'Asha' })).toBe('Hello Asha,');
});
