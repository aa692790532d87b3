import { expect, it } from 'vitest';
import { DLIB_DESCRIPTOR_LENGTH, dlibDistance, SAME_PERSON_DISTANCE } from './euclidean.ts';

it('is the distance of two vectors of dlib’s usual length', () => {
  const angle = 0.4;
  const first = [DLIB_DESCRIPTOR_LENGTH, 0] as const;
  const second = [DLIB_DESCRIPTOR_LENGTH * Math.cos(angle), DLIB_DESCRIPTOR_LENGTH * Math.sin(angle)] as const;
  const expected = Math.hypot(first[0] - second[0], first[1] - second[1]);
  expect(dlibDistance(Math.cos(angle))).toBeCloseTo(expected, 9);
});

it('is 0 for the same vector, rounding included, and grows as the cosine falls', () => {
  expect(dlibDistance(1 + 1e-7)).toBe(0);
  expect(dlibDistance(0.9)).toBeGreaterThan(dlibDistance(0.95));
});

it('puts 0.6 where dlib’s users know it: between strangers and one person', () => {
  expect(dlibDistance(0.96)).toBeLessThan(SAME_PERSON_DISTANCE);
  expect(dlibDistance(0.886)).toBeGreaterThan(SAME_PERSON_DISTANCE);
});
