import { describe, expect, it } from 'vitest';
import { proportion, tieJsonFile, wholeNumber } from './options.ts';

describe('tieJsonFile', () => {
  it.each([
    [
      ['faces', '--json', 'a.jpg'],
      ['faces', '--json=-', 'a.jpg'],
    ],
    [
      ['faces', '--json', 'out.json', 'a.jpg'],
      ['faces', '--json=out.json', 'a.jpg'],
    ],
    [
      ['faces', 'a.jpg', '--json'],
      ['faces', 'a.jpg', '--json=-'],
    ],
    [
      ['faces', '--json', '-', 'a.jpg'],
      ['faces', '--json=-', 'a.jpg'],
    ],
    [
      ['faces', '--json=x', 'a.jpg'],
      ['faces', '--json=x', 'a.jpg'],
    ],
    [
      ['faces', '--', '--json', 'a.json'],
      ['faces', '--', '--json', 'a.json'],
    ],
  ])('%j becomes %j, so that a photo is never written over', (words, tied) => {
    expect(tieJsonFile(words)).toEqual(tied);
  });
});

it('reads proportions', () => {
  expect(proportion('1%')).toBeCloseTo(0.01);
  expect(proportion('0.3 %')).toBeCloseTo(0.003);
  expect(proportion('.1')).toBeCloseTo(0.1);
  for (const text of ['1', '0', '100%', '-1%', 'x', '']) expect(() => proportion(text)).toThrow('between 0 and 1');
});

it('reads whole numbers in a range', () => {
  expect(wholeNumber(1, 20)('20')).toBe(20);
  for (const text of ['0', '21', '1.5', '', 'x', '1e1']) expect(() => wholeNumber(1, 20)(text)).toThrow('from 1 to 20');
});
