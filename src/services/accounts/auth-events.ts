import { PUBLIC } from '../../core/actor.ts';
import { findAccount, findAccountBySignInName } from '../../db/accounts.ts';
import { inTransaction } from '../../db/database.ts';
import { deletePasswordOnlySessions, markSecondFactor } from '../../db/sessions.ts';
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

/** The code was right: this session may do what its account may, and those that only know the password end. */
export async function passSecondFactor(app: Platform, { session, user }: NewSession, path: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const account = await findAccount(tx, user.id);
    if (!account) return;
    await markSecondFactor(tx, session.token, app.clock());
    const ended = await deletePasswordOnlySessions(tx, user.id);
    await audit(app, tx, accountActor(account), {
      action: 'session.start',
      entity: 'account',
      entityId: user.id,
      details: { factor: path.endsWith('backup-code') ? 'backup-code' : 'totp', ended },
    });
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
