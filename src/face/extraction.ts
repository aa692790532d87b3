import type { Detection, Embedding, Face, FivePoints } from '../core/face.ts';
import type { DecodeLimits, Photo } from './decode.ts';
import type { DetectorName } from './detect.ts';

/** What can be done to a poor photo before faces are looked for, in this order whatever order they are named in. */
export type Enhancement = 'denoise' | 'brightness' | 'contrast';

/** How faces are looked for in a photo. */
export interface ExtractOptions {
  /** Default `cascade`: several detectors, each box confirmed. */
  readonly detector?: DetectorName;
  /** True: look for the smallest faces too, several times slower; false: only for large ones. Default: as the photo suggests. */
  readonly smallFaces?: boolean;
  /**
   * Better the photo first. Default: brightness where the photo is so dark or hazy that it helps (preprocess.ts), and a
   * warning says so. Landmarks, quality and embeddings are of the bettered photo.
   */
  readonly enhance?: readonly Enhancement[];
  /** Add a small upright picture of each face. */
  readonly thumbnails?: boolean;
  /** Add a copy of the photo to show: upright, without metadata, its longest side at most so many pixels. */
  readonly displaySide?: number;
  /** Also make the classical features of the faces that the Haar cascade finds, for comparison; see classical.ts. */
  readonly classical?: boolean;
  /** Make the photo worse before faces are looked for, to test how much that harms; see stress.ts. */
  readonly stress?: StressRequest;
  /** Largest photo that is taken. */
  readonly limits?: Pick<DecodeLimits, 'maxBytes' | 'maxPixels'>;
}

/** A stress condition, and the seed of its noise: the same photo and seed give the same noise. */
export interface StressRequest {
  readonly name: string;
  readonly seed: number;
}

/** A face with what is needed to compare and to show it. */
export interface ExtractedFace extends Face {
  /**
   * How far the landmarkers are apart, as a share of the distance between the eyes: 0.05 is usual, above 0.2 the
   * face is hidden, turned away or none.
   */
  readonly landmarkSpread: number;
  readonly embeddings: readonly Embedding[];
  /** JPEG, when asked for. */
  readonly thumbnail?: Uint8Array;
}

/** A box that a detector proposed and the engine does not take for a face. */
export interface RefusedFace {
  readonly box: Detection['box'];
  readonly score: number;
  readonly detectors: readonly string[];
  readonly landmarks?: FivePoints;
  /** In words for a person. */
  readonly reason: string;
}

/** The stages that are timed. */
export type Stage = 'decode' | 'detect' | 'landmarks' | 'quality' | 'embed' | 'thumbnail';

/** What one photo holds. */
export interface Extraction {
  readonly photo: Omit<Photo, 'image'> & { readonly width: number; readonly height: number };
  /** All faces, the largest and best first; empty when there is none. Which one is meant is the caller's choice. */
  readonly faces: readonly ExtractedFace[];
  readonly refused: readonly RefusedFace[];
  /** The copy to show, a JPEG, when asked for. */
  readonly display?: Uint8Array;
  /** Milliseconds spent in each stage. */
  readonly milliseconds: Readonly<Record<Stage, number>>;
}
