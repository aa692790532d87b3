import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Blob, Face, Font } from 'harfbuzzjs';
import { transliterate } from 'transliteration';
import { onceEach } from '../../core/once.ts';
import { unpackWoff } from './woff.ts';

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

/** Lines and curves in font units, y up. */
type Outline = readonly { readonly type: string; readonly values: readonly number[] }[];

export interface Typeface {
  readonly font: Font;
  readonly unitsPerEm: number;
  /** Code points that it has. */
  readonly letters: ReadonlySet<number>;
  outline(glyph: number): Outline;
}

/** The fonts of all scripts that posters are written in. Not those of the pages: HarfBuzz does not read WOFF2. */
export const fontsOf = onceEach((weight: Weight): readonly Typeface[] => {
  const require = createRequire(import.meta.url);
  return FAMILIES.map((family) =>
    typefaceOf(readFileSync(require.resolve(`@fontsource/${family}-${weight}-normal.woff`))),
  );
});

function typefaceOf(woff: Buffer): Typeface {
  const face = new Face(new Blob(new Uint8Array(unpackWoff(woff)).buffer));
  const font = new Font(face);
  return {
    ...{ font, unitsPerEm: face.upem, letters: new Set(face.collectUnicodes()) },
    outline: onceEach((glyph: number) => font.glyphToJson(glyph)),
  };
}

/** A text with letters of other scripts written in Latin ones, so that none is an empty box. */
export function writable(text: string): string {
  const fonts = fontsOf(400);
  return [...text.normalize('NFC')]
    .map((letter) => (fontFor(letter, fonts) || isInvisible(letter) ? letter : transliterate(letter)))
    .join('');
}

/** @returns undefined where no font has the letter */
export function fontFor(letter: string, fonts: readonly Typeface[]): Typeface | undefined {
  const code = letter.codePointAt(0) ?? 0;
  return fonts.find(({ letters }) => letters.has(code));
}

/** Joiners and marks of direction: they belong to the letters around them. */
export function isInvisible(letter: string): boolean {
  return /\p{Cf}/u.test(letter);
}
