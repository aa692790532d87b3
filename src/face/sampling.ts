import type { RgbImage } from '../core/face.ts';
import { aligned, kernel, kernelMemory, SLACK } from './sampling-kernel.ts';

/** Maps (x, y) to (xx·x + xy·y + tx, yx·x + yy·y + ty), in pixels. */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly tx: number;
  readonly ty: number;
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A piece of work: pixels of the picture → pixels of the source, samples an axis, size of the picture. */
export interface Sampling {
  readonly map: Affine;
  readonly taps: { readonly x: number; readonly y: number };
  readonly size: Size;
}

/** Whole pixels: columns left … right − 1, rows top … bottom − 1. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Bytes of source, and of picture, that are worked on at a time. */
const PART_BYTES = 4 << 20;

/** The same for halving, which reads everything once: what stays in a processor's cache. */
const HALVED_BYTES = 1 << 17;

/** Pixels around a part that its samples may touch: neighbours, and rounding. */
const MARGIN = 2;

/** Cut a picture out of an image: bilinear, the mean of the samples of each pixel; black outside the image. */
export function sample(source: RgbImage, sampling: Sampling): RgbImage {
  const { width, height } = sampling.size;
  const picture = { data: new Uint8Array(width * height * 3), width, height };
  samplePart(source, sampling, { part: { left: 0, top: 0, right: width, bottom: height }, picture });
  return picture;
}

/** Average blocks of 2 × 2 pixels; an odd last column or row is left out. @param image both sides at least 2 */
export function halve(image: RgbImage): RgbImage {
  const [width, height] = [image.width >> 1, image.height >> 1];
  const data = new Uint8Array(width * height * 3);
  const rows = Math.max(1, Math.floor(HALVED_BYTES / (6 * image.width)));
  for (let row = 0; row < height; row += rows) {
    const count = Math.min(rows, height - row);
    const target = 6 * image.width * count + SLACK;
    const bytes = kernelMemory(target + 3 * width * count + SLACK);
    bytes.set(image.data.subarray(6 * image.width * row, 6 * image.width * (row + count)));
    kernel.halve(0, image.width, 2 * count, target);
    data.set(bytes.subarray(target, target + 3 * width * count), 3 * width * row);
  }
  return { data, width, height };
}

/** Fill a part of a picture, in halves where it is too much at a time. */
function samplePart(source: RgbImage, sampling: Sampling, { part, picture }: { part: Part; picture: RgbImage }): void {
  const region = regionOf(source, sampling.map, part);
  if (areaOf(region) === 0) return;
  if (3 * Math.max(areaOf(region), areaOf(part)) > PART_BYTES && areaOf(part) > 1)
    for (const half of halvesOf(part)) samplePart(source, sampling, { part: half, picture });
  else runKernel({ source, region }, sampling, { part, picture });
}

/** The pixels of the source that a part of the picture is made of. */
function regionOf(source: Size, { xx, xy, yx, yy, tx, ty }: Affine, { left, top, right, bottom }: Part): Part {
  const corners = [left, right].flatMap((x) =>
    [top, bottom].map((y) => ({ x: xx * x + xy * y + tx, y: yx * x + yy * y + ty })),
  );
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return {
    left: Math.max(0, Math.floor(Math.min(...xs)) - MARGIN),
    top: Math.max(0, Math.floor(Math.min(...ys)) - MARGIN),
    right: Math.min(source.width, Math.ceil(Math.max(...xs)) + MARGIN),
    bottom: Math.min(source.height, Math.ceil(Math.max(...ys)) + MARGIN),
  };
}

function areaOf({ left, top, right, bottom }: Part): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

function halvesOf(part: Part): Part[] {
  const { left, top, right, bottom } = part;
  const [x, y] = [(left + right) >> 1, (top + bottom) >> 1];
  if (right - left > bottom - top)
    return [
      { ...part, right: x },
      { ...part, left: x },
    ];
  return [
    { ...part, bottom: y },
    { ...part, top: y },
  ];
}

/** Copy the source's region in, sample it, copy the part of the picture out. */
function runKernel(
  { source, region }: { source: RgbImage; region: Part },
  { map, taps }: Sampling,
  { part, picture }: { part: Part; picture: RgbImage },
): void {
  const [width, height] = [region.right - region.left, region.bottom - region.top];
  const [columns, rows] = [part.right - part.left, part.bottom - part.top];
  const target = aligned(3 * width * height + SLACK);
  const scratch = aligned(target + 3 * columns * rows + SLACK);
  const bytes = kernelMemory(scratch + 8 * columns * taps.x + 6 * width + SLACK);
  copyRows(source, region, (row, pixels) => bytes.set(pixels, 3 * width * row));
  const { xx, xy, yx, yy } = map;
  const tx = xx * part.left + xy * part.top + map.tx - region.left;
  const ty = yx * part.left + yy * part.top + map.ty - region.top;
  if (xy === 0 && yx === 0 && xx > 0 && yy > 0)
    kernel.sampleUpright(0, width, height, target, columns, rows, xx, tx, yy, ty, taps.x, taps.y, scratch);
  else kernel.sampleTurned(0, width, height, target, columns, rows, xx, xy, yx, yy, tx, ty, taps.x, taps.y);
  copyRows(picture, part, (row, pixels) => {
    const from = target + 3 * columns * row;
    pixels.set(bytes.subarray(from, from + 3 * columns));
  });
}

/** Give each row of a part of an image: its number in the part, and its bytes. */
function copyRows({ data, width }: RgbImage, part: Part, copy: (row: number, pixels: Uint8Array) => void): void {
  for (let row = part.top; row < part.bottom; row++)
    copy(row - part.top, data.subarray(3 * (row * width + part.left), 3 * (row * width + part.right)));
}
