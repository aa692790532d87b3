import type { FivePoints } from '../../core/face.ts';
import { applySimilarity, type Box, fitSimilarity } from '../../core/geometry.ts';
import { ARCFACE_FIVE } from '../align.ts';
import { CROP_EYE_DISTANCE } from './face-crop.ts';
import type { Visibility } from './occlusion.ts';
import { estimatePose } from './pose.ts';

/** What detectors and landmarkers say of a face. */
export interface FaceEvidence {
  readonly box: Box;
  /** The detector's certainty, 0 … 1. */
  readonly score: number;
  readonly landmarks: FivePoints;
  /** Names of the detectors (and confirming networks) that found it. */
  readonly detectors: readonly string[];
  /** Mean distance of the landmarkers' points from their average, in eye distances; absent when only one was asked. */
  readonly landmarkSpread?: number;
}

/** Why something that a detector took for a face is none. */
export type FalseFaceReason = 'not-shaped' | 'unconfirmed';

/** Beyond this five points are no face from any side: root mean square residual, in eye distances. Profiles: 0.25. */
const IMPOSSIBLE_RESIDUAL = 0.35;

/** How large a face with these points would be, as a share of the box: real faces 0.36-0.56. */
const IMPOSSIBLE_FILL = [0.18, 0.9] as const;
const USUAL_FILL = [0.3, 0.65] as const;

const USUAL_RESIDUAL = 0.17;
const USUAL_SPREAD = 0.2;
const SURE_SCORE = 0.75;
const LEAST_STRUCTURE = 40;

/** Degrees of yaw from which the far eye and the far corner of the mouth may be hidden: no sign of anything then. */
export const TURNED = 25;

/** So many doubts refuse a face. One detector, a mask and a good score are two: kept. */
const TOO_MANY_DOUBTS = 3;

/**
 * Judge whether a detection is a face at all. Single signs deceive (a masked child has no mouth, a small face one
 * detector only), so doubts are counted; points that fit no face refuse it alone.
 *
 * @returns null for a face
 */
export function judgeFace(evidence: FaceEvidence, visibility: Visibility): FalseFaceReason | null {
  const residual = templateResidual(evidence.landmarks);
  const fill = faceFill(evidence);
  if (!(residual <= IMPOSSIBLE_RESIDUAL) || isOutside(fill, IMPOSSIBLE_FILL)) return 'not-shaped';
  const isTurned = Math.abs(estimatePose(evidence.landmarks).yaw) > TURNED;
  const doubts = [
    evidence.detectors.length < 2,
    evidence.score < SURE_SCORE,
    residual > USUAL_RESIDUAL && !isTurned,
    isOutside(fill, USUAL_FILL),
    (evidence.landmarkSpread ?? 0) > USUAL_SPREAD,
    visibility.eyes < LEAST_STRUCTURE && !isTurned,
    visibility.mouth < LEAST_STRUCTURE && !isTurned,
  ];
  return doubts.filter(Boolean).length >= TOO_MANY_DOUBTS ? 'unconfirmed' : null;
}

/**
 * How far five points are from the mean face, turned and scaled to fit: root mean square, in eye distances.
 *
 * @returns 0.03-0.15 for faces up to a half profile; Infinity when all points coincide
 */
export function templateResidual(landmarks: FivePoints): number {
  if (isPoint(landmarks)) return Number.POSITIVE_INFINITY;
  const toTemplate = fitSimilarity(landmarks, ARCFACE_FIVE);
  const squares = landmarks.map((point, index) => {
    const fitted = applySimilarity(toTemplate, point);
    const wanted = ARCFACE_FIVE[index] ?? fitted;
    return (fitted.x - wanted.x) ** 2 + (fitted.y - wanted.y) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length) / CROP_EYE_DISTANCE;
}

/**
 * The distance of the eyes, as if the face looked straight into the camera: from the scale of all five points, so that
 * turning the head does not shorten it.
 *
 * @returns pixels of the photo; 0 when all points coincide
 */
export function eyeDistance(landmarks: FivePoints): number {
  if (isPoint(landmarks)) return 0;
  const { a, b } = fitSimilarity(ARCFACE_FIVE, landmarks);
  return CROP_EYE_DISTANCE * Math.hypot(a, b);
}

/** Eye distance as a share of the box's geometric mean side. */
function faceFill({ box, landmarks }: FaceEvidence): number {
  return eyeDistance(landmarks) / Math.sqrt(Math.max(1, box.width * box.height));
}

function isPoint(landmarks: FivePoints): boolean {
  const [first] = landmarks;
  return landmarks.every(({ x, y }) => x === first.x && y === first.y) || !landmarks.every(isFinitePoint);
}

function isFinitePoint({ x, y }: { x: number; y: number }): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

function isOutside(value: number, [least, most]: readonly [number, number]): boolean {
  return value < least || value > most;
}
