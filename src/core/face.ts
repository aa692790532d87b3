import type { Box, Point } from './geometry.ts';

/** An upright 8-bit RGB image: `data` holds width × height × 3 bytes, row by row. */
export interface RgbImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Name of a network in models/manifest.json, for example `fr512`. */
export type ModelId = string;

/** Five points in the order of the ArcFace template: the child's right eye (left in the picture), left eye, nose tip, right and left mouth corner. */
export type FivePoints = readonly [Point, Point, Point, Point, Point];

/** A face found by a detector. */
export interface Detection {
  readonly box: Box;
  /** The detector's own certainty, 0 … 1. Not a quality, not a similarity. */
  readonly score: number;
  /** Five landmarks, where the detector gives them. */
  readonly landmarks?: FivePoints;
  /** The detectors that found it, best first. */
  readonly detectors: readonly string[];
}

/**
 * The parts of the quality score, after ISO/IEC 29794-5. Each 0 … 100, higher is better.
 */
export type QualityComponent = 'size' | 'sharpness' | 'exposure' | 'contrast' | 'pose' | 'occlusion';

/** How good a face photo is for comparison. Low quality lowers the strength of any answer. */
export interface Quality {
  /** Unified quality score, 0 … 100, higher is better (ISO/IEC 29794-5). */
  readonly score: number;
  readonly components: Readonly<Record<QualityComponent, number>>;
  /** What is wrong and what to do, in words for a parent; empty when nothing is. */
  readonly reasons: readonly string[];
}

/** A detected face with landmarks and quality. */
export interface Face {
  readonly box: Box;
  readonly score: number;
  readonly detectors: readonly string[];
  readonly landmarks: FivePoints;
  readonly quality: Quality;
}

/** A unit vector that a model makes of an aligned face. */
export interface Embedding {
  readonly model: ModelId;
  /** First 12 hex digits of the sha256 of the converted network: vectors of different versions never meet. */
  readonly version: string;
  readonly vector: Float32Array;
}

/** An embedding set kept as reference or used as probe: what one face in one photo leaves behind. */
export interface Template {
  readonly embeddings: readonly Embedding[];
  /** Unified quality score of the face, 0 … 100. */
  readonly quality: number;
  /** Age of the child when the photo was taken, in years; null when unknown. */
  readonly ageYears: number | null;
  /** sha256 of the photo file, hex. */
  readonly photo: string;
}
