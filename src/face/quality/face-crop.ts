import type { FivePoints } from '../../core/face.ts';
import { fitSimilarity, invertSimilarity } from '../../core/geometry.ts';
import { ARCFACE_FIVE, ARCFACE_SIDE } from '../align.ts';
import { affineOf, type Pyramid, warp } from '../warp.ts';
import { blur } from './blur.ts';

/** Side of the crop that quality is measured on, pixels: the one that the networks see. */
export const CROP_SIDE = ARCFACE_SIDE;

/** Distance of the eyes in that crop, pixels. */
export const CROP_EYE_DISTANCE = ARCFACE_FIVE[1].x - ARCFACE_FIVE[0].x;

/** Luma of an aligned face (ITU-R BT.601, as in JPEG). Planes hold CROP_SIDE × CROP_SIDE values 0 … 255, row by row. */
export interface FaceCrop {
  readonly luma: Float32Array;
  /** The luma blurred by a pixel: almost free of pixel noise. */
  readonly smooth: Float32Array;
  /** 1 where the crop lies inside the photo. */
  readonly inside: Uint8Array;
}

/** Pixels of a crop, as indices into its planes. */
export type Region = readonly number[];

/** The pixels of a crop within an ellipse, pixels of the crop. */
export function ellipse(centre: { x: number; y: number }, radius: { x: number; y: number }): Region {
  const region: number[] = [];
  for (let index = 0; index < CROP_SIDE * CROP_SIDE; index++) {
    const x = ((index % CROP_SIDE) + 0.5 - centre.x) / radius.x;
    const y = (Math.floor(index / CROP_SIDE) + 0.5 - centre.y) / radius.y;
    if (x * x + y * y <= 1) region.push(index);
  }
  return region;
}

/** The face from the brows to the chin, cheek to cheek: skin, in a frontal view, whatever the hair. */
export const FACE_REGION = ellipse({ x: 56.5, y: 72 }, { x: 34, y: 40 });

/** Cut the face out, turned upright and scaled to the template of the networks. */
export function cropFace(photo: Pyramid, landmarks: FivePoints): FaceCrop {
  const toPhoto = invertSimilarity(fitSimilarity(landmarks, ARCFACE_FIVE));
  const { data } = warp(photo, affineOf(toPhoto), { width: CROP_SIDE, height: CROP_SIDE });
  const length = CROP_SIDE * CROP_SIDE;
  const luma = new Float32Array(length);
  const inside = new Uint8Array(length);
  const { width, height } = photo.image;
  for (let index = 0; index < length; index++) {
    const [r, g, b] = [data[index * 3] ?? 0, data[index * 3 + 1] ?? 0, data[index * 3 + 2] ?? 0];
    luma[index] = 0.299 * r + 0.587 * g + 0.114 * b;
    const column = (index % CROP_SIDE) + 0.5;
    const row = Math.floor(index / CROP_SIDE) + 0.5;
    const x = toPhoto.a * column - toPhoto.b * row + toPhoto.tx;
    const y = toPhoto.b * column + toPhoto.a * row + toPhoto.ty;
    inside[index] = x >= 0 && y >= 0 && x < width && y < height ? 1 : 0;
  }
  return { luma, smooth: blur(luma, 1), inside };
}

/** The values of one plane in a region, without what lies outside the photo. */
export function valuesIn(crop: FaceCrop, plane: 'luma' | 'smooth', region: Region): Float32Array {
  const values = new Float32Array(region.length);
  let count = 0;
  for (const index of region) if (crop.inside[index]) values[count++] = crop[plane][index] ?? 0;
  return values.subarray(0, count);
}

/** The share of a region that lies inside the photo, 0 … 1. */
export function shareInside(crop: FaceCrop, region: Region): number {
  return region.length ? region.filter((index) => crop.inside[index]).length / region.length : 0;
}
