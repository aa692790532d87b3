import { sql } from 'kysely';
import type { Database } from './database.ts';

/** One more request under a key. @returns how many there are now */
export async function insertRequest(db: Database, key: Buffer, expiresAt: Date): Promise<number> {
  const { requests } = await db
    .insertInto('request_count')
    .values({ key, requests: 1, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ requests: sql`request_count.requests + 1` }))
    .returning('requests')
    .executeTakeFirstOrThrow();
  return requests;
}

/** @returns false when it was spent before */
export async function insertSpentProof(db: Database, id: string, expiresAt: Date): Promise<boolean> {
  const inserted = await db
    .insertInto('spent_proof')
    .values({ id, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** What has expired is of no use, and says who was here when. */
export async function deleteExpiredCounts(db: Database, now: Date): Promise<void> {
  await db.deleteFrom('request_count').where('expires_at', '<', now).execute();
  await db.deleteFrom('spent_proof').where('expires_at', '<', now).execute();
}
