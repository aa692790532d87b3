import type { FivePoints } from '../core/face.ts';
import { centroid, type Point } from '../core/geometry.ts';

/** Points of the iBUG scheme that make the five. */
const RIGHT_EYE = [36, 42] as const;
const LEFT_EYE = [42, 48] as const;
const [NOSE_TIP, RIGHT_MOUTH, LEFT_MOUTH] = [30, 48, 54] as const;

/** The five points of the ArcFace template out of 68: means of the eyes' outlines, nose tip, corners of the mouth. */
export function fivePoints(all: readonly Point[]): FivePoints {
  const at = (index: number): Point => all[index] ?? { x: 0, y: 0 };
  const eyes = [centroid(all.slice(...RIGHT_EYE)), centroid(all.slice(...LEFT_EYE))] as const;
  return [...eyes, at(NOSE_TIP), at(RIGHT_MOUTH), at(LEFT_MOUTH)];
}

/** Whether five points span a face at all: finite, and not all at one place. Anything else cannot be aligned. */
export function isFace(five: FivePoints): boolean {
  const [rightEye, leftEye, , rightMouth] = five;
  const extent = Math.hypot(
    leftEye.x - rightEye.x,
    leftEye.y - rightEye.y,
    rightMouth.x - rightEye.x,
    rightMouth.y - rightEye.y,
  );
  return extent > 1 && five.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
}
