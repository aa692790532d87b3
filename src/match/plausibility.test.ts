import { describe, expect, it } from 'vitest';
import { limitStrength } from './plausibility/growth.ts';
import { distanceKm } from './plausibility/place-and-time.ts';
import { fillSentence, REASON_SENTENCES, type ReasonKind, timeSpan } from './plausibility/reasons.ts';
import type { SeenPerson, SoughtChild } from './plausibility/types.ts';
import { childAgeAt, relativeReasons, weighPlausibility } from './plausibility.ts';

const LISBON = { latitude: 38.7223, longitude: -9.1393 };
const PORTO = { latitude: 41.1579, longitude: -8.6291 };
const day = (text: string) => new Date(`${text}T12:00:00Z`);

const child: SoughtChild = {
  sex: 'female',
  birthDate: '2016-05',
  ageYears: null,
  lastSeenAt: day('2024-05-15'),
  lastPlace: 'Lisbon',
  lastPosition: LISBON,
  marks: ['scar above the left eyebrow', 'birthmark on the neck'],
  clothing: 'red jacket, jeans',
  photoAges: [4, 7.5],
  confirmed: [],
};
const seen: SeenPerson = {
  at: day('2024-05-17'),
  position: LISBON,
  accuracyKm: 0.05,
  sex: 'female',
  ageYears: 8,
  remarks: 'A girl in a RED jacket.',
};

function reasonOf(kind: ReasonKind, changes: { child?: Partial<SoughtChild>; seen?: Partial<SeenPerson> } = {}) {
  const { reasons } = weighPlausibility({ ...child, ...changes.child }, { ...seen, ...changes.seen });
  return reasons.find((reason) => reason.kind === kind);
}

describe('sex', () => {
  it('counts only as people stated it', () => {
    expect(reasonOf('sex')).toMatchObject({ verdict: 'supports', text: 'The sex agrees: female.' });
    expect(reasonOf('sex', { seen: { sex: 'male' } })).toMatchObject({ verdict: 'against', key: 'sex.differs' });
    expect(reasonOf('sex', { seen: { sex: null } })).toMatchObject({ verdict: 'unknown' });
    expect(reasonOf('sex', { child: { sex: 'other' } })).toMatchObject({ verdict: 'unknown' });
  });
});

describe('age', () => {
  it.each([
    [8, 'supports'],
    [10, 'supports'],
    [11, 'neutral'],
    [4.5, 'neutral'],
    [14, 'against'],
    [30, 'against'],
  ])('of a child of eight taken for %s: %s', (ageYears, verdict) => {
    expect(reasonOf('age', { seen: { ageYears } })).toMatchObject({ verdict });
  });

  it('grows from the age when missed where the birth date is not known', () => {
    const missed = { birthDate: null, ageYears: 8, lastSeenAt: day('2014-05-15') };
    expect(childAgeAt(missed, day('2024-05-15'))).toBeCloseTo(18, 1);
    expect(childAgeAt({ ...missed, ageYears: null }, day('2024-05-15'))).toBeNull();
    expect(reasonOf('age', { child: { birthDate: null } })).toMatchObject({ key: 'age.unknown', verdict: 'unknown' });
  });

  it('says how old the child would be when nobody gave an age', () => {
    expect(reasonOf('age', { seen: { ageYears: null } })).toMatchObject({
      verdict: 'unknown',
      text: 'The child would be 8 years old now. Nobody has said how old the person seen is.',
    });
  });
});

describe('growth', () => {
  it('is measured from the photo nearest in age', () => {
    expect(reasonOf('growth')).toMatchObject({ key: 'growth.little', verdict: 'neutral' });
    const later = reasonOf('growth', { seen: { at: day('2028-05-17') } });
    expect(later).toMatchObject({ key: 'growth.some', verdict: 'neutral' });
    // 7.5 to 12 years, girls: face 91.25 to 100.5 mm, nose 36 to 42.5 mm by the table.
    expect(later?.parameters).toMatchObject({ face: { value: 10, unit: 'percent' }, nose: { value: 18 } });
  });

  it('limits the word for the strength over more than six years and under three', () => {
    const far = weighPlausibility(child, { ...seen, at: day('2034-05-17') });
    expect(far.growth?.years).toBeGreaterThan(6);
    expect(far.reasons.find(({ kind }) => kind === 'growth')?.key).toBe('growth.far');
    expect(limitStrength('very strong', far.growth)).toBe('moderate');
    expect(limitStrength('limited', far.growth)).toBe('limited');
    expect(limitStrength('strong', { fromYears: 1, toYears: 2, years: 1 })).toBe('moderate');
    expect(limitStrength('strong', { fromYears: 5, toYears: 9, years: 4 })).toBe('strong');
    expect(limitStrength('strong', null)).toBe('strong');
  });

  it('cannot be judged without ages', () => {
    expect(reasonOf('growth', { child: { photoAges: [null] } })).toMatchObject({ verdict: 'unknown' });
  });
});

describe('place and time', () => {
  it('measures along the great circle', () => {
    expect(distanceKm(LISBON, PORTO)).toBeCloseTo(274, 0);
    expect(distanceKm({ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 })).toBeCloseTo(22.24, 1);
    expect(distanceKm({ latitude: 90, longitude: 0 }, { latitude: -90, longitude: 0 })).toBeCloseTo(20015.1, 0);
  });

  const hoursLater = (hours: number) => new Date(day('2024-05-15').getTime() + hours * 3_600_000);
  it.each([
    ['near by', LISBON, 48, 'supports', 'place.near'],
    ['weeks later', PORTO, 24 * 60, 'neutral', 'place.on-foot'],
    ['the same day', PORTO, 4, 'neutral', 'place.by-road'],
    ['an hour later', PORTO, 0.5, 'neutral', 'place.by-air'],
    ['on another continent at once', { latitude: -23.5, longitude: -46.6 }, 2, 'against', 'place.impossible'],
    ['before it went missing', LISBON, -24, 'against', 'place.before-missing'],
  ] as const)('%s', (_, position, hours, verdict, key) => {
    expect(reasonOf('place-and-time', { seen: { position, at: hoursLater(hours) } })).toMatchObject({ verdict, key });
  });

  it('forgives a clock that is an hour wrong', () => {
    expect(reasonOf('place-and-time', { seen: { at: hoursLater(-0.5) } })).toMatchObject({ key: 'place.near' });
  });

  it('refuses two places at once', () => {
    const confirmed = [{ at: seen.at ?? new Date(), position: { latitude: 60, longitude: 25 }, accuracyKm: 1 }];
    expect(reasonOf('place-and-time', { child: { confirmed } })).toMatchObject({
      verdict: 'against',
      key: 'place.two-places',
    });
  });

  it('knows when it does not know', () => {
    expect(reasonOf('place-and-time', { seen: { position: null } })).toMatchObject({ verdict: 'unknown' });
    expect(reasonOf('place-and-time', { child: { lastPosition: null } })).toMatchObject({ verdict: 'unknown' });
  });
});

describe('marks and clothing', () => {
  it('are listed with the words that the remarks share, and never scored', () => {
    expect(reasonOf('marks')).toMatchObject({
      verdict: 'unknown',
      text: 'Look for: scar above the left eyebrow; birthmark on the neck.',
    });
    expect(reasonOf('clothing')).toMatchObject({ verdict: 'neutral', parameters: { words: 'jacket' } });
    expect(reasonOf('marks', { child: { marks: [] } })).toMatchObject({ key: 'marks.none' });
  });
});

describe('relatives in one list', () => {
  const list = ['a', 'b', 'c'].map((caseId, index) => ({
    caseId,
    number: `HW-${caseId}`,
    rank: index + 1,
    isProtected: caseId === 'c',
  }));

  it('are explained on both sides, protected ones on their own side only', () => {
    const reasons = relativeReasons(list, [
      { caseId: 'a', otherCaseId: 'b', kind: 'twin' },
      { caseId: 'a', otherCaseId: 'c', kind: 'sibling' },
      { caseId: 'a', otherCaseId: 'x', kind: 'sibling' },
    ]);
    expect(reasons.get('a')?.map(({ text }) => text)).toEqual([
      'A twin of this child (HW-b) is in the same list at place 2. The face cannot tell twins apart.',
    ]);
    expect(reasons.get('b')).toHaveLength(1);
    expect(reasons.get('c')?.[0]?.text).toContain('HW-a');
  });
});

describe('sentences', () => {
  it('form numbers and units in each language', () => {
    const distance = { value: 1234, unit: 'kilometer' } as const;
    expect(fillSentence('{distance} in {elapsed}', { distance, elapsed: timeSpan(5 * 86_400_000) }, 'en')).toBe(
      '1,234 km in 5 days',
    );
    expect(fillSentence('{elapsed}', { elapsed: timeSpan(3_600_000) }, 'fr')).toMatch(/^1\s+heure$/u);
  });

  it('are filled completely', () => {
    const cases = [seen, { ...seen, sex: null, ageYears: 14, at: day('2034-01-01') }, { ...seen, position: PORTO }];
    for (const person of cases)
      for (const { text, key } of weighPlausibility(child, person).reasons) {
        expect(text).not.toMatch(/[{}]/);
        expect(REASON_SENTENCES).toHaveProperty([key]);
      }
  });
});
