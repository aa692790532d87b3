import { createHash, randomUUID } from 'node:crypto';
import { streamOf } from '../../adapters/blobs.ts';
import type { WrappedKey } from '../../adapters/vault.ts';
import { messageOf } from '../../core/errors.ts';
import { type BlobRow, deleteBlobs, findBlobIds, getBlob } from '../../db/blobs.ts';
import type { Database } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';

/** Encrypt and keep what is in memory; its row is the caller's to insert, in the transaction that tells of it. */
export async function writeBlob(
  app: Platform,
  key: WrappedKey,
  content: Uint8Array,
  mediaType: string,
): Promise<BlobRow> {
  const id = randomUUID();
  await app.blobs.put({ id, key: app.vault.open(key) }, streamOf(content));
  const sha256 = createHash('sha256').update(content).digest();
  return { id, keyId: key.id, bytes: content.length, sha256, mediaType };
}

/** A blob's content as a stream, checked while it flows. @throws AppError `not-found` when it was erased */
export async function openBlob(app: Platform, db: Database, id: string) {
  const blob = await getBlob(db, id);
  const { content } = await app.blobs.read({ id, key: app.vault.open(blob.key) });
  return { bytes: blob.bytes, mediaType: blob.mediaType, sha256: blob.sha256, content };
}

/** A blob's whole content, in memory. @throws AppError `not-found` when it was erased */
export async function readBlob(app: Platform, db: Database, id: string): Promise<Buffer> {
  const { key } = await getBlob(db, id);
  return app.blobs.readWhole({ id, key: app.vault.open(key) });
}

/**
 * Forget blobs in a transaction.
 *
 * @returns removes the files; to be called when the transaction has ended. Should that fail or never happen, the sweep
 *   removes them: a file without a row is nobody's
 */
export async function forgetBlobs(app: Platform, tx: Database, ids: readonly string[]): Promise<() => Promise<void>> {
  const gone = await deleteBlobs(tx, ids);
  return () =>
    removeFiles(
      app,
      gone.map(({ id }) => id),
    );
}

/**
 * Remove files whose rows were not written, because something failed.
 *
 * Where the database was lost at the moment of the commit, nobody knows whether they were: a file with a row stays, and
 * where the database cannot tell, the sweep looks later.
 */
export async function dropFiles(app: Platform, ids: readonly string[]): Promise<void> {
  try {
    const known = await findBlobIds(app.db, ids);
    await removeFiles(
      app,
      ids.filter((id) => !known.has(id)),
    );
  } catch (error) {
    app.log.warn({ blobIds: ids, error: messageOf(error) }, 'blobs not removed; the sweep tries again');
  }
}

/** Remove files of blobs. What the disk does not let go of is left to the sweep. */
export async function removeFiles(app: Platform, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await app.blobs.delete(id).catch((error: unknown) => {
      app.log.warn({ blobId: id, error: String(error) }, 'blob not removed; the sweep tries again');
    });
  }
}
