import { expect, it } from 'vitest';
import { matchFaces } from './match-faces.ts';

const box = (x: number, width = 100) => ({ x, y: 0, width, height: 100 });

it('knows faces again that moved a little', () => {
  expect(matchFaces([box(0), box(500)], [box(510, 95), box(5)])).toEqual([1, 0]);
});

it('takes a face elsewhere for a new one', () => {
  expect(matchFaces([box(0)], [box(300), box(0)])).toEqual([undefined, 0]);
  expect(matchFaces([], [box(0)])).toEqual([undefined]);
});

it('pairs each face once, the closest first', () => {
  expect(matchFaces([box(0)], [box(30), box(2)])).toEqual([undefined, 0]);
  expect(matchFaces([box(0), box(20)], [box(18)])).toEqual([1]);
});
