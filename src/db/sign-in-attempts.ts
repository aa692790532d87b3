import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface AttemptLimit {
  /** Attempts that are let through in a row. */
  readonly most: number;
  readonly at: Date;
  /** What was before this time is forgotten. */
  readonly since: Date;
}

/**
 * Count one more attempt to sign in, before it is known how it ends: of many at the same time none slips through.
 *
 * Attempts beyond `most` do not prolong the lock: nobody can keep somebody else out for good.
 *
 * @returns how many there were since the last that succeeded, with this one
 */
export async function countAttempt(db: Database, keyHash: Buffer, { most, at, since }: AttemptLimit): Promise<number> {
  const { attempts } = await db
    .insertInto('sign_in_attempt')
    .values({ key_hash: keyHash, attempts: 1, last_at: at })
    .onConflict((conflict) =>
      conflict.column('key_hash').doUpdateSet({
        attempts: sql<number>`case when sign_in_attempt.last_at < ${since} then 1 else sign_in_attempt.attempts + 1 end`,
        last_at: sql<Date>`case when sign_in_attempt.last_at >= ${since} and sign_in_attempt.attempts >= ${most}
          then sign_in_attempt.last_at else ${at} end`,
      }),
    )
    .returning('attempts')
    .executeTakeFirstOrThrow();
  return attempts;
}

export async function forgetAttempts(db: Database, keyHash: Buffer): Promise<void> {
  await db.deleteFrom('sign_in_attempt').where('key_hash', '=', keyHash).execute();
}
