import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CSS = new URL('../../public/css/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, CSS), 'utf8');

/** Contrast that WCAG 2.2 asks for: of words (1.4.3 AA), of borders and signs (1.4.11). */
const WORDS = 4.5;
const SIGNS = 3;

const PAIRS: readonly (readonly [string, string, number])[] = [
  ...['paper', 'card', 'sunken'].flatMap((ground) =>
    ['ink', 'soft', 'accent', 'calm', 'wrong', 'warn'].map((ink) => [ink, ground, WORDS] as const),
  ),
  ['accent-strong', 'accent-soft', WORDS],
  ['accent', 'accent-soft', WORDS],
  ['on-accent', 'accent', WORDS],
  ['on-accent', 'accent-strong', WORDS],
  ['calm', 'calm-soft', WORDS],
  ['ink', 'calm-soft', WORDS],
  ['warn', 'warn-soft', WORDS],
  ['ink', 'warn-soft', WORDS],
  ['wrong', 'wrong-soft', WORDS],
  ['ink', 'wrong-soft', WORDS],
  ['field', 'card', SIGNS],
  ['field', 'paper', SIGNS],
  ['focus', 'paper', SIGNS],
  ['focus', 'card', SIGNS],
];

/** The colours of each block of tokens.css, in order: light, dark by the system, dark by choice. */
function palettes(): Record<string, string>[] {
  return [...read('tokens.css').matchAll(/color-scheme: (?:light|dark);([^}]*)/g)].map(([, block = '']) =>
    Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, colour]) => [name, colour])),
  );
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(palettes().map((palette, index) => [['light', 'dark', 'dark by choice'][index], palette] as const))(
  'the colours in %s',
  (_, palette) => {
    it.each(PAIRS)('%s on %s can be told apart (%s : 1)', (ink, ground, least) => {
      expect(contrast(palette[ink] ?? '', palette[ground] ?? '')).toBeGreaterThanOrEqual(least);
    });
  },
);

it('dark is the same, whether the system asks for it or a person', () => {
  const [, bySystem, byChoice] = palettes();
  expect(byChoice).toEqual(bySystem);
});

it('stays small: own style sheets have fewer than 900 lines', () => {
  const lines = readdirSync(CSS).reduce((sum, name) => sum + read(name).split('\n').length, 0);
  expect(lines).toBeLessThan(900);
});

it('is written for both directions of reading', () => {
  const sided = /(^|[^-])\b(margin|padding|border|inset)-(left|right)\b|text-align: (left|right)|[{;]\s*(left|right):/;
  for (const name of readdirSync(CSS)) expect([name, sided.exec(read(name))?.[0]]).toEqual([name, undefined]);
});
