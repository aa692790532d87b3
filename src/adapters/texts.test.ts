import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { openTexts } from './texts.ts';

const FOLDER = new URL('../../locales/', import.meta.url);
const languages = readdirSync(FOLDER).map((name) => name.replace('.json', ''));
const textsOf = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`${language}.json`, FOLDER), 'utf8'));
const english = textsOf('en');

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

describe.each(languages)('%s', (language) => {
  const texts = textsOf(language);

  it('has the texts of English, each with the same placeholders', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(texts))
      expect([key, ...placeholders(text, language)]).toEqual([key, ...placeholders(english[key] ?? '', 'en')]);
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
