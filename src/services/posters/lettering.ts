import { createRequire } from 'node:module';
import type { Bidi } from 'bidi-js';
import { Direction, Buffer as Letters, shape } from 'harfbuzzjs';
import { fontFor, fontsOf, isInvisible, type Typeface, type Weight, writable } from './fonts.ts';

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
  readonly face: Typeface;
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
  const paths: string[] = [];
  let width = 0;
  for (const run of inOrderOfSight(runsOf(text, lettering))) {
    const scale = lettering.size / run.face.unitsPerEm;
    for (const { glyph, xAdvance, xOffset, yOffset } of shaped(run)) {
      paths.push(outlineOf(run.face, glyph, { scale, x: width + xOffset * scale, y: -yOffset * scale }));
      width += xAdvance * scale;
    }
  }
  return { text, path: paths.join(''), width };
}

function shaped({ text, face, level }: Run) {
  const letters = new Letters();
  letters.addText(text);
  letters.guessSegmentProperties();
  letters.setDirection(level % 2 ? Direction.RTL : Direction.LTR);
  shape(face.font, letters);
  return letters.getGlyphInfosAndPositions().map(({ codepoint, xAdvance = 0, xOffset = 0, yOffset = 0 }) => ({
    ...{ glyph: codepoint, xAdvance, xOffset, yOffset },
  }));
}

function outlineOf(face: Typeface, glyph: number, at: { scale: number; x: number; y: number }): string {
  const place = (value: number, index: number) =>
    (index % 2 === 0 ? at.x + value * at.scale : at.y - value * at.scale).toFixed(2);
  return face
    .outline(glyph)
    .map(({ type, values }) => type + values.map(place).join(' '))
    .join('');
}

/** Pieces of one font and one direction, in the order of reading. */
function runsOf(text: string, { weight, direction }: Lettering): Run[] {
  const fonts = fontsOf(weight);
  const embedding = bidi.getEmbeddingLevels(text, direction);
  const runs: { text: string; face: Typeface; level: number }[] = [];
  let at = 0;
  for (const letter of text) {
    const last = runs.at(-1);
    const level = embedding.levels[at] ?? 0;
    const keeps = last && (isInvisible(letter) || hasLetter(last.face, letter));
    const face = keeps ? last.face : (fontFor(letter, fonts) ?? fonts[0]);
    if (last && face === last.face && level === last.level) last.text += letter;
    else if (face) runs.push({ text: letter, face, level });
    at += letter.length;
  }
  return runs;
}

/** A space or a digit stays with the letters before it, where their font has one. */
function hasLetter({ letters }: Typeface, letter: string): boolean {
  return /[\s\p{N}\p{P}\p{M}]/u.test(letter) && letters.has(letter.codePointAt(0) ?? 0);
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
