import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { DataKeyRow } from './keys.ts';

/** A photo on its way in. */
export interface UploadRow {
  readonly id: string;
  readonly bytesTotal: number;
  readonly bytesReceived: number;
  readonly key: DataKeyRow;
}

interface NewUpload {
  readonly id: string;
  readonly owner: Buffer;
  readonly source: Buffer;
  readonly keyId: string;
  readonly bytesTotal: number;
  readonly expiresAt: Date;
}

export async function insertUpload(db: Database, upload: NewUpload): Promise<void> {
  const { id, owner, source, keyId, bytesTotal, expiresAt } = upload;
  await db
    .insertInto('upload')
    .values({
      id,
      owner_hash: owner,
      source_hash: source,
      key_id: keyId,
      bytes_total: bytesTotal,
      expires_at: expiresAt,
    })
    .execute();
}

/** What all uploads of a source together were announced to have, bytes. */
export async function sumBytesOfSource(db: Database, source: Buffer): Promise<number> {
  const { bytes } = await db
    .selectFrom('upload')
    .select(sql<number>`coalesce(sum(bytes_total), 0)::bigint`.as('bytes'))
    .where('source_hash', '=', source)
    .executeTakeFirstOrThrow();
  return bytes;
}

/** An upload of this owner that has not expired. */
export async function findUpload(
  db: Database,
  id: string,
  { owner, now }: { readonly owner: Buffer; readonly now: Date },
): Promise<UploadRow | undefined> {
  const found = await db
    .selectFrom('upload')
    .innerJoin('data_key', 'data_key.id', 'upload.key_id')
    .select(['upload.id', 'bytes_total as bytesTotal', 'bytes_received as bytesReceived', 'key_id as keyId'])
    .select(['data_key.wrapped', 'data_key.master_key as masterKey'])
    .where('upload.id', '=', id)
    .where('owner_hash', '=', owner)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!found) return undefined;
  const { wrapped, masterKey, keyId, ...upload } = found;
  return { ...upload, key: { id: keyId, wrapped, masterKey } };
}

/** Add a piece at the end. @returns false when the end is elsewhere by now: somebody was faster, or it is gone */
export async function insertPiece(
  tx: Database,
  uploadId: string,
  piece: { readonly start: number; readonly bytes: number; readonly blobId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('upload')
    .set({ bytes_received: piece.start + piece.bytes })
    .where('id', '=', uploadId)
    .where('bytes_received', '=', piece.start)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await tx
    .insertInto('upload_piece')
    .values({ upload_id: uploadId, start: piece.start, blob_id: piece.blobId })
    .execute();
  return true;
}

/** Blobs of the pieces, in the order of the photo. */
export async function listPieces(db: Database, uploadId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('upload_piece')
    .select('blob_id as blobId')
    .where('upload_id', '=', uploadId)
    .orderBy('start')
    .execute();
  return rows.map(({ blobId }) => blobId);
}

export async function listExpiredUploads(db: Database, now: Date): Promise<string[]> {
  const rows = await db.selectFrom('upload').select('id').where('expires_at', '<=', now).execute();
  return rows.map(({ id }) => id);
}

/** @returns what it leaves to be deleted: the blobs of its pieces and their key; null when it was gone */
export async function deleteUpload(
  tx: Database,
  id: string,
): Promise<{ readonly blobIds: string[]; readonly keyId: string } | null> {
  const locked = await tx.selectFrom('upload').select('key_id').where('id', '=', id).forUpdate().executeTakeFirst();
  if (!locked) return null;
  const blobIds = await listPieces(tx, id);
  await tx.deleteFrom('upload').where('id', '=', id).execute();
  return { blobIds, keyId: locked.key_id };
}
