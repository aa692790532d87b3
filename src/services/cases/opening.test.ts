import { expect, it } from 'vitest';
import { type CaseFields, NewCase, NOTHING_KNOWN } from './case-fields.ts';
import { fieldMistakes } from './field-mistakes.ts';
import { missingForOpening, missingPhotos } from './opening.ts';

const NOW = new Date('2026-06-01T10:00:00Z');
const amina: CaseFields = {
  ...NOTHING_KNOWN,
  childName: 'Amina Yusupova',
  country: 'DE',
  birthDate: '2016-05',
  lastSeenAt: new Date('2026-05-01T10:00:00Z'),
  legalBasis: 'police-power',
};

it('lets a case open that has a name, an age and a legal basis', () => {
  expect(missingForOpening(amina, NOW)).toEqual([]);
  expect(missingForOpening({ ...amina, birthDate: null, ageYears: 6 }, NOW)).toEqual([]);
});

it('names everything that is missing at once', () => {
  const empty = { ...amina, childName: 'Unknown', birthDate: null, legalBasis: null, lastLatitude: 3 };
  expect(missingForOpening({ ...empty, lastSeenAt: new Date('2026-06-02T00:00:00Z') }, NOW)).toEqual([
    '«Unknown» is no name. Write the name the child goes by.',
    'Give the birth date or the age when missed.',
    'Choose the legal basis for searching this face.',
    'The time the child was last seen lies in the future.',
    'Give latitude and longitude, or neither.',
  ]);
});

it('asks for the consent where consent is the basis, and only there', () => {
  const consented = { ...amina, legalBasis: 'consent' as const };
  expect(missingForOpening(consented, NOW)).toEqual([
    'Write who consented, and as what: mother, legal guardian.',
    'Write when they consented.',
  ]);
  expect(missingForOpening({ ...consented, consentBy: 'Mother', consentAt: NOW }, NOW)).toEqual([]);
});

it('needs a usable photo, or a word that there is none', () => {
  const none = { usable: 0, waiting: 0, toChoose: 0 };
  expect(missingPhotos({ ...none, usable: 1 }, false)).toEqual([]);
  expect(missingPhotos(none, true)).toEqual([]);
  expect(missingPhotos(none, false)).toHaveLength(1);
  expect(missingPhotos({ ...none, waiting: 1 }, false)[0]).toContain('still being analysed');
  expect(missingPhotos({ ...none, waiting: 1, toChoose: 1 }, false)[0]).toContain('several');
});

it('is for children: under 18 when missed, however long ago', () => {
  const seen = (text: string) => ({ lastSeenAt: new Date(`${text}T00:00:00Z`) });
  expect(fieldMistakes({ ...amina, birthDate: '1980-01-01', ...seen('1990-01-01') }, NOW)).toEqual([]);
  expect(fieldMistakes({ ...amina, birthDate: '2008-05-02', ...seen('2026-05-01') }, NOW)).toEqual([]);
  expect(fieldMistakes({ ...amina, birthDate: '2008-04-30', ...seen('2026-05-02') }, NOW)[0]).toContain('for children');
  // Only the year is known: the child may still have been 17.
  expect(fieldMistakes({ ...amina, birthDate: '2008', ...seen('2026-05-01') }, NOW)).toEqual([]);
});

it('refuses a birth after the last sight, and both birth date and age', () => {
  expect(fieldMistakes({ ...amina, birthDate: '2026-05-03' }, NOW)).toEqual([
    'The birth date lies after the child was last seen.',
  ]);
  expect(fieldMistakes({ ...amina, birthDate: '2027', lastSeenAt: null }, NOW)).toEqual([
    'The birth date lies in the future.',
  ]);
  expect(fieldMistakes({ ...amina, ageYears: 10 }, NOW)).toHaveLength(1);
});

it('keeps Unicode names in NFC and takes invisible characters out', () => {
  const parsed = NewCase.parse({
    childName: ' Ame\u0301lie\u202e  al-Saʿīd ',
    country: 'de',
    languages: ['PT-br', 'ar'],
  });
  expect(parsed).toEqual({ childName: 'Am\u00e9lie al-Saʿīd', country: 'DE', languages: ['pt-BR', 'ar'] });
});

it('refuses what cannot be', () => {
  const mistakes = (fields: object) =>
    NewCase.safeParse({ childName: 'Mia', country: 'DE', ...fields }).error?.issues.map(({ message }) => message) ?? [];
  expect(mistakes({})).toEqual([]);
  for (const [fields, part] of [
    [{ childName: '   ' }, "Write the child's name"],
    [{ childName: 'x'.repeat(201) }, 'at most 200'],
    [{ birthDate: '2021-02-30' }, 'Birth date'],
    [{ ageYears: 18 }, '0 to 17.9'],
    [{ ageYears: -1 }, '0 to 17.9'],
    [{ heightCm: 19 }, '20 to 230'],
    [{ heightCm: 120.5 }, 'whole number'],
    [{ lastLatitude: 91, lastLongitude: 0 }, 'Latitude'],
    [{ lastLatitude: 0, lastLongitude: Number.NaN }, 'Longitude'],
    [{ languages: ['e'] }, 'Languages'],
    [{ country: 'ZZ' }, 'Country'],
    [{ country: 'UK' }, 'Country'],
    [{ country: 'SU' }, 'Country'],
    [{ country: 'Germany' }, 'Country'],
    [{ lastSeenAt: '2026-05-03 14:30' }, 'Last seen'],
    [{ legalBasis: 'because' }, 'Legal basis'],
    [{ circumstances: 'x'.repeat(10_001) }, 'at most 10000'],
    [{ marks: Array.from({ length: 51 }, (_, index) => `${index}`) }, 'at most 50'],
  ] as const)
    expect(mistakes(fields).join(' '), JSON.stringify(fields).slice(0, 80)).toContain(part);
});

it('takes an emptied field for «not known», and keeps the lines of long texts', () => {
  const parsed = NewCase.parse({ childName: 'Mia', country: 'DE', clothing: ' ', circumstances: 'one\r\ntwo\u0000' });
  expect(parsed).toMatchObject({ clothing: null, circumstances: 'one\ntwo' });
});
