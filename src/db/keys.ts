import { AppError } from '../core/errors.ts';
import type { Database } from './database.ts';

/** A data key, encrypted with a master key; see [Note: keys]. */
export interface DataKeyRow {
  readonly id: string;
  readonly wrapped: Uint8Array;
  readonly masterKey: string;
}

export async function insertDataKey(db: Database, { id, wrapped, masterKey }: DataKeyRow): Promise<void> {
  await db
    .insertInto('data_key')
    .values({ id, wrapped: Buffer.from(wrapped), master_key: masterKey })
    .execute();
}

/** Of two that insert the same id at once, both then find the first one's key. */
export async function insertDataKeyOnce(db: Database, { id, wrapped, masterKey }: DataKeyRow): Promise<DataKeyRow> {
  await db
    .insertInto('data_key')
    .values({ id, wrapped: Buffer.from(wrapped), master_key: masterKey })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return getDataKey(db, id);
}

export async function findDataKey(db: Database, id: string): Promise<DataKeyRow | undefined> {
  return db
    .selectFrom('data_key')
    .select(['id', 'wrapped', 'master_key as masterKey'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** @throws AppError `not-found` when the key was deleted: what it encrypted was erased */
export async function getDataKey(db: Database, id: string): Promise<DataKeyRow> {
  const found = await findDataKey(db, id);
  if (!found) throw new AppError('not-found', 'This was erased.');
  return found;
}

/** @returns how many of them were there */
export async function deleteDataKeys(db: Database, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await db.deleteFrom('data_key').where('id', 'in', ids).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Keys that another master key wraps, locked for this transaction; those that somebody else works on are left out. */
export async function lockForeignDataKeys(tx: Database, masterKey: string, limit: number): Promise<DataKeyRow[]> {
  return tx
    .selectFrom('data_key')
    .select(['id', 'wrapped', 'master_key as masterKey'])
    .where('master_key', '<>', masterKey)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function updateDataKey(db: Database, { id, wrapped, masterKey }: DataKeyRow): Promise<void> {
  await db
    .updateTable('data_key')
    .set({ wrapped: Buffer.from(wrapped), master_key: masterKey })
    .where('id', '=', id)
    .execute();
}
