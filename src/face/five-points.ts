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
