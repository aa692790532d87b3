import type { RgbImage } from '../../core/face.ts';
import type { Box } from '../../core/geometry.ts';
import { type Pyramid, warp } from '../warp.ts';

/** A grey picture, 8 bits a pixel, row by row. */
export interface GreyImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * The square picture of a face that classical features are made of: the detector's box, grey, histogram-equalised.
 *
 * Not aligned: neither the eyes are levelled nor the scale set by landmarks, as in the systems of that time that cut
 * out the Haar cascade's box. A box that is not square is widened around its centre; outside the photo is black.
 *
 * @param size side of the result in pixels
 */
export function greyFaceCrop(photo: Pyramid, box: Box, size: number): GreyImage {
  const side = Math.max(box.width, box.height);
  const scale = side / size;
  const left = box.x + (box.width - side) / 2;
  const top = box.y + (box.height - side) / 2;
  const crop = warp(photo, { xx: scale, xy: 0, yx: 0, yy: scale, tx: left, ty: top }, { width: size, height: size });
  return equaliseHistogram(toGrey(crop));
}

/** Luma of ITU-R BT.601, as OpenCV's RGB2GRAY. */
export function toGrey({ data, width, height }: RgbImage): GreyImage {
  const grey = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += 3)
    grey[pixel] = Math.round(0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0));
  return { data: grey, width, height };
}

/**
 * Spread the grey levels so that each is about as frequent as the next; the darkest level present becomes 0, the
 * brightest 255 (the rule of OpenCV's equalizeHist). A picture of one level stays as it is.
 */
export function equaliseHistogram(image: GreyImage): GreyImage {
  const counts = new Uint32Array(256);
  for (const level of image.data) counts[level] = (counts[level] ?? 0) + 1;
  const darkest = counts.find((count) => count > 0) ?? 0;
  const brighter = image.data.length - darkest;
  if (brighter === 0) return image;
  let below = -darkest;
  const levels = Uint8Array.from(counts, (count) => {
    below += count;
    return Math.round((255 * Math.max(0, below)) / brighter);
  });
  return { ...image, data: image.data.map((level) => levels[level] ?? 0) };
}
