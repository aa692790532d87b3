import { type Box, iou } from '../../src/core/geometry.ts';
import type { KnownFace } from './photos.ts';

/** How a detector did on photos whose faces are known. */
export interface Recall {
  /** Share of the known faces that were found. */
  readonly recall: number;
  readonly recallByCondition: Readonly<Record<string, number>>;
  readonly recallBySize: Readonly<Record<string, number>>;
  /** Boxes without a known face. */
  readonly falseFaces: number;
}

/** A found box counts for a known face when they share so much: detectors draw their boxes very differently. */
const SHARED = 0.3;

/** Sizes of faces, in pixels, that are counted together: up to each of these. */
const SIZE_CLASSES = [100, 200, 1000];

/** Compare found boxes with known faces, photo by photo. */
export function recallOf(photos: readonly { faces: readonly KnownFace[]; boxes: readonly Box[] }[]): Recall {
  const known = photos.flatMap(({ faces, boxes }) =>
    faces.map((face) => ({ face, found: boxes.some((box) => iou(box, face.box) >= SHARED) })),
  );
  const shares = (key: (face: KnownFace) => string) =>
    Object.fromEntries([...Map.groupBy(known, ({ face }) => key(face))].map(([name, some]) => [name, share(some)]));
  return {
    recall: share(known),
    recallByCondition: shares(({ condition }) => condition),
    recallBySize: shares(({ box }) => `up to ${SIZE_CLASSES.find((size) => box.width <= size)} px`),
    falseFaces: photos.flatMap(({ faces, boxes }) =>
      boxes.filter((box) => !faces.some((face) => iou(box, face.box) >= SHARED)),
    ).length,
  };
}

function share(faces: readonly { found: boolean }[]): number {
  return faces.filter(({ found }) => found).length / faces.length;
}
