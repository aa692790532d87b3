import { expect, it } from 'vitest';
import { type Identity, identityReasons } from './duplicate-reasons.ts';
import { nameKeys } from './names.ts';

const child = (name: string, parts: Partial<Identity> = {}): Identity => ({
  nameKeys: nameKeys([name]),
  birthDate: '2016-05-03',
  ageYears: null,
  lastSeenAt: new Date('2024-05-03'),
  createdAt: new Date('2024-06-01'),
  ...parts,
});
const aged = (ageYears: number) => ({ birthDate: null, ageYears });

it('takes the same name and birth date for a reason, however exact the date is', () => {
  const reasons = [{ kind: 'name', isSame: true }, { kind: 'birth-date' }];
  expect(identityReasons(child('Amina Yusupova'), child('Юсупова Амина'))).toEqual(reasons);
  expect(identityReasons(child('Amina Yusupova'), child('amina yusupova', { birthDate: '2016' }))).toEqual(reasons);
});

it('takes an age where a birth date is missing', () => {
  expect(identityReasons(child('Amina Y'), child('Amina Y', aged(7)))).toEqual([
    { kind: 'name', isSame: true },
    { kind: 'age' },
  ]);
  expect(identityReasons(child('Amina Y', aged(7)), child('Amina Y', aged(8.4)))).toHaveLength(2);
});

it('wants the very day where names are only alike', () => {
  expect(identityReasons(child('Amina Yusupova'), child('Amina Jussupowa'))).toEqual([
    { kind: 'name', isSame: false },
    { kind: 'birth-date' },
  ]);
  for (const parts of [{ birthDate: '2016-05' }, { birthDate: '2016-05-04' }, aged(8)])
    expect(identityReasons(child('Amina Yusupova'), child('Amina Jussupowa', parts))).toEqual([]);
});

it('says nothing where the birth speaks against it, or nothing is known of it', () => {
  expect(identityReasons(child('Amina Y'), child('Amina Y', { birthDate: '2015' }))).toEqual([]);
  expect(identityReasons(child('Amina Y'), child('Amina Y', aged(5)))).toEqual([]);
  expect(identityReasons(child('Amina Y'), child('Amina Y', { birthDate: null }))).toEqual([]);
  expect(identityReasons(child('Amina Y'), child('Samir Y'))).toEqual([]);
});
