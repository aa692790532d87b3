import { expect, it } from 'vitest';
import type { NetworkInput } from './models.ts';
import { packImages } from './tensor.ts';

const SIZE = { width: 5, height: 3 };
const INPUT: NetworkInput = { ...SIZE, colour: 'rgb', mean: [10, 20, 30], scale: 4, layout: 'nchw' };
const IMAGES = [0, 100].map((first) => ({ ...SIZE, data: Uint8Array.from({ length: 45 }, (_, at) => first + 3 * at) }));

it.each<[string, Partial<NetworkInput>]>([
  ['planes', {}],
  ['planes of blue, green, red', { colour: 'bgr' }],
  ['pixels', { layout: 'nhwc' }],
  ['planes, columns first', { transposed: true }],
])('writes each colour less its mean, over the scale: %s', (_, difference) => {
  const input = { ...INPUT, ...difference };
  const { data, shape } = packImages(IMAGES, input);
  const [rows, columns] = input.transposed ? [5, 3] : [3, 5];
  expect(shape).toEqual(input.layout === 'nchw' ? [2, 3, rows, columns] : [2, rows, columns, 3]);
  const wanted = IMAGES.flatMap((image) => planesOf(image.data, input));
  expect([...data]).toEqual(wanted.map(Math.fround));
});

it('writes into a spare array that is long enough, and makes another where it is not', () => {
  const [spare, short] = [new Float32Array(2 * 45), new Float32Array(45)];
  const { data } = packImages(IMAGES, INPUT, spare);
  expect(data.buffer).toBe(spare.buffer);
  const other = packImages(IMAGES, INPUT, short).data;
  expect(other).not.toBe(short);
  expect(other).toEqual(data);
});

it('makes grey by the weights of BT.601', () => {
  const pixel = { width: 1, height: 1, data: Uint8Array.of(200, 100, 50) };
  const { data, shape } = packImages([pixel], { ...INPUT, colour: 'grey', mean: [0], scale: 256 });
  expect(shape).toEqual([1, 1, 1, 1]);
  expect(data[0]).toBeCloseTo((0.299 * 200 + 0.587 * 100 + 0.114 * 50) / 256, 6);
});

it('refuses no pictures, and pictures of different sizes', () => {
  expect(() => packImages([], INPUT)).toThrow(RangeError);
  expect(() => packImages([...IMAGES, { width: 3, height: 5, data: new Uint8Array(45) }], INPUT)).toThrow(RangeError);
});

/** The numbers of one image in the order of the network's layout. */
function planesOf(pixels: Uint8Array, { layout, transposed, colour, mean, scale }: NetworkInput): number[] {
  const places = [0, 1, 2].flatMap((channel) =>
    Array.from({ length: 15 }, (_, at) => {
      const [row, column] = transposed ? [at % 3, Math.floor(at / 3)] : [Math.floor(at / 5), at % 5];
      return { channel, pixel: row * 5 + column };
    }),
  );
  if (layout === 'nhwc') places.sort((first, second) => first.pixel - second.pixel || first.channel - second.channel);
  return places.map(({ channel, pixel }) => {
    const value = pixels[3 * pixel + (colour === 'bgr' ? 2 - channel : channel)] ?? 0;
    return (value - (mean[channel] ?? 0)) / scale;
  });
}
