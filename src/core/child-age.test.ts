import { expect, it } from 'vitest';
import { ageAtPhoto, ageWhenMissed, bornAbout, childAgeAt } from './child-age.ts';

const day = (text: string) => new Date(`${text}T12:00:00Z`);
const born = { birthDate: '2016-05-03', ageYears: null, lastSeenAt: day('2024-05-03'), recordedAt: day('2024-06-01') };
const aged = { birthDate: null, ageYears: 6, lastSeenAt: day('2020-01-01'), recordedAt: day('2020-02-01') };
const unknown = { birthDate: null, ageYears: null, lastSeenAt: null, recordedAt: day('2020-02-01') };
const photo = (capturedOn: string | null, ageYears: number | null = null) => ({ capturedOn, ageYears });

it('knows the age now and when missed from a birth date', () => {
  expect(childAgeAt(born, day('2026-05-03'))).toBeCloseTo(10, 1);
  expect(ageWhenMissed(born)).toBeCloseTo(8, 1);
  expect(childAgeAt({ ...born, birthDate: '2016' }, day('2026-07-02'))).toBeCloseTo(10, 1);
});

it('lets a child grow whose age when missed is all that is known', () => {
  expect(childAgeAt(aged, day('2026-01-01'))).toBeCloseTo(12, 1);
  expect(ageWhenMissed(aged)).toBeCloseTo(6, 5);
  expect(bornAbout(aged)?.getUTCFullYear()).toBe(2014);
});

it('counts from the day the case was written down when the last sight is not known', () => {
  expect(childAgeAt({ ...aged, lastSeenAt: null }, day('2021-02-01'))).toBeCloseTo(7, 1);
});

it('knows the age in a photo: said, or from the dates', () => {
  expect(ageAtPhoto(born, photo('2021-05'))).toBeCloseTo(5, 1);
  expect(ageAtPhoto(born, photo('2021-05', 4))).toBe(4);
  expect(ageAtPhoto(aged, photo('2018'))).toBeCloseTo(4.5, 1);
  expect(ageAtPhoto(born, photo('2015'))).toBeNull();
  expect(ageAtPhoto(born, photo(null))).toBeNull();
});

it('says so when nothing is known', () => {
  expect([childAgeAt(unknown, day('2026-01-01')), ageWhenMissed(unknown), ageAtPhoto(unknown, photo('2018'))]).toEqual([
    null,
    null,
    null,
  ]);
  expect(bornAbout(unknown)).toBeNull();
});
