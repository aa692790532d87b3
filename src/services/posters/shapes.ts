import type { Lettering, Line } from './lettering.ts';
import { lineOf, linesOf } from './lettering.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a poster is made of, to be drawn as PDF or as a picture. Units are points on paper and pixels on a screen. */
export type Shape =
  | ({ readonly kind: 'box'; readonly fill: string; readonly radius?: number } & Box)
  | ({ readonly kind: 'photo'; readonly jpeg: Buffer; readonly words: string } & Box)
  | ({ readonly kind: 'code'; readonly path: string; readonly modules: number; readonly words: string } & Box)
  | { readonly kind: 'words'; readonly fill: string; readonly text: string; readonly lines: readonly PlacedLine[] };

interface PlacedLine {
  readonly path: string;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
}

/** Where a text stands: from `y` down, within `x` and `width`, beginning where its language begins. */
export interface Column {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface TextStyle extends Lettering {
  readonly fill: string;
  /** Of a line, in sizes. */
  readonly leading?: number;
  readonly isCentred?: boolean;
  /** Lines at most: a long text ends with «…». */
  readonly most?: number;
}

/** @returns the shape and where the next thing begins */
export function write(text: string, { x, y, width }: Column, style: TextStyle): { shape: Shape; end: number } {
  const lines = limited(linesOf(text, width, style), style);
  const leading = (style.leading ?? 1.35) * style.size;
  const placed = lines.map((line, at) => ({
    path: line.path,
    x: x + startOf(line, width, style),
    y: y + at * leading + 1.05 * style.size,
  }));
  return { shape: { kind: 'words', fill: style.fill, text, lines: placed }, end: y + lines.length * leading };
}

/** The largest size, down to a half, at which a text is one line. */
export function fitting(text: string, width: number, style: TextStyle): TextStyle {
  const wide = lineOf(text, style).width;
  return wide <= width ? style : { ...style, size: Math.max(style.size / 2, (style.size * width) / wide) };
}

function limited(lines: readonly Line[], style: TextStyle): readonly Line[] {
  const { most = Number.POSITIVE_INFINITY } = style;
  const last = lines[most - 1];
  if (lines.length <= most || !last) return lines;
  return [...lines.slice(0, most - 1), lineOf(`${last.text} …`, style)];
}

function startOf(line: Line, width: number, { direction, isCentred }: TextStyle): number {
  if (isCentred) return (width - line.width) / 2;
  return direction === 'rtl' ? width - line.width : 0;
}
