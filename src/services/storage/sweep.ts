import { isUuid } from '../../core/uuid.ts';
import { findBlobIds, listBlobIds } from '../../db/blobs.ts';
import type { Platform } from '../../platform.ts';

/** A file this young may be of a request that has not come to its transaction yet. */
const YOUNG_MILLISECONDS = 24 * 3600 * 1000;

/** Asked of the database at once. */
const BATCH = 500;

export interface Sweep {
  /** Files without a row, from a crash between the two: removed. */
  readonly removed: number;
  /** Rows without a file, which no crash can cause: somebody must look. */
  readonly missing: readonly string[];
}

/** Bring files and rows of blobs together again. */
export async function sweepBlobs(app: Platform): Promise<Sweep> {
  const before = new Date(app.clock().getTime() - YOUNG_MILLISECONDS);
  let removed = await app.blobs.files.removeDrafts(before);
  for await (const names of batches(oldFiles(app, before), BATCH)) {
    const known = await findBlobIds(app.db, names);
    for (const name of names) if (!known.has(name) && (await app.blobs.delete(name))) removed++;
  }
  const missing = await findMissing(app);
  if (missing.length > 0)
    app.log.error({ blobs: missing.slice(0, 20), count: missing.length }, 'photo files are missing');
  return { removed, missing };
}

async function* oldFiles(app: Platform, before: Date): AsyncGenerator<string> {
  for await (const { name, writtenAt } of app.blobs.list()) if (writtenAt < before && isUuid(name)) yield name;
}

/** Nothing else in the folder is ours to remove. */
async function findMissing(app: Platform): Promise<string[]> {
  const missing: string[] = [];
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await listBlobIds(app.db, after, BATCH);
    for (const id of ids) if (!(await app.blobs.has(id))) missing.push(id);
    after = ids.at(-1) ?? null;
    if (ids.length < BATCH) break;
  }
  // One that was deleted while we looked has no row any more.
  const still = await findBlobIds(app.db, missing);
  return missing.filter((id) => still.has(id));
}

async function* batches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
