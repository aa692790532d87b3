import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { readPhotoFile } from '../../adapters/photo-file.ts';
import type { SealedStore } from '../../adapters/sealed-store.ts';
import type { App } from '../../app.ts';
import { AppError, messageOf } from '../../core/errors.ts';
import { CLASSICAL_MODELS } from '../../face/classical/classical.ts';
import type { Extraction, ExtractOptions } from '../../face/extraction.ts';
import type { ModelStore } from '../../face/models.ts';
import { inOrder } from '../ordered.ts';

/** How photos are worked on. */
export interface ExtractPhotosOptions {
  readonly engine?: ExtractOptions;
  /** Keeps each extraction, so that the same photo is worked on once. */
  readonly cache?: SealedStore;
}

/** What came of one photo: its faces, or a sentence that says why not. */
export type PhotoResult =
  | { readonly path: string; readonly extraction: Extraction }
  | { readonly path: string; readonly problem: string };

/** Raise when the engine's answers to the same photo with the same models change: cached ones are then made again. */
const CACHE_FORMAT = 3;

/** Photos in work for each engine worker: one that is computed, one that is read meanwhile. */
const IN_FLIGHT_PER_WORKER = 2;

/**
 * Extract the faces of many photos, in the order of the paths, a bounded number at a time.
 *
 * A photo that cannot be read gives a problem and the rest goes on. The engine opens only when a photo is not in the
 * cache. Ctrl-C (`app.signal`) lets the photos at hand finish, keeps them in the cache, and throws the signal's reason.
 *
 * @throws AppError `unavailable` when the models are missing or the cache cannot be written
 */
export async function* extractPhotos(
  app: App,
  paths: Iterable<string>,
  options: ExtractPhotosOptions = {},
): AsyncGenerator<PhotoResult, void, undefined> {
  const models = await app.models();
  const limit = app.config.workers * IN_FLIGHT_PER_WORKER;
  const running: Running = new Map();
  yield* inOrder(paths, limit, app.signal, (path) => extractFile(app, path, { ...options, models, running }));
}

/**
 * The faces of one photo.
 *
 * @throws AppError of the photo: `not-found`, `invalid`, `unsupported-media`
 */
export async function extractPhoto(app: App, path: string, options: ExtractPhotosOptions = {}): Promise<Extraction> {
  for await (const result of extractPhotos(app, [path], options)) {
    if ('extraction' in result) return result.extraction;
    throw new AppError('invalid', `${path}: ${result.problem}`);
  }
  throw new RangeError('one photo gave no result');
}

/** Name of a photo's extraction in the cache: other models, options or engine answers give another name. */
export function extractionName(sha256: string, models: ModelStore, engine: ExtractOptions = {}): string {
  const networks = models.entries.map(({ id }) => ({ id, version: models.versionOf(id) }));
  const used = [...networks, ...(engine.classical ? CLASSICAL_MODELS : [])];
  const versions = used.map(({ id, version }) => `${id}@${version}`).sort();
  const settings = Object.entries(engine).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['extraction', CACHE_FORMAT, sha256, versions, settings]);
}

/** Outcomes at hand by name: copies of a photo wait for the first one. */
type Running = Map<string, Promise<Outcome<Extraction>>>;
type Outcome<T> = { readonly value: T } | { readonly problem: string };
type Work = ExtractPhotosOptions & { readonly models: ModelStore; readonly running: Running };

async function extractFile(app: App, path: string, work: Work): Promise<PhotoResult> {
  const read = await attempt(readPhotoFile(path, app.config.maxPhotoBytes));
  if ('problem' in read) return { path, ...read };
  const name = extractionName(createHash('sha256').update(read.value).digest('hex'), work.models, work.engine);
  const making = work.running.get(name) ?? extractBytes(app, name, read.value, work);
  work.running.set(name, making);
  const made = await making.finally(() => work.running.delete(name));
  return 'problem' in made ? { path, ...made } : { path, extraction: made.value };
}

/** Trouble with the photo is an outcome; trouble with the models or the disk is thrown, for no photo could succeed then. */
async function extractBytes(app: App, name: string, bytes: Uint8Array, work: Work): Promise<Outcome<Extraction>> {
  const known = await work.cache?.get(name);
  // The store authenticates what it gives back, so it is what this program wrote.
  if (known) return { value: deserialize(known) as Extraction };
  const engine = await app.engine();
  const limits = { maxBytes: app.config.maxPhotoBytes, maxPixels: app.config.maxPhotoPixels };
  const made = await attempt(engine.extractFaces(bytes, { ...work.engine, limits }));
  if ('value' in made) await work.cache?.put(name, serialize(made.value));
  return made;
}

async function attempt<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
