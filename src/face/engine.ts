import { availableParallelism } from 'node:os';
import { AppError } from '../core/errors.ts';
import type { ModelId, RgbImage } from '../core/face.ts';
import type { Extraction, ExtractOptions } from './extraction.ts';
import { type DescribedShot, type FaceShot, type FrameFace, lookModelOf } from './frame.ts';
import type { ModelStore } from './models.ts';
import { networkFiles } from './networks.ts';
import { createPool } from './pool.ts';
import { startWorker } from './worker-thread.ts';

/** The face engine: photos in, faces with embeddings out. */
export interface Engine {
  /** The embedding models that every face gets an embedding of. */
  readonly models: readonly { readonly id: ModelId; readonly version: string }[];
  /**
   * Find, locate, judge and embed all faces of a photo.
   *
   * @param bytes a photo file; left as it is
   * @param signal gives the photo up
   * @throws AppError `unsupported-media` or `invalid` for what is not a sound photo; `unavailable` when the photo took
   *   too long or its worker broke down: other photos are not affected
   */
  extractFaces(bytes: Uint8Array, options?: ExtractOptions, signal?: AbortSignal): Promise<Extraction>;
  /** The model that says what a face of a frame looks like. */
  readonly lookModel: ModelId;
  /**
   * Find, locate and judge the faces of a frame of a film, much more quickly than those of a photo.
   *
   * @param frame left as it is
   * @param signal gives the frame up
   * @throws AppError `unavailable` as of photos
   */
  findFrameFaces(frame: RgbImage, signal?: AbortSignal): Promise<readonly FrameFace[]>;
  /**
   * Judge and embed the faces that {@link findFrameFaces} cut out, as those of photos are.
   *
   * @returns one description a shot, in their order
   */
  describeShots(shots: readonly FaceShot[], signal?: AbortSignal): Promise<readonly DescribedShot[]>;
  /** End all workers; photos still waiting are refused with `unavailable`. */
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly store: ModelStore;
  /** Threads that analyse photos, one photo each; default one less than the cores, at least one. */
  readonly workers?: number;
  /** Longest time for one photo before it is refused; default 120 seconds. */
  readonly photoSeconds?: number;
}

const PHOTO_SECONDS = 120;

/**
 * Open the face engine: the only door to it for other layers.
 *
 * Every worker opens every network once, with one thread each, so that throughput grows with the cores and a server's
 * own thread stays free.
 *
 * @throws AppError `unavailable` when a network is not installed or a worker cannot start
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const files = networkFiles(options.store);
  const models = files.flatMap(({ entry, version }) => (entry.task === 'embed' ? [{ id: entry.id, version }] : []));
  if (models.length === 0)
    throw new AppError('unavailable', 'This profile has no embedding model. See «homeward models list».');
  const pool = await createPool({
    workers: options.workers ?? Math.max(1, availableParallelism() - 1),
    milliseconds: 1000 * (options.photoSeconds ?? PHOTO_SECONDS),
    start: () => startWorker(files),
  });
  return {
    models,
    lookModel: lookModelOf(models.map(({ id }) => id)),
    extractFaces: (bytes, extractOptions = {}, signal) =>
      pool.run({ kind: 'extract', asks: { bytes, options: extractOptions } }, signal),
    findFrameFaces: (image, signal) => pool.run({ kind: 'frame', asks: { image } }, signal),
    describeShots: (shots, signal) => pool.run({ kind: 'shots', asks: { shots: shots.map(shotOnly) } }, signal),
    close: pool.close,
  };
}

/** A frame's face holds more than a worker needs. */
function shotOnly({ crop, cropBox, cropLandmarks, score, detectors }: FaceShot): FaceShot {
  return { crop, cropBox, cropLandmarks, score, detectors };
}
