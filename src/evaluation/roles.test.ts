import { describe, expect, it } from 'vitest';
import type { RosterChild } from '../services/folders/roster.ts';
import { assignRoles, matchesPattern } from './roles.ts';

const folder = (name: string, ...names: string[]): RosterChild => ({
  child: name,
  name: null,
  sex: null,
  birthDate: null,
  group: null,
  photos: names.map((photo) => ({
    path: `/d/${name}/${photo}`,
    name: photo,
    young: photo.startsWith('y/'),
    taken: null,
    choice: null,
  })),
});
const namesOf = (folders: RosterChild[], options = {}) => {
  const { people, ...words } = assignRoles(folders, options);
  return {
    ...words,
    people: people.map((person) => [person.references.map((p) => p.name), person.probes.map((p) => p.name)]),
  };
};

describe('a pattern', () => {
  it.each([
    ['y/', 'y/1.jpg', true],
    ['y/', 'early/1.jpg', false],
    ['y/', 'school/y/1.jpg', true],
    ['y/', 'y.jpg', false],
    ['!y/', '1.jpg', true],
    ['!y/', 'y/1.jpg', false],
    ['earlier-*', 'earlier-B.jpg', true],
    ['earlier-*', 'y/earlier-B.jpg', true],
    ['earlier-*', 'not-earlier-B.jpg', false],
    ['y/*.png', 'y/a.png', true],
    ['[AB].jpg', 'B.jpg', true],
    ['2019', 'school-2019-05.jpg', true],
    ['2019', 'school-2020.jpg', false],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });
});

const aged = [folder('a', '1.jpg', '2.jpg', 'y/1.jpg'), folder('b', '1.jpg', 'y/1.jpg')];

it('enrols what was taken young and searches with the rest, asked or not', () => {
  const expected = [
    [['y/1.jpg'], ['1.jpg', '2.jpg']],
    [['y/1.jpg'], ['1.jpg']],
  ];
  expect(namesOf(aged)).toMatchObject({ people: expected, reversible: true });
  expect(namesOf(aged, { enrol: 'y/' })).toMatchObject({ people: expected, reversible: true });
  expect(namesOf(aged, { enrol: '!y/' }).people).toEqual(expected.map(([young, later]) => [later, young]));
});

it('enrols the first photo where nothing is said, which has no reverse', () => {
  const plain = [folder('a', '1.jpg', '2.jpg', '10.jpg'), folder('b', '1.jpg')];
  expect(namesOf(plain)).toMatchObject({
    people: [
      [['1.jpg'], ['2.jpg', '10.jpg']],
      [['1.jpg'], []],
    ],
    reversible: false,
  });
});

it('searches with what a pattern names and enrols the rest', () => {
  const samples = [folder('i01', 'A.jpg', 'earlier-B.jpg'), folder('i09', 'A.jpg')];
  expect(namesOf(samples, { probePattern: 'earlier-*' }).people).toEqual([
    [['A.jpg'], ['earlier-B.jpg']],
    [['A.jpg'], []],
  ]);
});

it('leaves out photos that neither pattern names, and never searches with an enrolled photo', () => {
  const photos = [folder('a', 'A.jpg', 'B.jpg', 'C.jpg')];
  expect(namesOf(photos, { enrol: 'A', probePattern: 'B' }).people).toEqual([[['A.jpg'], ['B.jpg']]]);
  expect(namesOf(photos, { enrol: 'A', probePattern: '*.jpg' }).people).toEqual([[['A.jpg'], ['B.jpg', 'C.jpg']]]);
});

it('says so when a pattern matches nothing, or nobody has photos of both kinds', () => {
  expect(() => namesOf(aged, { probePattern: 'earlier-*' })).toThrow('No photo matches «earlier-*»');
  expect(() => namesOf(aged, { enrol: 'z/' })).toThrow('No photo matches «z/»');
  expect(() => namesOf([folder('a', '1.jpg'), folder('b')])).toThrow('Nobody has a photo to enrol');
  expect(() => namesOf([])).toThrow('Nobody has a photo to enrol');
});
