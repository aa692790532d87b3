import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTrackingCode, readTrackingCode, trackingHash } from './tracking-code.ts';

const code = fc.constant(null).map(newTrackingCode);
const symbol = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ');
const place = fc.integer({ min: 0, max: 11 });

function withSymbol(symbols: string, at: number, symbol: string): string {
  return symbols.slice(0, at) + symbol + symbols.slice(at + 1);
}

describe('a tracking code', () => {
  it('is short, in groups, and never the same', () => {
    const codes = new Set(Array.from({ length: 2000 }, newTrackingCode));
    expect(codes.size).toBe(2000);
    for (const each of codes) expect(each).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('is read however it was typed', () => {
    fc.assert(
      fc.property(code, (given) => {
        const symbols = given.replaceAll('-', '');
        const typed = ` ${given.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
        expect(readTrackingCode(given)).toBe(symbols);
        expect(readTrackingCode(typed)).toBe(symbols);
        expect(trackingHash(new Uint8Array(32), typed)).toEqual(trackingHash(new Uint8Array(32), given));
      }),
    );
  });

  it('shows every wrong symbol and every two that changed places', () => {
    fc.assert(
      fc.property(code, place, place, symbol, (given, first, second, other) => {
        const symbols = given.replaceAll('-', '');
        const [a = '', b = ''] = [symbols[first], symbols[second]];
        const wrong = withSymbol(symbols, first, other);
        expect(readTrackingCode(wrong)).toBe(other === a ? symbols : null);
        const swapped = withSymbol(withSymbol(symbols, first, b), second, a);
        expect(readTrackingCode(swapped)).toBe(a === b ? symbols : null);
      }),
      { numRuns: 1000 },
    );
  });

  it('is nothing else', () => {
    for (const typed of ['', 'ABCD', '7KQM-X2R9-D4VU', `${newTrackingCode()}0`, 'ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ'])
      expect(readTrackingCode(typed)).toBeNull();
  });
});
