import { expect, it } from 'vitest';
import { type Urgent, urgencyOf } from './urgency.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const ordinary: Urgent = {
  strength: 'moderate',
  isAlert: false,
  seenAt: new Date('2026-06-01T10:00:00Z'),
  ageYears: 14,
  hasMedicalNeeds: false,
};
const urgency = (change: Partial<Urgent>) => urgencyOf({ ...ordinary, ...change }, NOW);

it('grows with the strength', () => {
  const words = ['none', 'limited', 'moderate', 'strong', 'very strong'];
  const points = words.map((strength) => urgency({ strength }));
  expect(points).toEqual([...points].sort((a, b) => a - b));
  expect(new Set(points).size).toBe(words.length);
});

it('fades with time, and a strong candidate of last week still goes before a weak one of today', () => {
  const lastWeek = new Date('2026-05-25T12:00:00Z');
  expect(urgency({ seenAt: lastWeek })).toBeLessThan(urgency({}));
  expect(urgency({ seenAt: lastWeek, strength: 'strong', isAlert: true })).toBeGreaterThan(
    urgency({ strength: 'limited' }),
  );
  expect(urgency({ seenAt: new Date('2026-06-02T00:00:00Z') })).toBe(urgency({ seenAt: NOW }));
  expect(urgency({ seenAt: null })).toBeCloseTo(25, 10);
});

it('puts small and ill children first', () => {
  expect(urgency({ ageYears: 3 })).toBe(urgency({}) + 10);
  expect(urgency({ ageYears: 8 })).toBe(urgency({}) + 5);
  expect(urgency({ ageYears: null })).toBe(urgency({}) + 5);
  expect(urgency({ hasMedicalNeeds: true })).toBe(urgency({}) + 10);
});
