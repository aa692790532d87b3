import type { FivePoints } from '../../core/face.ts';
import { applySimilarity, fitSimilarity, invertSimilarity } from '../../core/geometry.ts';
import { ARCFACE_FIVE, ARCFACE_SIDE, arcfaceCrop } from '../align.ts';
import type { Pyramid } from '../warp.ts';
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
  const { data } = arcfaceCrop(photo, landmarks);
  const luma = new Float32Array(CROP_SIDE * CROP_SIDE);
  for (let index = 0, at = 0; index < luma.length; index++, at += 3)
    luma[index] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  return { luma, smooth: blur(luma, 1), inside: insideOf(photo, landmarks) };
}

/** Which pixels of the crop lie inside the photo: all, where its corners do. */
function insideOf({ image }: Pyramid, landmarks: FivePoints): Uint8Array {
  const toPhoto = invertSimilarity(fitSimilarity(landmarks, ARCFACE_FIVE));
  const isInside = (column: number, row: number) => {
    const { x, y } = applySimilarity(toPhoto, { x: column, y: row });
    return x >= 0 && y >= 0 && x < image.width && y < image.height;
  };
  const ends = [0, CROP_SIDE];
  const inside = new Uint8Array(CROP_SIDE * CROP_SIDE);
  if (ends.every((row) => ends.every((column) => isInside(column, row)))) return inside.fill(1);
  return inside.map((_, index) => Number(isInside((index % CROP_SIDE) + 0.5, Math.floor(index / CROP_SIDE) + 0.5)));
}

/** The values of one plane in a region, without what lies outside the photo. */
export function valuesIn(crop: FaceCrop, plane: 'luma' | 'smooth', region: Region): Float32Array {
  const values = new Float32Array(region.length);
  const numbers = crop[plane];
  let count = 0;
  for (const index of region) if (crop.inside[index]) values[count++] = numbers[index] ?? 0;
  return values.subarray(0, count);
}

/** The share of a region that lies inside the photo, 0 … 1. */
export function shareInside(crop: FaceCrop, region: Region): number {
  let count = 0;
  for (const index of region) count += crop.inside[index] ?? 0;
  return region.length ? count / region.length : 0;
}
