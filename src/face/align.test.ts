import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FivePoints, RgbImage } from '../core/face.ts';
import { applySimilarity, type Point, type Similarity } from '../core/geometry.ts';
import { testPicture } from '../testing/images.ts';
import { ARCFACE_FIVE, alignFace, alignmentOf, mirror } from './align.ts';
import type { ModelEntry } from './models.ts';
import { createPyramid } from './warp.ts';

/** Rotation by up to ±180°, scale 0.2 … 8, any place. */
const placement = fc
  .record({
    turn: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
    scale: fc.double({ min: 0.2, max: 8, noNaN: true }),
    tx: fc.double({ min: -500, max: 500, noNaN: true }),
    ty: fc.double({ min: -500, max: 500, noNaN: true }),
  })
  .map(({ turn, scale, tx, ty }): Similarity => ({ a: scale * Math.cos(turn), b: scale * Math.sin(turn), tx, ty }));

/** A face somewhat unlike the template: every point moved by some pixels of it. */
const unlike = fc.tuple(
  ...ARCFACE_FIVE.map(() => fc.record({ x: fc.integer({ min: -6, max: 6 }), y: fc.integer({ min: -6, max: 6 }) })),
);

function placed(points: readonly Point[], to: Similarity): FivePoints {
  const [a, b, c, d, e] = points.map((point) => applySimilarity(to, point));
  const zero = { x: 0, y: 0 };
  return [a ?? zero, b ?? zero, c ?? zero, d ?? zero, e ?? zero];
}

describe('alignmentOf', () => {
  it('leaves a face that lies as the template does where it is', () => {
    const { a, b, tx, ty } = alignmentOf({ five: ARCFACE_FIVE, all: null }, 'arcface-112', 112);
    expect(a).toBeCloseTo(1);
    expect(b).toBeCloseTo(0);
    expect(tx).toBeCloseTo(0);
    expect(ty).toBeCloseTo(0);
  });

  it('puts a face at the same place of the crop wherever, however large and however turned it is in the photo', () => {
    fc.assert(
      fc.property(placement, unlike, (place, moves) => {
        const face = ARCFACE_FIVE.map(({ x, y }, index) => ({
          x: x + (moves[index]?.x ?? 0),
          y: y + (moves[index]?.y ?? 0),
        }));
        const five = placed(face, { a: 1, b: 0, tx: 0, ty: 0 });
        const here = alignmentOf({ five, all: null }, 'arcface-112', 112);
        const there = placed(face, place);
        const elsewhere = alignmentOf({ five: there, all: null }, 'arcface-112', 112);
        five.forEach((point, index) => {
          const first = applySimilarity(here, point);
          const second = applySimilarity(elsewhere, there[index] ?? point);
          expect(second.x).toBeCloseTo(first.x, 6);
          expect(second.y).toBeCloseTo(first.y, 6);
        });
      }),
    );
  });

  it('scales the template for networks of another size', () => {
    const small = alignmentOf({ five: ARCFACE_FIVE, all: null }, 'arcface-112', 112);
    const large = alignmentOf({ five: ARCFACE_FIVE, all: null }, 'arcface-112', 224);
    expect(large.a).toBeCloseTo(2 * small.a);
  });

  it('puts the 68 points of dlib’s mean face where dlib’s chip of 150 pixels has them, whatever the brows and lower lip do', () => {
    const all = meanFace();
    const { a, b } = alignmentOf({ five: ARCFACE_FIVE, all }, 'dlib-150', 150);
    expect(a).toBeCloseTo(150 / 1.4 / 100);
    expect(b).toBeCloseTo(0);
    const moved = all.map((point, index) => (index < 27 || (index >= 55 && index <= 59) ? { x: 999, y: -999 } : point));
    expect(alignmentOf({ five: ARCFACE_FIVE, all: moved }, 'dlib-150', 150)).toEqual(
      alignmentOf({ five: ARCFACE_FIVE, all }, 'dlib-150', 150),
    );
  });

  it('aligns for dlib by five points where only these are known, about as by all', () => {
    const all = meanFace();
    const eye = (from: number) =>
      all.slice(from, from + 6).reduce((sum, { x, y }) => ({ x: sum.x + x / 6, y: sum.y + y / 6 }), { x: 0, y: 0 });
    const at = (index: number) => all[index] ?? { x: 0, y: 0 };
    const five: FivePoints = [eye(36), eye(42), at(30), at(48), at(54)];
    const byFive = alignmentOf({ five, all: null }, 'dlib-150', 150);
    const byAll = alignmentOf({ five, all }, 'dlib-150', 150);
    expect(byFive.a).toBeCloseTo(byAll.a, 6);
    expect(byFive.tx).toBeCloseTo(byAll.tx, 4);
    expect(byFive.ty).toBeCloseTo(byAll.ty, 4);
  });

  it('refuses landmarks that coincide', () => {
    const point = { x: 5, y: 5 };
    expect(() => alignmentOf({ five: [point, point, point, point, point], all: null }, 'arcface-112', 112)).toThrow(
      RangeError,
    );
  });
});

describe('alignFace', () => {
  it('gives the same crop of a photo and of the same photo turned by a quarter', () => {
    const photo = testPicture(160, 120);
    const five = placed(ARCFACE_FIVE, { a: 0.5, b: 0, tx: 50, ty: 20 });
    const quarter = placed(five, { a: 0, b: 1, tx: 120, ty: 0 });
    const upright = alignFace(createPyramid(photo), { five, all: null }, entry());
    const turned = alignFace(createPyramid(turnedByQuarter(photo)), { five: quarter, all: null }, entry());
    expect(upright.width).toBe(112);
    upright.data.forEach((value, index) => {
      expect(Math.abs(value - (turned.data[index] ?? 0))).toBeLessThanOrEqual(1);
    });
  });

  it('cuts the middle out of the square for a network that is not square', () => {
    const five = placed(ARCFACE_FIVE, { a: 1, b: 0, tx: 20, ty: 5 });
    const photo = createPyramid(testPicture(160, 120));
    const square = alignFace(photo, { five, all: null }, entry());
    const narrow = alignFace(photo, { five, all: null }, entry({ width: 96, height: 112 }));
    expect(narrow).toMatchObject({ width: 96, height: 112 });
    for (const row of [0, 50, 111])
      expect(narrow.data.subarray(3 * row * 96, 3 * (row + 1) * 96)).toEqual(
        square.data.subarray(3 * (row * 112 + 8), 3 * (row * 112 + 104)),
      );
  });

  it('is black beyond the photo', () => {
    const five = placed(ARCFACE_FIVE, { a: 1, b: 0, tx: -60, ty: 0 });
    const crop = alignFace(createPyramid(testPicture(112, 112)), { five, all: null }, entry());
    expect([...crop.data.subarray(0, 3)]).toEqual([0, 0, 0]);
  });
});

it('mirrors left and right, and twice is as before', () => {
  const picture = testPicture(5, 2);
  const mirrored = mirror(picture);
  expect([...mirrored.data.subarray(0, 3)]).toEqual([...picture.data.subarray(12, 15)]);
  expect(mirror(mirrored)).toEqual(picture);
});

/** dlib's mean face, 100 pixels wide: points 0 … 26 are not part of it. */
function meanFace(): Point[] {
  const xs = [
    0.490127, 0.490127, 0.490127, 0.490127, 0.36688, 0.426036, 0.490127, 0.554217, 0.613373, 0.121737, 0.187122,
    0.265825, 0.334606, 0.260918, 0.182743, 0.645647, 0.714428, 0.793132, 0.858516, 0.79751, 0.719335, 0.254149,
    0.340985, 0.428858, 0.490127, 0.551395, 0.639268, 0.726104, 0.642159, 0.556721, 0.490127, 0.423532, 0.338094,
    0.290379, 0.428096, 0.490127, 0.552157, 0.689874, 0.553364, 0.490127, 0.42689,
  ];
  const ys = [
    0.203352, 0.307009, 0.409805, 0.515625, 0.587326, 0.609345, 0.628106, 0.609345, 0.587326, 0.216423, 0.178758,
    0.179852, 0.231733, 0.245099, 0.244077, 0.231733, 0.179852, 0.178758, 0.216423, 0.244077, 0.245099, 0.780233,
    0.745405, 0.727388, 0.742578, 0.727388, 0.745405, 0.780233, 0.864805, 0.902192, 0.909281, 0.902192, 0.864805,
    0.784792, 0.778746, 0.785343, 0.778746, 0.784792, 0.824182, 0.831803, 0.824182,
  ];
  return [
    ...Array.from({ length: 27 }, () => ({ x: 0, y: 0 })),
    ...xs.map((x, index) => ({ x: 100 * x, y: 100 * (ys[index] ?? 0) })),
  ];
}

/** Turned clockwise: (x, y) of the photo lies at (height − y, x). */
function turnedByQuarter({ data, width, height }: RgbImage): RgbImage {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      turned.set(data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3), 3 * (x * height + (height - 1 - y)));
  return { data: turned, width: height, height: width };
}

function entry(size = { width: 112, height: 112 }): ModelEntry {
  return {
    id: 'test',
    task: 'embed',
    profiles: ['standard'],
    source: null,
    sha256: '0'.repeat(64),
    bytes: 1,
    input: { ...size, colour: 'rgb', mean: [0, 0, 0], scale: 1, layout: 'nchw' },
    outputs: {},
    alignment: 'arcface-112',
    length: 16,
    licence: 'test',
    provenance: 'test',
    summary: 'test',
    trainingDataKnown: true,
  };
}
