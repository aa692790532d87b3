import type { Detection } from '../core/face.ts';
import type { RefusedFace } from './extraction.ts';
import { frameOfPoints, isSamePlace } from './face-frame.ts';
import type { FaceLandmarks } from './landmarks.ts';
import { FALSE_FACE_REASONS } from './quality/reasons.ts';
import { type Assessment, assessQuality } from './quality.ts';
import type { Pyramid } from './warp.ts';

/** A detected face with its landmarks. */
export interface LocatedFace {
  readonly detection: Detection;
  readonly landmarks: FaceLandmarks;
}

/** A face that is one, with its quality. */
export interface JudgedFace extends LocatedFace {
  readonly quality: Assessment['quality'];
}

/** Certainty from which MTCNN's last network confirms a face: the threshold that its authors use. */
const CONFIRMING_CERTAINTY = 0.7;

/** Spread up to which landmarks confirm a face: on patterns the landmarkers part ways (median 0.4). */
const CONFIRMING_SPREAD = 0.15;

/**
 * Put detections and their landmarks together, each face once: of two that claim the same place the one is kept whose
 * landmarkers agree best. (A face that fills the photo is found in part, too.)
 */
export function uniteFaces(detections: readonly Detection[], landmarks: readonly FaceLandmarks[]): LocatedFace[] {
  const located = detections.flatMap((detection, index) => {
    const points = landmarks[index];
    return points ? [{ detection: confirmedBy(detection, points), landmarks: points }] : [];
  });
  const faces: LocatedFace[] = [];
  for (const face of located.sort((first, second) => first.landmarks.spread - second.landmarks.spread)) {
    const index = faces.findIndex((known) => isOneFace(known, face));
    const known = faces[index];
    if (known) faces[index] = { ...known, detection: withDetectors(known.detection, face.detection.detectors) };
    else faces.push(face);
  }
  return faces;
}

/** Assess each face, and part real ones from false. */
export function judgeFaces(
  photo: Pyramid,
  faces: readonly LocatedFace[],
): { accepted: JudgedFace[]; refused: RefusedFace[] } {
  const accepted: JudgedFace[] = [];
  const refused: RefusedFace[] = [];
  for (const face of faces) {
    const { box, score, detectors } = face.detection;
    const { five, spread } = face.landmarks;
    const evidence = { box, score, detectors, landmarks: five, landmarkSpread: spread };
    const { quality, falseFace } = assessQuality(photo, evidence);
    if (falseFace === null) accepted.push({ ...face, quality });
    else refused.push({ box, score, detectors, landmarks: five, reason: FALSE_FACE_REASONS[falseFace] });
  }
  return { accepted, refused };
}

/** Add what confirms a detection: MTCNN's last network, and landmarks that agree with each other or with the detector's. */
function confirmedBy(detection: Detection, { certainty, spread, landmarkers }: FaceLandmarks): Detection {
  const opinions = landmarkers + (detection.landmarks ? 1 : 0);
  return withDetectors(detection, [
    ...((certainty ?? 0) >= CONFIRMING_CERTAINTY ? ['mtcnn-o'] : []),
    ...(opinions > 1 && spread <= CONFIRMING_SPREAD ? ['landmarks'] : []),
  ]);
}

function withDetectors(detection: Detection, others: readonly string[]): Detection {
  return { ...detection, detectors: [...new Set([...detection.detectors, ...others])] };
}

function isOneFace(first: LocatedFace, second: LocatedFace): boolean {
  return isSamePlace(frameOfPoints(first.landmarks.five), frameOfPoints(second.landmarks.five));
}
