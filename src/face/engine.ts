import { availableParallelism } from 'node:os';
import { AppError } from '../core/errors.ts';
import type { ModelId } from '../core/face.ts';
import type { Extraction, ExtractOptions } from './extraction.ts';
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
    extractFaces: (bytes, extractOptions = {}, signal) => pool.run({ bytes, options: extractOptions }, signal),
    close: pool.close,
  };
}
