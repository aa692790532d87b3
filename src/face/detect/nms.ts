import type { Detection } from '../../core/face.ts';
import { type Box, iou } from '../../core/geometry.ts';

/** Share of the smaller box inside a larger one from which both are the same face, seen tight and wide. */
const SAME_FACE_SHARE = 0.8;

/**
 * Keep the best of the boxes that overlap: non-maximum suppression, the greedy kind.
 *
 * @param threshold overlap above which two boxes are one
 * @param overlap how two boxes are compared; default their intersection over union
 * @returns the boxes kept, in falling score
 */
export function suppressOverlaps<T extends { readonly box: Box; readonly score: number }>(
  found: readonly T[],
  threshold: number,
  overlap = iou,
): T[] {
  const kept: T[] = [];
  for (const one of byScore(found))
    if (!kept.some((better) => overlap(better.box, one.box) > threshold)) kept.push(one);
  return kept;
}

/**
 * The union of what several looks at one photo found, each face once.
 *
 * The best-scored box of a face is kept, with the names of all detectors that found the face, and with the
 * landmarks of the best-scored box that has any.
 *
 * @param threshold intersection over union above which two boxes are the same face
 */
export function uniteDetections(found: readonly Detection[], threshold: number): Detection[] {
  const faces: Detection[] = [];
  for (const one of byScore(found.filter(({ box }) => hasArea(box)))) {
    const index = faces.findIndex((face) => isSameFace(face.box, one.box, threshold));
    const face = faces[index];
    if (face) faces[index] = joinDetections(face, one);
    else faces.push(one);
  }
  return faces;
}

/** Whether two boxes show the same face: they overlap well, or one lies inside the other. */
export function isSameFace(first: Box, second: Box, threshold: number): boolean {
  return iou(first, second) > threshold || insideShare(first, second) > SAME_FACE_SHARE;
}

/** The part of the smaller of two boxes that lies in the other, 0 … 1. */
export function insideShare(first: Box, second: Box): number {
  const overlap = iou(first, second);
  const areas = [first.width * first.height, second.width * second.height] as const;
  const shared = (overlap * (areas[0] + areas[1])) / (1 + overlap);
  return shared / Math.min(...areas);
}

/** Networks give boxes without extent now and then. */
function hasArea({ x, y, width, height }: Box): boolean {
  return width >= 1 && height >= 1 && Number.isFinite(x + y + width + height);
}

function joinDetections(better: Detection, other: Detection): Detection {
  const landmarks = better.landmarks ?? other.landmarks;
  const detectors = [...new Set([...better.detectors, ...other.detectors])];
  return { ...better, detectors, ...(landmarks && { landmarks }) };
}

function byScore<T extends { readonly score: number }>(found: readonly T[]): T[] {
  return [...found].sort((first, second) => second.score - first.score);
}
