import { expect, it } from 'vitest';
import { recallOf } from './recall.ts';

const square = (x: number, side: number) => ({ x, y: 0, width: side, height: side });

it('counts a face once however many boxes it has, and a box without a face', () => {
  const faces = [
    { box: square(0, 80), condition: 'plain' as const },
    { box: square(500, 80), condition: 'dark' as const },
    { box: square(1000, 300), condition: 'dark' as const },
  ];
  const boxes = [square(5, 80), square(0, 70), square(1010, 290), square(1500, 100)];
  expect(
    recallOf([
      { faces, boxes },
      { faces: faces.slice(0, 1), boxes: [] },
    ]),
  ).toEqual({
    recall: 2 / 4,
    recallByCondition: { plain: 1 / 2, dark: 1 / 2 },
    recallBySize: { 'up to 100 px': 1 / 3, 'up to 1000 px': 1 },
    falseFaces: 1,
  });
});

it('does not take a box somewhere else, or of another size, for the face', () => {
  const faces = [{ box: square(0, 100), condition: 'plain' as const }];
  for (const box of [square(60, 100), square(0, 300), square(0, 30)])
    expect(recallOf([{ faces, boxes: [box] }])).toMatchObject({ recall: 0, falseFaces: 1 });
});
