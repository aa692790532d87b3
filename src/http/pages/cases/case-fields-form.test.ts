import { expect, it } from 'vitest';
import { writeTime } from '../../../services/sightings/local-time.ts';
import { changesFrom, readBase } from './case-fields-form.ts';

it('says what changed, and nothing else', () => {
  const base = { childName: 'Amina', marks: 'Mole\nScar', ageYears: '', lastSeenAt: '2026-05-20T20:30' };
  const typed = { childName: 'Amina ', marks: 'Mole\r\nScar\r\nBirthmark', ageYears: '7,5', lastSeenAt: '', csrf: 'x' };
  expect(changesFrom(typed, base, 'Asia/Kolkata')).toEqual({
    marks: ['Mole', 'Scar', 'Birthmark'],
    ageYears: 7.5,
    lastSeenAt: null,
  });
});

it('reads times in the zone of the page, places by the names of the service', () => {
  const changes = changesFrom(
    { lastSeenAt: '2026-05-20T20:30', latitude: '16.5', languages: 'te, hi' },
    {},
    'Asia/Kolkata',
  );
  expect(changes).toEqual({ lastSeenAt: '2026-05-20T15:00:00.000Z', lastLatitude: 16.5, languages: ['te', 'hi'] });
  expect(writeTime('2026-05-20T15:00:00.000Z', 'Asia/Kolkata')).toBe('2026-05-20T20:30');
});

it('takes every field for changed where the beginning is lost', () => {
  expect(readBase('{broken')).toEqual({});
  expect(changesFrom({ childName: 'Amina' }, readBase(undefined), 'UTC')).toEqual({ childName: 'Amina' });
});
