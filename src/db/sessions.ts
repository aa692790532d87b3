import type { Database } from './database.ts';

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: Date;
  /** When it was last prolonged: up to an hour before its last use. */
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

const COLUMNS = [
  'id',
  'user_id as accountId',
  'created_at as createdAt',
  'updated_at as lastUsedAt',
  'expires_at as expiresAt',
  'ip_address as address',
  'user_agent as userAgent',
] as const;

/** Newest first. */
export async function listSessions(db: Database, accountId: string, now: Date): Promise<Session[]> {
  return db
    .selectFrom('session')
    .select(COLUMNS)
    .where('user_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
}

export async function findSession(db: Database, id: string): Promise<Session | undefined> {
  return db.selectFrom('session').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

/** The second factor of this session was passed. */
export async function markSecondFactor(db: Database, token: string, at: Date): Promise<void> {
  await db.updateTable('session').set({ second_factor_at: at }).where('token', '=', token).execute();
}

/** End the sessions of an account that have not passed its second factor. @returns how many */
export async function deletePasswordOnlySessions(db: Database, accountId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('user_id', '=', accountId)
    .where('second_factor_at', 'is', null)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function deleteSession(db: Database, id: string): Promise<void> {
  await db.deleteFrom('session').where('id', '=', id).execute();
}

/**
 * End the sessions of an account.
 *
 * @param but id of the one that stays
 * @returns how many ended
 */
export async function deleteSessionsOf(db: Database, accountId: string, but: string | null = null): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('user_id', '=', accountId)
    .$if(but !== null, (query) => query.where('id', '<>', but ?? ''))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Note that a code was used.
 *
 * @param since before this time the same six digits are another code
 * @returns false when it was used already
 */
export async function claimCode(
  db: Database,
  accountId: string,
  { codeHash, at, since }: { readonly codeHash: Buffer; readonly at: Date; readonly since: Date },
): Promise<boolean> {
  const row = await db
    .insertInto('used_code')
    .values({ account_id: accountId, code_hash: codeHash, used_at: at })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'code_hash']).doUpdateSet({ used_at: at }).where('used_code.used_at', '<', since),
    )
    .returning('used_at')
    .executeTakeFirst();
  return row !== undefined;
}
