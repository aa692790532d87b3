import { expect, it } from 'vitest';
import { AGE_BANDS, bandOf, compareLabels, GAP_BANDS, placesOf } from './bands.ts';
import type { Identity, Sample } from './protocol.ts';

const photo = (ageYears: number | null): Sample => ({ path: String(ageYears), template: null, ageYears });
const person = (references: (number | null)[], probe: number | null, rest: Partial<Identity> = {}): Identity => ({
  name: 'p',
  references: references.map(photo),
  probes: [photo(probe)],
  ...rest,
});
const placed = (identity: Identity, isMated = true) =>
  Object.fromEntries(placesOf(identity, 0, isMated).map(({ dimension, labels }) => [dimension, labels.join(' / ')]));

it('holds each age and gap in one band, from its first day on', () => {
  expect([0, 2.99, 3, 5.9, 6, 12.9, 13, 17.9, 18, 80].map((age) => bandOf(AGE_BANDS, age))).toEqual(
    ['0–2', '3–5', '6–12', '13–17', '18 and over'].flatMap((label) => [label, label]),
  );
  expect([0, 1.9, 2, 6, 10, 20].map((gap) => bandOf(GAP_BANDS, gap))).toEqual([
    ...['under 2', 'under 2', '2–5', '6–9', '10–19', '20 and over'],
  ]);
  expect(bandOf(AGE_BANDS, null)).toBeNull();
});

it('takes the enrolled photo nearest in age to the probe, whichever is older', () => {
  expect(placed(person([2, 9, 30], 13, { sex: 'female', group: 'north' }))).toEqual({
    ageAtProbe: '13–17',
    ageAtEnrolment: '6–12',
    ageGap: '2–5',
    ageAtEnrolmentByGap: '6–12 / 2–5',
    sex: 'female',
    group: 'north',
  });
  expect(placed(person([30], 4)).ageGap).toBe('20 and over');
});

it('leaves out what nobody knows, and what a stranger does not have', () => {
  expect(placed(person([null], 5))).toEqual({ ageAtProbe: '3–5' });
  expect(placed(person([5, 6], null))).toEqual({ ageAtEnrolment: '3–5' });
  expect(placed(person([5], 6, { sex: 'male' }), false)).toEqual({ ageAtProbe: '6–12', sex: 'male' });
  expect(placed(person([null], null, { sex: null }))).toEqual({});
});

it('orders bands by their years and other labels by the alphabet', () => {
  const shuffledLabels = [['18 and over'], ['b'], ['0–2'], ['a'], ['13–17']];
  expect(shuffledLabels.sort(compareLabels).flat()).toEqual(['a', 'b', '0–2', '13–17', '18 and over']);
});
