import { describe, expect, it } from 'vitest';
import { rangeOf } from './ranges.ts';

describe('the part of a file that a browser asks for', () => {
  it.each([
    ['bytes=0-', { start: 0, end: 999 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=990-5000', { start: 990, end: 999 }],
    ['bytes=-100', { start: 900, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['bytes=0-9, 20-29', { start: 0, end: 9 }],
    ['bytes=1000-', null],
    ['bytes=20-10', null],
    ['bytes=-', null],
    ['bytes=-0', null],
    ['lines=0-9', null],
    ['', null],
  ])('%s', (header, range) => {
    expect(rangeOf(header, 1000)).toEqual(range);
  });
});
