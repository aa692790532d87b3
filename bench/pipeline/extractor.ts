import type { Box } from '../../src/core/geometry.ts';

/** A program under measurement: photo in, faces with embeddings out. */
export interface Extractor {
  readonly name: string;
  extract(jpeg: Uint8Array): Promise<Found>;
  /** Embed the faces of a crowd, nothing else in the time. */
  embedBatch(jpeg: Uint8Array): Promise<{ faces: number; milliseconds: number }>;
}

export interface Found {
  readonly boxes: readonly Box[];
  /** Milliseconds a stage. */
  readonly stages: Readonly<Record<string, number>>;
}
