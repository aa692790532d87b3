import type { RgbImage } from '../core/face.ts';
import type { Similarity } from '../core/geometry.ts';
import { type Affine, halve, type Size, sample } from './sampling.ts';

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

/** Slack for crops that are compared, and for pictures that are only searched for faces. */
const FINE = 0.25;
export const ROUGH = 0.5;

/**
 * Cut a picture out of a photo through an affine map, without aliasing.
 *
 * Shrinking reads the halved copy just above the wanted scale and averages 2 samples an axis where that copy is still
 * too large by more than the slack; otherwise bilinear. Outside the photo is black, as in the crops that the face
 * networks were trained on.
 *
 * @param toSource maps points of the picture to points of the photo
 * @param size of the picture
 * @param slack how much of each step between samples may be left unseen: {@link FINE}, or {@link ROUGH} for detectors
 * @see Williams (1983), «Pyramidal parametrics», SIGGRAPH
 */
export function warp(pyramid: Pyramid, toSource: Affine, size: Size, slack = FINE): RgbImage {
  const scaleX = Math.hypot(toSource.xx, toSource.yx);
  const scaleY = Math.hypot(toSource.xy, toSource.yy);
  const index = levelFor(pyramid.image, Math.min(scaleX, scaleY));
  const source = pyramid.level(index);
  const map = shrunk(toSource, 2 ** -index);
  const taps = { x: tapsFor(scaleX * 2 ** -index, slack), y: tapsFor(scaleY * 2 ** -index, slack) };
  return sample(source, { map, taps, size });
}

/** The map to a copy of the photo that is `scale` times as large. */
function shrunk({ xx, xy, yx, yy, tx, ty }: Affine, scale: number): Affine {
  return { xx: xx * scale, xy: xy * scale, yx: yx * scale, yy: yy * scale, tx: tx * scale, ty: ty * scale };
}

/** The halved copy to read from: the smallest that is not smaller than the picture needs, and not a single pixel. */
function levelFor(image: RgbImage, scale: number): number {
  const wanted = Math.floor(Math.log2(Math.max(1, scale)));
  const most = Math.floor(Math.log2(Math.min(image.width, image.height)));
  return Math.min(wanted, Math.max(0, most));
}

/** Samples an axis: one where no more than the slack would be skipped between two of them, else enough to skip none. */
function tapsFor(scale: number, slack: number): number {
  return Math.max(1, Math.ceil(scale - slack));
}
