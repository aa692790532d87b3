import { AppError } from '../core/errors.ts';
import type { Database } from './database.ts';
import type { Json } from './schema.ts';

export interface IdempotencyClaim {
  readonly actor: string;
  readonly key: string;
  readonly requestHash: Uint8Array;
}

export interface KeptAnswer {
  readonly status: number;
  readonly body: Json | null;
}

/** A request that has not answered for so long was lost with its process, and may be sent again. */
const LOST_AFTER_SECONDS = 60;

/**
 * Claim a key for a request that begins.
 *
 * @returns the answer that was given before, or undefined when the caller is the first and goes on
 * @throws AppError `conflict` while the first is still at work, `invalid` when the key was used for another request
 */
export async function claimIdempotencyKey(
  db: Database,
  { actor, key, requestHash }: IdempotencyClaim,
  now: Date,
): Promise<KeptAnswer | undefined> {
  const row = { actor, key, request_hash: Buffer.from(requestHash), status: null, body: null, created_at: now };
  const lost = new Date(now.getTime() - LOST_AFTER_SECONDS * 1000);
  const claimed = await db
    .insertInto('idempotency_key')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['actor', 'key'])
        .doUpdateSet({ created_at: now })
        .where('idempotency_key.status', 'is', null)
        .where('idempotency_key.created_at', '<', lost)
        .where('idempotency_key.request_hash', '=', row.request_hash),
    )
    .returning('key')
    .executeTakeFirst();
  if (claimed) return undefined;
  const known = await db
    .selectFrom('idempotency_key')
    .select(['request_hash', 'status', 'body'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!known) return undefined;
  if (!known.request_hash.equals(row.request_hash))
    throw new AppError('invalid', 'This Idempotency-Key was used for another request. Take a new one.');
  if (known.status === null)
    throw new AppError('conflict', 'The same request is still being worked on. Wait a moment, then send it again.');
  return { status: known.status, body: known.body };
}

export async function keepAnswer(
  db: Database,
  { actor, key }: IdempotencyClaim,
  { status, body }: { status: number; body: object },
): Promise<void> {
  await db
    .updateTable('idempotency_key')
    .set({ status, body: JSON.stringify(body) })
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute();
}

export async function dropIdempotencyKey(db: Database, { actor, key }: IdempotencyClaim): Promise<void> {
  await db.deleteFrom('idempotency_key').where('actor', '=', actor).where('key', '=', key).execute();
}
