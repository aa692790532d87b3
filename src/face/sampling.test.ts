import { expect, it } from 'vitest';
import type { RgbImage } from '../core/face.ts';
import { type Affine, halve, type Sampling, sample } from './sampling.ts';

const ONE = { x: 1, y: 1 };

it.each<[string, RgbImage, Sampling]>([
  ['upright, shrunk', noise(90, 70), { map: upright(1.7, 3.3), taps: { x: 2, y: 1 }, size: { width: 40, height: 30 } }],
  ['upright, beyond all borders', noise(31, 17), { map: upright(0.9, -6), taps: ONE, size: { width: 60, height: 50 } }],
  ['upright, enlarged', noise(3, 2), { map: upright(0.07, -0.4), taps: ONE, size: { width: 64, height: 64 } }],
  ['turned', noise(90, 70), { map: turned(0.3, 1.1), taps: ONE, size: { width: 50, height: 50 } }],
  [
    'turned, several samples',
    noise(90, 70),
    { map: turned(2, 2.4), taps: { x: 2, y: 3 }, size: { width: 40, height: 40 } },
  ],
  ['one pixel', noise(1, 1), { map: upright(0.3, -0.4), taps: ONE, size: { width: 5, height: 5 } }],
  ['too large for one piece', noise(1500, 1100), { map: turned(0.7, 25), taps: ONE, size: { width: 90, height: 70 } }],
])('gives the mean of bilinear samples: %s', (_, source, sampling) => {
  const { data } = sample(source, sampling);
  const wanted = sampleSlowly(source, sampling);
  expect(data.length).toBe(wanted.length);
  expect(Math.max(...data)).toBeGreaterThan(0);
  expect(Math.max(...data.map((value, index) => Math.abs(value - (wanted[index] ?? 0))))).toBeLessThanOrEqual(1);
});

it('gives black for what lies outside the image altogether', () => {
  const picture = sample(noise(20, 20), { map: upright(1, 500), taps: ONE, size: { width: 8, height: 8 } });
  expect(picture.data).toEqual(new Uint8Array(8 * 8 * 3));
});

it.each([
  [64, 48],
  [7, 5],
  [2, 2],
  [1201, 2003],
])('halves %i × %i pixels to the rounded mean of each block', (width, height) => {
  const image = noise(width, height);
  const half = halve(image);
  expect([half.width, half.height]).toEqual([width >> 1, height >> 1]);
  const wanted = half.data.map((_, index) => {
    const [column, row] = [Math.floor(index / 3) % half.width, Math.floor(index / 3 / half.width)];
    const at = 3 * (2 * row * width + 2 * column) + (index % 3);
    const block = [at, at + 3, at + 3 * width, at + 3 * width + 3].map((corner) => image.data[corner] ?? 0);
    return Math.floor((block.reduce((sum, value) => sum + value, 0) + 2) / 4);
  });
  expect(Buffer.compare(half.data, wanted)).toBe(0);
});

/** What the kernel computes, sample by sample in double precision. */
function sampleSlowly(source: RgbImage, { map, taps, size }: Sampling): number[] {
  const values: number[] = [];
  for (let row = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++)
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let tap = 0; tap < taps.x * taps.y; tap++) {
          const u = column + ((tap % taps.x) + 0.5) / taps.x;
          const v = row + (Math.floor(tap / taps.x) + 0.5) / taps.y;
          const point = { x: map.xx * u + map.xy * v + map.tx - 0.5, y: map.yx * u + map.yy * v + map.ty - 0.5 };
          sum += valueAt(source, point, channel);
        }
        values.push(Math.round(sum / (taps.x * taps.y)));
      }
  return values;
}

function valueAt({ data, width, height }: RgbImage, { x, y }: { x: number; y: number }, channel: number): number {
  if (!(x > -0.5 && y > -0.5 && x < width - 0.5 && y < height - 0.5)) return 0;
  const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
  const [fx, fy] = [Math.max(0, x) - left, Math.max(0, y) - top];
  const at = (column: number, row: number) =>
    data[3 * (Math.min(row, height - 1) * width + Math.min(column, width - 1)) + channel] ?? 0;
  const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
  const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

function upright(scale: number, offset: number): Affine {
  return { xx: scale, xy: 0, yx: 0, yy: scale, tx: offset, ty: offset };
}

function turned(angle: number, scale: number): Affine {
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return { xx: cos, xy: -sin, yx: sin, yy: cos, tx: 20.3, ty: 5.1 };
}

/** An image that looks random and is always the same. */
function noise(width: number, height: number): RgbImage {
  let state = 1;
  const data = new Uint8Array(width * height * 3).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { data, width, height };
}
