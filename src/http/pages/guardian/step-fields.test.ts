import { expect, it } from 'vitest';
import { fieldsOfStep } from './step-fields.ts';

const clock = { timeZone: 'Asia/Kolkata', now: new Date('2026-06-01T12:00:00Z') };
const child = (values: Record<string, string>) =>
  fieldsOfStep('child', { childName: 'Asha', country: 'IN', ...values }, clock);

it('takes a birth date as far as it is known, else the age', () => {
  expect(child({ birthYear: '2017', birthMonth: '4', birthDay: '2' })).toMatchObject({
    birthDate: '2017-04-02',
    ageYears: null,
  });
  expect(child({ birthYear: '2017', birthMonth: '4', birthDay: '' })).toMatchObject({ birthDate: '2017-04' });
  expect(child({ birthYear: '2017', birthMonth: '', birthDay: '2', ageYears: '9' })).toMatchObject({
    birthDate: '2017',
    ageYears: null,
  });
  expect(child({ birthYear: '', ageYears: '7,5' })).toMatchObject({ birthDate: null, ageYears: 7.5 });
  expect(child({})).toMatchObject({ birthDate: null, ageYears: null, sex: null, otherNames: [] });
});

it('takes the hour of the clock where the child was, and noon where nobody knows it', () => {
  const seen = (values: Record<string, string>) => fieldsOfStep('last-seen', values, clock).lastSeenAt;
  expect(seen({ lastSeenDay: '2026-05-30', lastSeenTime: '17:30' })).toBe('2026-05-30T12:00:00.000Z');
  expect(seen({ lastSeenDay: '2026-05-30', lastSeenTime: '' })).toBe('2026-05-30T06:30:00.000Z');
  expect(seen({ lastSeenDay: '' })).toBeNull();
});

it('dates a consent, and no other basis', () => {
  expect(fieldsOfStep('consent', { legalBasis: 'consent', consentBy: 'Meera Rao, mother' }, clock)).toEqual({
    ...{ legalBasis: 'consent', consentBy: 'Meera Rao, mother' },
    consentAt: '2026-06-01T12:00:00.000Z',
  });
  expect(fieldsOfStep('consent', { legalBasis: 'police-power' }, clock)).not.toHaveProperty('consentAt');
});
