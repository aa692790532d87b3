import { describe, expect, it } from 'vitest';
import { openTexts } from '../adapters/texts.ts';
import { openFormats } from './format.ts';

const texts = openTexts();
const formatFor = openFormats();
const now = new Date('2026-06-01T12:00:00Z');
const format = (locale: string, timeZone = 'Asia/Kolkata') => formatFor(texts(locale), { now, timeZone });

describe('as people of a language write it', () => {
  it('English', () => {
    const { date, dateTime, relative, percent, list, country, partialDate } = format('en');
    expect([date(now), dateTime(now, { withZone: true })]).toEqual(['1 June 2026', '1 Jun 2026, 17:30 GMT+5:30']);
    expect([relative('2026-06-01T09:00:00Z'), relative('2026-06-03T12:00:00Z'), relative(now)]).toEqual([
      ...['3 hours ago', 'in 2 days', 'this minute'],
    ]);
    expect([percent(0.0125, 1), list(['a', 'b', 'c']), country('IN')]).toEqual(['1.3%', 'a, b and c', 'India']);
    expect(['2017', '2017-04', '2017-04-12'].map(partialDate)).toEqual(['2017', 'April 2017', '12 April 2017']);
    expect(format('en').passage(now, new Date(now.getTime() + 6000), 'Europe/Madrid')).toMatch(
      /^1 Jun 2026, 14:00:00\s–\s14:00:06$/,
    );
  });

  it('Spanish', () => {
    const { relative, number, language, zone } = format('es');
    expect([relative('2026-05-31T12:00:00Z'), number(12345.6)]).toEqual(['ayer', '12.345,6']);
    expect([language('te'), language('es', { isOwn: true })]).toEqual(['telugu', 'Español']);
    expect(zone('Asia/Kolkata')).toMatch(/India/);
    expect(['zorro', 'ñandú', 'nube'].sort(format('es').compare)).toEqual(['nube', 'ñandú', 'zorro']);
  });
});

it('tells the time of each zone, however many have been asked for', () => {
  const first = format('en', 'Asia/Kolkata').time(now);
  const minutes = Array.from({ length: 700 }, (_, index) => `+${String(Math.floor(index / 60)).padStart(2, '0')}:`);
  for (const [index, hours] of minutes.entries()) {
    const zone = hours + String(index % 60).padStart(2, '0');
    const expected = new Date(now.getTime() + index * 60_000).toISOString().slice(11, 16);
    expect(format('en', zone).time(now)).toBe(expected);
  }
  expect(format('en', 'Asia/Kolkata').time(now)).toBe(first);
});
