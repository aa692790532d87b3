import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { transliterate } from 'transliteration';

export type Weight = 400 | 700;

/** The first that has a letter writes it. */
const FAMILIES = [
  'noto-sans/files/noto-sans-latin',
  'noto-sans/files/noto-sans-latin-ext',
  'noto-sans/files/noto-sans-devanagari',
  'noto-sans-telugu/files/noto-sans-telugu-telugu',
  'noto-sans-arabic/files/noto-sans-arabic-arabic',
  'noto-sans/files/noto-sans-cyrillic',
  'noto-sans/files/noto-sans-greek',
];

const known = new Map<Weight, readonly Font[]>();

/** The fonts of all scripts that posters are written in. Not those of the pages: fontkit does not vary a WOFF2. */
export function fontsOf(weight: Weight): readonly Font[] {
  const found = known.get(weight);
  if (found) return found;
  const require = createRequire(import.meta.url);
  const fonts = FAMILIES.map((family) => {
    const font = create(readFileSync(require.resolve(`@fontsource/${family}-${weight}-normal.woff`)));
    if (!('layout' in font)) throw new RangeError(`${family} holds several fonts`);
    return font;
  });
  known.set(weight, fonts);
  return fonts;
}

/** A text with letters of other scripts written in Latin ones, so that none is an empty box. */
export function writable(text: string): string {
  const fonts = fontsOf(400);
  return [...text.normalize('NFC')]
    .map((letter) => (fontFor(letter, fonts) || isInvisible(letter) ? letter : transliterate(letter)))
    .join('');
}

/** @returns undefined where no font has the letter */
export function fontFor(letter: string, fonts: readonly Font[]): Font | undefined {
  const code = letter.codePointAt(0) ?? 0;
  return fonts.find((font) => font.hasGlyphForCodePoint(code));
}

/** Joiners and marks of direction: they belong to the letters around them. */
export function isInvisible(letter: string): boolean {
  return /\p{Cf}/u.test(letter);
}
