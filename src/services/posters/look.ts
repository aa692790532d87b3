import type { PosterContent } from './content.ts';
import type { Weight } from './fonts.ts';
import type { TextStyle } from './shapes.ts';

/** As the pages by day (public/css/tokens.css). */
export const COLOURS = {
  paper: '#fffdf9',
  ink: '#2a2520',
  soft: '#645b52',
  accent: '#9a3f1a',
  accentSoft: '#f8e6da',
  onAccent: '#fffdf9',
  sunken: '#f1ebe0',
} as const;

/** Styles in the direction of a content's language. */
export function styling({ direction }: Pick<PosterContent, 'direction'>) {
  return (size: number, weight: Weight, fill: string, more: Partial<TextStyle> = {}): TextStyle => ({
    ...{ size, weight, fill, direction },
    ...more,
  });
}

/** A box on the other side of a page for languages that run from right to left. */
export function sided<B extends { readonly x: number; readonly width: number }>(
  { direction }: Pick<PosterContent, 'direction'>,
  page: number,
  box: B,
): B {
  return direction === 'rtl' ? { ...box, x: page - box.x - box.width } : box;
}
