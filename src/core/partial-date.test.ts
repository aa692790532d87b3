import { describe, expect, it } from 'vitest';
import { ageBetween, dayOf, parsePartialDate } from './partial-date.ts';

describe('parsePartialDate', () => {
  it.each([
    ['2020', '2020-01-01', '2021-01-01'],
    ['2020-02', '2020-02-01', '2020-03-01'],
    ['2020-12', '2020-12-01', '2021-01-01'],
    ['2020-02-29', '2020-02-29', '2020-03-01'],
  ])('%s spans %s to %s', (text, from, until) => {
    expect(parsePartialDate(text)).toEqual({ text, from: new Date(from), until: new Date(until) });
  });

  it.each(['2021-02-29', '2021-04-31', '2021-13', '2021-00-10', '1066'])('%s is no day of the calendar', (text) => {
    expect(() => parsePartialDate(text)).toThrow('is no day of the calendar');
  });

  it.each(['03/05/2021', '3.5.2021', '21-05-03', '2021-5-3', 'May 2021', ''])('%s cannot be read', (text) => {
    expect(() => parsePartialDate(text)).toThrow('Write 2021-05-03, 2021-05 or 2021.');
  });
});

describe('ageBetween', () => {
  const age = (birth: string, date: string) => ageBetween(parsePartialDate(birth), parsePartialDate(date));

  it('goes from middle to middle', () => {
    expect(age('2015-06-01', '2020-06-01')).toBeCloseTo(5, 2);
    expect(age('2015', '2020')).toBeCloseTo(5, 2);
    expect(age('2015-01-01', '2020')).toBeCloseTo(5.5, 1);
  });

  it('is 0 where the spans overlap, and null where the photo surely came first', () => {
    expect(age('2020', '2020-01')).toBe(0);
    expect(age('2020', '2019-12-31')).toBeNull();
    expect(age('2020-05-02', '2020-05-01')).toBeNull();
  });
});

it('takes the day of a moment in UTC', () => {
  expect(dayOf(new Date('2021-05-03T23:59:59Z')).text).toBe('2021-05-03');
});
