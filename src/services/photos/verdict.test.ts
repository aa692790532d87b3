import { expect, it } from 'vitest';
import { verdictOf } from './verdict.ts';

const photo = { state: 'analysed' as const, refusal: null, warnings: ['It was brightened.'] };
const face = (quality: number, isChosen = true) => ({ quality, isChosen, reasons: ['The face is blurred.'] });

it.each([
  [[], 'no-face'],
  [[face(90, false), face(80, false)], 'choose-face'],
  [[face(90, false), face(20)], 'poor'],
  [[face(35)], 'fair'],
  [[face(60)], 'good'],
] as const)('judges by the face that counts: %j', (faces, verdict) => {
  expect(verdictOf(photo, faces).verdict).toBe(verdict);
});

it('gives the reasons of the chosen face and of the photo', () => {
  expect(verdictOf(photo, [face(20)]).reasons).toEqual(['The face is blurred.', 'It was brightened.']);
});

it('says what is wrong with a refused photo', () => {
  const refused = { state: 'refused' as const, refusal: 'This photo is damaged.', warnings: [] };
  expect(verdictOf(refused, [])).toEqual({ verdict: 'refused', message: 'This photo is damaged.', reasons: [] });
});
