import { describe, expect, it } from 'vitest';
import { readTime } from './local-time.ts';

describe('a time of the reporter’s clock', () => {
  it.each([
    ['2026-06-01T14:30', 'Asia/Kolkata', '2026-06-01T09:00:00.000Z'],
    ['2026-06-01T14:30', 'UTC', '2026-06-01T14:30:00.000Z'],
    ['2026-06-01T14:30:59', 'America/New_York', '2026-06-01T18:30:59.000Z'],
    ['2026-01-31T23:30', 'Asia/Kathmandu', '2026-01-31T17:45:00.000Z'],
    ['2026-06-01T14:30+05:30', 'UTC', '2026-06-01T09:00:00.000Z'],
    ['2026-06-01T14:30:00.123Z', 'Asia/Tokyo', '2026-06-01T14:30:00.000Z'],
    // Clocks are put forward from 02:00 to 03:00 and back from 03:00 to 02:00.
    ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:30', 'Europe/Berlin', '2026-10-25T02:30:00.000Z'],
  ])('%s in %s is %s', (text, timeZone, expected) => {
    expect(readTime(text, timeZone).toISOString()).toBe(expected);
  });

  it.each(['', 'yesterday', '2026-02-30T12:00', '2026-06-01T24:30', '2026-06-01', '2026-13-01T00:00'])(
    '«%s» is none',
    (text) => expect(() => readTime(text, 'UTC')).toThrow('Give date and time'),
  );
});
