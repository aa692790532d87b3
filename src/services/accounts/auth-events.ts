import { createHmac } from 'node:crypto';
import { PUBLIC } from '../../core/actor.ts';
import { findAccount, findAccountBySignInName } from '../../db/accounts.ts';
import { inTransaction } from '../../db/database.ts';
import { claimCode, deletePasswordOnlySessions, markSecondFactor } from '../../db/sessions.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountActor } from './actor.ts';
import { forgiveAttempts } from './lockout.ts';

/** What better-auth tells of a session that it has just made. */
export interface NewSession {
  readonly session: { readonly token: string };
  readonly user: { readonly id: string };
}

/** Something that an account did. Ids that no account has are passed over: strangers get the same answers. */
export async function noteOf(app: Platform, accountId: string | undefined, action: string): Promise<void> {
  if (accountId === undefined) return;
  await inTransaction(app.db, async (tx) => {
    const account = await findAccount(tx, accountId);
    if (account) await audit(app, tx, accountActor(account), { action, entity: 'account', entityId: accountId });
  });
}

/** The right password came. With a second factor, that is half of the way. */
export async function notePassword(app: Platform, accountId: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const account = await findAccount(tx, accountId);
    if (!account) return;
    await forgiveAttempts(app, tx, accountId);
    const action = account.hasSecondFactor ? 'session.await-code' : 'session.start';
    await audit(app, tx, accountActor(account), { action, entity: 'account', entityId: accountId });
  });
}

/** An authenticator app's code is taken half a minute early and late. */
const CODE_SECONDS = 90;

/**
 * The code was right: this session may do what its account may, and those that only know the password end.
 *
 * @returns false for a code that was used before: then this session has ended too
 */
export async function passSecondFactor(
  app: Platform,
  { session, user }: NewSession,
  { code, isBackup }: { readonly code: string; readonly isBackup: boolean },
): Promise<boolean> {
  const at = app.clock();
  const codeHash = createHmac('sha256', app.secret('used codes')).update(code).digest();
  return inTransaction(app.db, async (tx) => {
    const account = await findAccount(tx, user.id);
    if (!account) return false;
    const since = new Date(at.getTime() - CODE_SECONDS * 1000);
    const isNew = await claimCode(tx, user.id, { codeHash, at, since });
    if (isNew) await markSecondFactor(tx, session.token, at);
    const ended = await deletePasswordOnlySessions(tx, user.id);
    await audit(app, tx, accountActor(account), {
      action: isNew ? 'session.start' : 'second-factor.refuse-used',
      entity: 'account',
      entityId: user.id,
      details: { factor: isBackup ? 'backup-code' : 'totp', ended },
    });
    return isNew;
  });
}

export async function noteFailure(app: Platform, name: string, error: string): Promise<void> {
  const account = await findAccountBySignInName(app.db, name);
  await noteAttack(app, 'session.fail', account?.id, error);
}

export function noteCode(app: Platform, accountId: string | undefined, error: string): Promise<void> {
  return noteAttack(app, 'second-factor.fail', accountId, error);
}

export function noteLock(app: Platform, accountId: string | null): Promise<void> {
  return noteAttack(app, 'session.lock', accountId ?? undefined, 'TOO_MANY_ATTEMPTS');
}

/** Whoever fails to prove who they are is the public. */
async function noteAttack(app: Platform, action: string, accountId: string | undefined, error: string): Promise<void> {
  await inTransaction(app.db, (tx) =>
    audit(app, tx, PUBLIC, {
      action,
      details: { error },
      ...(accountId === undefined ? {} : { entity: 'account', entityId: accountId }),
    }),
  );
}
