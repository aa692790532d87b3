import type { RgbImage } from '../core/face.ts';
import type { Similarity } from '../core/geometry.ts';

/**
 * A photo and its halved copies, each made when first asked for.
 *
 * `level(n)` is the photo shrunk by 2ⁿ through averaging 2 × 2 pixels. All copies together take a third of the
 * photo's own bytes. Every crop of the engine is cut from here, so a photo is shrunk once, whatever looks at it.
 */
export interface Pyramid {
  readonly image: RgbImage;
  level(index: number): RgbImage;
}

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

/** Start a pyramid on a photo; the photo is not copied. */
export function createPyramid(image: RgbImage): Pyramid {
  const levels = [image];
  const level = (index: number): RgbImage => {
    const known = levels[index];
    if (known) return known;
    const half = halve(level(index - 1));
    levels[index] = half;
    return half;
  };
  return { image, level };
}

/** A similarity transform written as an affine map. */
export function affineOf({ a, b, tx, ty }: Similarity): Affine {
  return { xx: a, xy: -b, yx: b, yy: a, tx, ty };
}

/**
 * Cut a picture out of a photo through an affine map, without aliasing.
 *
 * Shrinking reads the halved copy just above the wanted scale and averages 2 samples an axis for what is left;
 * otherwise bilinear. Outside the photo is black, as in the crops that the face networks were trained on.
 *
 * @param toSource maps points of the picture to points of the photo
 * @param size of the picture
 * @see Williams (1983), «Pyramidal parametrics», SIGGRAPH
 */
export function warp(pyramid: Pyramid, toSource: Affine, size: Size): RgbImage {
  const scaleX = Math.hypot(toSource.xx, toSource.yx);
  const scaleY = Math.hypot(toSource.xy, toSource.yy);
  const index = levelFor(pyramid.image, Math.min(scaleX, scaleY));
  const source = pyramid.level(index);
  const shrink = 2 ** -index;
  const tapsX = tapsFor(scaleX * shrink);
  const tapsY = tapsFor(scaleY * shrink);
  const offsets = tapOffsets(toSource, tapsX, tapsY);
  const data = new Uint8Array(size.width * size.height * 3);
  const sum = new Float32Array(3);
  let target = 0;
  for (let row = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++) {
      const x = toSource.xx * column + toSource.xy * row + toSource.tx;
      const y = toSource.yx * column + toSource.yy * row + toSource.ty;
      sum.fill(0);
      for (const [dx, dy] of offsets) addSample(source, (x + dx) * shrink - 0.5, (y + dy) * shrink - 0.5, sum);
      for (let channel = 0; channel < 3; channel++) data[target++] = Math.round((sum[channel] ?? 0) / offsets.length);
    }
  return { data, ...size };
}

/** The halved copy to read from: the smallest that is not smaller than the picture needs, and not a single pixel. */
function levelFor(image: RgbImage, scale: number): number {
  const wanted = Math.floor(Math.log2(Math.max(1, scale)));
  const most = Math.floor(Math.log2(Math.min(image.width, image.height)));
  return Math.min(wanted, Math.max(0, most));
}

/** Samples an axis: one where at most a quarter of the pixels would be skipped, else enough to skip none. */
function tapsFor(scale: number): number {
  return Math.max(1, Math.ceil(scale - 0.25));
}

/** Where in a picture's pixel the samples lie, as offsets in the photo from that pixel's corner. */
function tapOffsets(map: Affine, tapsX: number, tapsY: number): (readonly [number, number])[] {
  return Array.from({ length: tapsX * tapsY }, (_, index) => {
    const u = ((index % tapsX) + 0.5) / tapsX;
    const v = (Math.floor(index / tapsX) + 0.5) / tapsY;
    return [map.xx * u + map.xy * v, map.yx * u + map.yy * v] as const;
  });
}

/** Add the bilinear value at pixel coordinates (0 = centre of the first pixel) to `sum`; nothing outside the image. */
function addSample(image: RgbImage, x: number, y: number, sum: Float32Array): void {
  const { data, width, height } = image;
  if (!(x > -0.5 && y > -0.5 && x < width - 0.5 && y < height - 0.5)) return;
  const left = x < 0 ? 0 : x | 0;
  const top = y < 0 ? 0 : y | 0;
  const fx = x < 0 ? 0 : x - left;
  const fy = y < 0 ? 0 : y - top;
  const right = left + 1 < width ? 3 : 0;
  const below = top + 1 < height ? 3 * width : 0;
  const at = 3 * (top * width + left);
  for (let channel = 0; channel < 3; channel++) {
    const corner = at + channel;
    const upper = (data[corner] ?? 0) * (1 - fx) + (data[corner + right] ?? 0) * fx;
    const lower = (data[corner + below] ?? 0) * (1 - fx) + (data[corner + below + right] ?? 0) * fx;
    sum[channel] = (sum[channel] ?? 0) + upper * (1 - fy) + lower * fy;
  }
}

/** Average blocks of 2 × 2 pixels; an odd last column or row is left out. */
function halve(image: RgbImage): RgbImage {
  const { data: source } = image;
  const width = Math.max(1, image.width >> 1);
  const height = Math.max(1, image.height >> 1);
  const stride = image.width * 3;
  const across = image.width > 1 ? 3 : 0;
  const down = image.height > 1 ? stride : 0;
  const data = new Uint8Array(width * height * 3);
  let target = 0;
  for (let row = 0; row < height; row++) {
    let at = 2 * row * stride;
    for (let column = 0; column < width; column++) {
      for (let channel = 0; channel < 3; channel++, at++)
        data[target++] =
          ((source[at] ?? 0) +
            (source[at + across] ?? 0) +
            (source[at + down] ?? 0) +
            (source[at + down + across] ?? 0) +
            2) >>
          2;
      at += across;
    }
  }
  return { data, width, height };
}
