import { AppError } from '../core/errors.ts';
import type { Database } from './database.ts';
import type { DataKeyRow } from './keys.ts';

export interface BlobRow {
  readonly id: string;
  readonly keyId: string;
  /** Of the plain content. */
  readonly bytes: number;
  readonly sha256: Uint8Array;
  readonly mediaType: string;
}

export async function insertBlob(db: Database, { id, keyId, bytes, sha256, mediaType }: BlobRow): Promise<void> {
  await db
    .insertInto('blob')
    .values({ id, key_id: keyId, bytes, sha256: Buffer.from(sha256), media_type: mediaType })
    .execute();
}

/** A blob and the key that opens it. @throws AppError `not-found` */
export async function getBlob(db: Database, id: string): Promise<BlobRow & { readonly key: DataKeyRow }> {
  const found = await db
    .selectFrom('blob')
    .innerJoin('data_key', 'data_key.id', 'blob.key_id')
    .select(['blob.id', 'blob.key_id as keyId', 'blob.bytes', 'blob.sha256', 'blob.media_type as mediaType'])
    .select(['data_key.wrapped', 'data_key.master_key as masterKey'])
    .where('blob.id', '=', id)
    .executeTakeFirst();
  if (!found) throw new AppError('not-found', 'This file is no longer kept.');
  const { wrapped, masterKey, ...blob } = found;
  return { ...blob, key: { id: blob.keyId, wrapped, masterKey } };
}

/** Forget blobs; who refers to them must have let go of them before. @returns those that were there, and their keys */
export async function deleteBlobs(db: Database, ids: readonly string[]): Promise<{ id: string; keyId: string }[]> {
  if (ids.length === 0) return [];
  return db.deleteFrom('blob').where('id', 'in', ids).returning(['id', 'key_id as keyId']).execute();
}

/** Those of the given ids that have a row. */
export async function findBlobIds(db: Database, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom('blob').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Ids of all blobs in their order, a page at a time. */
export async function listBlobIds(db: Database, after: string | null, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('blob')
    .select('id')
    .$if(after !== null, (blobs) => blobs.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
