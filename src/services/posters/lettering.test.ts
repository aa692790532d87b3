import { describe, expect, it } from 'vitest';
import { writable } from './fonts.ts';
import { lineOf, linesOf } from './lettering.ts';

const BOLD = { size: 100, weight: 700, direction: 'ltr' } as const;

describe('lettering', () => {
  it('is as wide as its letters', () => {
    // Noto Sans Bold: H is 765 of 1000 units wide.
    expect(lineOf('H', BOLD).width).toBeCloseTo(76.5, 1);
    expect(lineOf('HH', BOLD).width).toBeCloseTo(153, 1);
  });

  it('joins what scripts join: fewer or other outlines than of single letters', () => {
    const parts = (text: string) => [...text].map((letter) => lineOf(letter, BOLD).path).join('');
    for (const text of ['क्षेत्र', 'స్త్రీ', 'مفقود']) {
      expect(lineOf(text, BOLD).path.length).toBeGreaterThan(0);
      expect(lineOf(text, BOLD).path).not.toBe(parts(text));
    }
  });

  it('runs from right to left, numbers and brackets as people read them', () => {
    const rtl = { ...BOLD, direction: 'rtl' } as const;
    expect(lineOf('12', rtl).path).toBe(lineOf('12', BOLD).path);
    expect(lineOf('(', rtl).path).toBe(lineOf(')', BOLD).path);
    // What is read first stands at the right, so what is drawn from the left is what comes last.
    const last = lineOf('م', rtl).path;
    expect(lineOf('abc م', rtl).path.startsWith(last)).toBe(true);
    expect(lineOf('abc م', BOLD).path.startsWith(last)).toBe(false);
  });

  it('breaks between words only', () => {
    const lines = linesOf('one two three', lineOf('one two', BOLD).width + 1, BOLD);
    expect(lines.map(({ text }) => text)).toEqual(['one two', 'three']);
    expect(linesOf('unbreakable', 10, BOLD)).toHaveLength(1);
    expect(linesOf('  ', 10, BOLD)).toEqual([]);
  });

  it('writes letters that no font has in Latin ones', () => {
    expect(writable('Asha آشا 北')).toMatch(/^Asha آشا Bei/);
  });
});
