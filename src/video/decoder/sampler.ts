import type { RgbImage } from '../../core/face.ts';

/** A frame as it goes out. */
export interface Sample {
  readonly image: RgbImage;
  /** Milliseconds since 1970; of a film without meaning. */
  readonly at: number;
  /** Seconds of the source's own time. */
  readonly position: number;
  readonly isCut: boolean;
  readonly lagMilliseconds: number;
}

/** Chooses frames out of a source. */
export interface Sampler {
  /** Null at the end. @throws Refusal */
  next(): Promise<Sample | null>;
}
