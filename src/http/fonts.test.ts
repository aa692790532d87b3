import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Blob, Face, Font, Buffer as Letters, shape, Variation } from 'harfbuzzjs';
import { describe, expect, it } from 'vitest';

/** It has no types. */
type Cut = (font: Buffer, text: null, options: { targetFormat: 'sfnt'; keepAllGlyphs: true }) => Promise<Buffer>;
const require = createRequire(import.meta.url);
const cut: Cut = require('subset-font');
const assets = new URL('../../public/assets/', import.meta.url);
const manifest: Readonly<Record<string, string>> = JSON.parse(readFileSync(new URL('manifest.json', assets), 'utf8'));

const SCRIPTS = [
  { script: 'Devanagari', locale: 'hi', file: 'noto-sans/files/noto-sans-devanagari-wght-normal.woff2' },
  { script: 'Telugu', locale: 'te', file: 'noto-sans-telugu/files/noto-sans-telugu-telugu-wght-normal.woff2' },
  { script: 'Arabic', locale: 'ar', file: 'noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2' },
];

/** Names with letters and conjuncts that our own texts may lack. */
const NAMES: Readonly<Record<string, string>> = {
  Devanagari: 'ऋषभ श्रीकृष्ण ज्ञानेश्वर झाँसी गङ्गा ळक्ष्मण द्वारका ष्ट्र र्ह्य',
  Telugu: 'ఝాన్సీ జ్ఞానేశ్వరి ఋషి ఔరంగాబాద్ లక్ష్మీ స్త్రీ',
  Arabic: 'نور بيگم چوہدری ژاله ڈاکٹر ٹیپو پٹھان گل',
};

describe.each(SCRIPTS)('the everyday letters of $script', ({ script, locale, file }) => {
  it('shape every word of our texts, and names, as the font that they were cut from', async () => {
    const whole = await open(readFileSync(require.resolve(`@fontsource-variable/${file}`)));
    const letters = await open(readFileSync(new URL(manifest[`${script.toLowerCase()}-letters.woff2`] ?? '', assets)));
    const words = wordsOf(script, locale);
    expect(words.length).toBeGreaterThan(300);
    const bent = [400, 600].flatMap((weight) =>
      words.filter((word) => !areAlike(shaped(letters, word, weight), shaped(whole, word, weight))),
    );
    expect(bent).toEqual([]);
  });
});

async function open(woff2: Buffer): Promise<Font> {
  const sfnt = await cut(woff2, null, { targetFormat: 'sfnt', keepAllGlyphs: true });
  return new Font(new Face(new Blob(new Uint8Array(sfnt).buffer)));
}

function wordsOf(script: string, locale: string): string[] {
  const folder = new URL(`../../locales/${locale}/`, import.meta.url);
  const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const words = [...texts, NAMES[script]]
    .join(' ')
    .match(new RegExp(`[\\p{Script_Extensions=${script}}\\u200d]+`, 'gu'));
  return [...new Set(words)];
}

/** Of each glyph: the letters it is for, and where it stands, in thousandths. Numbers of glyphs differ between fonts. */
function shaped(font: Font, word: string, weight: number): number[][] {
  font.setVariations([new Variation('wght', weight)]);
  const letters = new Letters();
  letters.addText(word);
  letters.guessSegmentProperties();
  shape(font, letters);
  return letters
    .getGlyphInfosAndPositions()
    .map(({ codepoint, cluster, xAdvance = 0, xOffset = 0, yOffset = 0 }) => [
      ...[codepoint === EMPTY_BOX ? -1000 : 0, cluster * 1000, xAdvance, xOffset, yOffset],
    ]);
}

const EMPTY_BOX = 0;
/** What is in between two weights is rounded. */
const ROUNDED = 2;

function areAlike(first: number[][], second: number[][]): boolean {
  const [a, b] = [first.flat(), second.flat()];
  return a.length === b.length && a.every((value, index) => Math.abs(value - (b[index] ?? 0)) <= ROUNDED);
}
