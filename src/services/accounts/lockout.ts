import { createHmac } from 'node:crypto';
import { findAccountBySignInName } from '../../db/accounts.ts';
import type { Database } from '../../db/database.ts';
import { countAttempt, forgetAttempts } from '../../db/sign-in-attempts.ts';
import type { Platform } from '../../platform.ts';

/** Wrong passwords in a row until an account is locked, and for how long (NIST SP 800-63B allows up to 100). */
export const MOST_ATTEMPTS = 10;
export const LOCK_MINUTES = 15;

/** How an attempt to sign in stands before its password is looked at. */
export interface Attempt {
  readonly accountId: string | null;
  /** How many in a row, with this one. */
  readonly count: number;
}

/**
 * Count an attempt to sign in. A name without account is counted and locked like any other.
 *
 * @param name e-mail address or user name, as typed; both of one account count together
 */
export async function beginAttempt(app: Platform, name: string): Promise<Attempt> {
  const accountId = (await findAccountBySignInName(app.db, name))?.id ?? null;
  const at = app.clock();
  const since = new Date(at.getTime() - LOCK_MINUTES * 60_000);
  const key = attemptKey(app, accountId ?? `name ${name.trim().toLowerCase()}`);
  return { accountId, count: await countAttempt(app.db, key, { most: MOST_ATTEMPTS, at, since }) };
}

/** The right password came, or a new one was set. */
export async function forgiveAttempts(app: Platform, tx: Database, accountId: string): Promise<void> {
  await forgetAttempts(tx, attemptKey(app, accountId));
}

/** What was typed may be anything, a password too: only its HMAC is kept. */
function attemptKey(app: Platform, who: string): Buffer {
  return createHmac('sha256', app.secret('sign-in attempts')).update(who).digest();
}
