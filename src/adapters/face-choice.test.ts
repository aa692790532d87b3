import { expect, it } from 'vitest';
import type { Face } from '../core/face.ts';
import { findChosenFace, parseFaceChoice } from './face-choice.ts';

const at = (x: number, y: number, size: number) => ({ box: { x, y, width: size, height: size } }) as Face;

it('reads a number or a pixel', () => {
  expect(parseFaceChoice(' 2 ')).toEqual({ number: 2 });
  expect(parseFaceChoice('812, 430')).toEqual({ pixel: { x: 812, y: 430 } });
});

it.each(['0', '-1', 'two', '', '1.5', '1,2,3'])('refuses «%s»', (text) => {
  expect(() => parseFaceChoice(text)).toThrow('homeward faces');
});

it('finds the face by its number or around a pixel, the nearest of several', () => {
  const faces = [at(0, 0, 100), at(60, 60, 100)];
  expect(findChosenFace(faces, { number: 2 })).toMatchObject({ number: 2, face: { box: { x: 60 } } });
  expect(findChosenFace(faces, { number: 3 })).toBeUndefined();
  expect(findChosenFace(faces, { pixel: { x: 95, y: 95 } })?.number).toBe(2);
  expect(findChosenFace(faces, { pixel: { x: 65, y: 65 } })?.number).toBe(1);
  expect(findChosenFace(faces, { pixel: { x: 500, y: 5 } })).toBeUndefined();
});
