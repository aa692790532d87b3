import { createRequire } from 'node:module';
import type { Bidi } from 'bidi-js';
import type { Font } from 'fontkit';
import { fontFor, fontsOf, isInvisible, type Weight, writable } from './fonts.ts';

export interface Lettering {
  readonly size: number;
  readonly weight: Weight;
  /** Of the language of the text around it. */
  readonly direction: 'ltr' | 'rtl';
}

/** One line as outlines: y down, the baseline at 0, the left end at 0. */
export interface Line {
  readonly text: string;
  readonly path: string;
  readonly width: number;
}

interface Run {
  readonly text: string;
  readonly font: Font;
  /** Of embedding (Unicode bidirectional algorithm): odd ones run from right to left. */
  readonly level: number;
}

/** Its types describe a module that Node does not get to see. */
const bidi: Bidi = createRequire(import.meta.url)('bidi-js')();

/** A text in lines no wider than a width; a word that is wider has a line of its own. */
export function linesOf(text: string, width: number, lettering: Lettering): Line[] {
  const lines: string[] = [];
  for (const word of writable(text).split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && lineOf(longer, lettering).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => lineOf(line, lettering));
}

/** A text as one line, however long. */
export function lineOf(text: string, lettering: Lettering): Line {
  const { size } = lettering;
  const paths: string[] = [];
  let width = 0;
  for (const { font, text: part, level } of inOrderOfSight(runsOf(text, lettering))) {
    const scale = size / font.unitsPerEm;
    const { glyphs, positions } = font.layout(part, undefined, undefined, undefined, level % 2 ? 'rtl' : 'ltr');
    for (const [at, glyph] of glyphs.entries()) {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[at] ?? {};
      const path = glyph.path.scale(scale, -scale).translate(width + xOffset * scale, -yOffset * scale);
      paths.push(path.toSVG());
      width += xAdvance * scale;
    }
  }
  return { text, path: paths.join(''), width };
}

/** Pieces of one font and one direction, in the order of reading. */
function runsOf(text: string, { weight, direction }: Lettering): Run[] {
  const fonts = fontsOf(weight);
  const embedding = bidi.getEmbeddingLevels(text, direction);
  const runs: { text: string; font: Font; level: number }[] = [];
  let at = 0;
  for (const letter of text) {
    const last = runs.at(-1);
    const level = embedding.levels[at] ?? 0;
    const keeps = last && (isInvisible(letter) || hasLetter(last.font, letter));
    const font = keeps ? last.font : (fontFor(letter, fonts) ?? fonts[0]);
    const shown = (level % 2 && bidi.getMirroredCharacter(letter)) || letter;
    if (last && font === last.font && level === last.level) last.text += shown;
    else if (font) runs.push({ text: shown, font, level });
    at += letter.length;
  }
  return runs;
}

/** A space or a digit stays with the letters before it, where their font has one. */
function hasLetter(font: Font, letter: string): boolean {
  return /[\s\p{N}\p{P}\p{M}]/u.test(letter) && font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
}

/** Rule L2 of the algorithm: from the highest level down, what is at least that deep is turned around. */
function inOrderOfSight(runs: readonly Run[]): Run[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level--)
    for (let start = 0; start < ordered.length; start++) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end++;
      if (end - start > 1) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = Math.max(start, end);
    }
  return ordered;
}
