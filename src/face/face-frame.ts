import type { Detection, FivePoints } from '../core/face.ts';
import { applySimilarity, fitSimilarity, invertSimilarity, type Point, type Similarity } from '../core/geometry.ts';
import { ARCFACE_FIVE } from './align.ts';
import { isFace } from './five-points.ts';

/**
 * [Note: face frame] The coordinates of the ArcFace template, 112 × 112, in which the eyes of a face lie level whatever
 * way the head lies in the photo. A frame is the transform from them to the photo.
 */
export type FaceFrame = Similarity;

/** A square in a face frame, named by its centre and side. */
export interface Square extends Point {
  readonly side: number;
}

/**
 * Where a detector's boxes lie in the face frame: centre, and side of the square of the same area. Medians over the
 * photos of `@vladmandic/face-api` and `samples/children`.
 */
const BOXES: Readonly<Record<string, Square>> = {
  rfb: { x: 58, y: 64, side: 95 },
  blazeface: { x: 58, y: 72, side: 89.5 },
  ssd: { x: 57, y: 63, side: 92 },
  mtcnn: { x: 56, y: 64, side: 100 },
  haar: { x: 57, y: 65, side: 125 },
};
const OTHER_BOX: Square = { x: 57, y: 64, side: 95 };

/** Middle of the template's eyes and mouth. */
const MIDDLE: Point = { x: 56, y: 68 };

/** How far a frame may be from another and still be of the same face. */
const SAME_FACE = { shift: 20, scale: 1.4, turn: Math.PI / 5 } as const;

/** Least distance of two heads' middles, in units of the larger one's frame: a face is about 80 wide. */
const CHEEK_TO_CHEEK = 55;

/** The frame of a detected face: from its points or, failing these, its box, the head then taken for upright. */
export function frameOf({ box, detectors, landmarks }: Detection): FaceFrame {
  if (landmarks && isFace(landmarks)) return frameOfPoints(landmarks);
  const square = BOXES[detectors[0] ?? ''] ?? OTHER_BOX;
  const a = Math.sqrt(box.width * box.height) / square.side;
  return { a, b: 0, tx: box.x + box.width / 2 - a * square.x, ty: box.y + box.height / 2 - a * square.y };
}

/** The frame in which five points fit the template best. @throws RangeError when they coincide */
export function frameOfPoints(five: FivePoints): FaceFrame {
  return invertSimilarity(fitSimilarity(five, ARCFACE_FIVE));
}

/** The five points of the template, seen through a frame. */
export function templateIn(frame: FaceFrame): FivePoints {
  const [rightEye, leftEye, nose, rightMouth, leftMouth] = ARCFACE_FIVE;
  const at = (point: Point): Point => applySimilarity(frame, point);
  return [at(rightEye), at(leftEye), at(nose), at(rightMouth), at(leftMouth)];
}

/** The frame of a head that lies turned about its middle, in radians, clockwise as seen. */
export function turnedFrame(frame: FaceFrame, turn: number): FaceFrame {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [a, b] = [frame.a * cos - frame.b * sin, frame.a * sin + frame.b * cos];
  const middle = applySimilarity(frame, MIDDLE);
  return { a, b, tx: middle.x - (a * MIDDLE.x - b * MIDDLE.y), ty: middle.y - (b * MIDDLE.x + a * MIDDLE.y) };
}

/** Whether a second look at a face stayed on it: its frame is about where, as large and as turned as the first. */
export function isNear(first: FaceFrame, second: FaceFrame): boolean {
  const middle = applySimilarity(invertSimilarity(first), applySimilarity(second, MIDDLE));
  const scale = Math.hypot(second.a, second.b) / Math.hypot(first.a, first.b);
  const turn = Math.atan2(second.b * first.a - second.a * first.b, second.a * first.a + second.b * first.b);
  return (
    Math.hypot(middle.x - MIDDLE.x, middle.y - MIDDLE.y) < SAME_FACE.shift &&
    Math.max(scale, 1 / scale) < SAME_FACE.scale &&
    Math.abs(turn) < SAME_FACE.turn
  );
}

/**
 * Whether two frames claim the same place: nearer than two heads can be, cheek to cheek, whatever their size and turn.
 */
export function isSamePlace(first: FaceFrame, second: FaceFrame): boolean {
  const [one, other] = [applySimilarity(first, MIDDLE), applySimilarity(second, MIDDLE)];
  const unit = Math.max(Math.hypot(first.a, first.b), Math.hypot(second.a, second.b));
  return Math.hypot(one.x - other.x, one.y - other.y) < CHEEK_TO_CHEEK * unit;
}

/** Square of unit side → photo, for a square in a face's frame. */
export function squareIn(frame: FaceFrame, { x, y, side }: Square): Similarity {
  const corner = applySimilarity(frame, { x: x - side / 2, y: y - side / 2 });
  return { a: frame.a * side, b: frame.b * side, tx: corner.x, ty: corner.y };
}
