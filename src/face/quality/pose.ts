import type { FivePoints } from '../../core/face.ts';
import { centroid, type Point } from '../../core/geometry.ts';
import { onScale } from './scale.ts';

/** Head pose in degrees; 0 is frontal and upright. */
export interface Pose {
  /** Positive when the face turns to the picture's right. */
  readonly yaw: number;
  /** Positive when the face looks down. */
  readonly pitch: number;
  /** Positive when the head leans to the picture's right (clockwise). */
  readonly roll: number;
}

/** Proportions of a frontal face in eye distances: those of the ArcFace template. */
const MOUTH_WIDTH = 0.829;
const EYES_TO_MOUTH = 1.155;
const EYES_TO_NOSE = 0.573;

/** How far the tip of the nose stands before the plane of eyes and mouth, in eye distances. */
const NOSE_DEPTH = 0.5;

/** Turn out of the picture, degrees → component. At 60° half the face is hidden. */
const TURN_SCALE = [
  [12, 100],
  [30, 70],
  [60, 15],
  [80, 0],
] as const;

/** Five points show a nod poorly, and differently from face to face: the first degrees are free, the rest counts less. */
const PITCH_TOLERANCE = 12;
const PITCH_WEIGHT = 0.7;

/** Faces are turned upright before they are compared; only a lying head costs a little. */
const ROLL_SCALE = [
  [45, 1],
  [120, 0.8],
] as const;

/**
 * Estimate the head pose from five points.
 *
 * A head of mean proportions seen from afar: the vectors across the face, down the face and forward out of it are
 * three columns of a scaled rotation, of which the picture shows two rows. The nose tip, the one point before the
 * plane of the others, gives the forward vector.
 *
 * @see DeMenthon & Davis (1995), «Model-based object pose in 25 lines of code», IJCV 15, for the projection
 */
export function estimatePose([rightEye, leftEye, nose, rightMouth, leftMouth]: FivePoints): Pose {
  const eyes = centroid([rightEye, leftEye]);
  const mouth = centroid([rightMouth, leftMouth]);
  const across = combine([leftEye, 1], [rightEye, -1], [leftMouth, 1], [rightMouth, -1]);
  const u = combine([across, 1 / (1 + MOUTH_WIDTH)]);
  const v = combine([mouth, 1 / EYES_TO_MOUTH], [eyes, -1 / EYES_TO_MOUTH]);
  const ahead = combine([nose, 1], [eyes, -1], [v, -EYES_TO_NOSE]);
  const forward = combine([ahead, 1 / NOSE_DEPTH]);
  // Two rows of a rotation times the scale: their squares sum up to twice the scale's square.
  const scale = Math.hypot(u.x, u.y, v.x, v.y, forward.x, forward.y) / Math.SQRT2;
  if (!(scale > 0)) return { yaw: 0, pitch: 0, roll: 0 };
  const roll = Math.atan2(u.y - v.x, u.x + v.y);
  const x = (Math.cos(roll) * forward.x + Math.sin(roll) * forward.y) / scale;
  const y = (Math.cos(roll) * forward.y - Math.sin(roll) * forward.x) / scale;
  return { yaw: arcSine(x), pitch: arcSine(y), roll: (roll * 180) / Math.PI };
}

/** A pose as a quality component, 0 … 100: frontal is best. */
export function poseComponent({ yaw, pitch, roll }: Pose): number {
  const nod = Math.max(0, Math.abs(pitch) - PITCH_TOLERANCE) * PITCH_WEIGHT;
  return onScale(Math.hypot(yaw, nod), TURN_SCALE) * onScale(Math.abs(roll), ROLL_SCALE);
}

function combine(...terms: readonly (readonly [Point, number])[]): Point {
  return terms.reduce((sum, [point, weight]) => ({ x: sum.x + point.x * weight, y: sum.y + point.y * weight }), {
    x: 0,
    y: 0,
  });
}

function arcSine(value: number): number {
  return (Math.asin(Math.min(1, Math.max(-1, value))) * 180) / Math.PI;
}
