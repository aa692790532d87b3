import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { isTimeZone } from '../../core/time-zone.ts';
import * as accounts from '../../db/accounts.ts';
import { inTransaction } from '../../db/database.ts';
import { deleteSessionsOf } from '../../db/sessions.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireVisible } from '../policy.ts';
import { type AccountActor, requireAccount } from './actor.ts';
import { beginAttempt, forgiveAttempts, LOCK_MINUTES, MOST_ATTEMPTS } from './lockout.ts';
import { mailAccount } from './mails.ts';
import { refuseWeakPassword } from './passwords.ts';

export const Username = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.]{3,30}$/, 'Use 3 to 30 letters, digits, dots or underscores');

export const OwnChanges = z
  .object({
    name: z.string().trim().min(1, 'Write your name').max(200),
    username: Username,
    locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Write a language such as en or pt-BR'),
    timeZone: z.string().refine(isTimeZone, 'Write a time zone such as Asia/Kolkata'),
  })
  .partial();
export type OwnChanges = z.output<typeof OwnChanges>;

export const PasswordChange = z.object({ currentPassword: z.string().max(200), newPassword: z.string().max(200) });
export type PasswordChange = z.output<typeof PasswordChange>;

/** Whose session this is. Also for staff who have yet to set up their second factor: so the page can tell them. */
export async function viewOwnAccount(app: Platform, actor: Actor): Promise<accounts.Account> {
  return own(app, requireAccount(actor));
}

/** @throws AppError `conflict` when the user name is taken */
export async function editOwnAccount(app: Platform, actor: Actor, changes: OwnChanges): Promise<void> {
  const { accountId } = requireAccount(actor);
  requireVisible(actor, 'account.edit', { accountId });
  await inTransaction(app.db, async (tx) => {
    await accounts.updateAccount(tx, accountId, changes);
    const details = { fields: Object.keys(changes) };
    await audit(app, tx, actor, { action: 'account.edit', entity: 'account', entityId: accountId, details });
  });
}

/**
 * A new password; all other sessions end.
 *
 * @param sessionId of the session that stays
 * @throws AppError `invalid` for a wrong or a weak password, `too-many` after too many wrong ones
 */
export async function changePassword(
  app: Platform,
  { actor, sessionId }: { readonly actor: Actor; readonly sessionId: string | null },
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  const { accountId } = requireAccount(actor);
  requireVisible(actor, 'account.edit', { accountId });
  const { name, email, username } = await own(app, requireAccount(actor));
  refuseWeakPassword(newPassword, [name, email, username ?? '']);
  await requirePassword(app, { accountId, email }, currentPassword);
  const passwordHash = await hashPassword(newPassword);
  await inTransaction(app.db, async (tx) => {
    await accounts.updatePasswordHash(tx, accountId, passwordHash);
    await forgiveAttempts(app, tx, accountId);
    const details = { sessions: await deleteSessionsOf(tx, accountId, sessionId) };
    const url = `${app.config.url}/account/forgotten`;
    await mailAccount(app, tx, { kind: 'password-changed', to: { email, accountId }, payload: { name, url } });
    await audit(app, tx, actor, { action: 'account.change-password', entity: 'account', entityId: accountId, details });
  });
}

/** Whoever found a session open cannot try passwords without end. */
async function requirePassword(
  app: Platform,
  { accountId, email }: { readonly accountId: string; readonly email: string },
  password: string,
): Promise<void> {
  const { count } = await beginAttempt(app, email);
  if (count > MOST_ATTEMPTS) throw new AppError('too-many', `Too many wrong passwords. Wait ${LOCK_MINUTES} minutes.`);
  const hash = await accounts.findPasswordHash(app.db, accountId);
  if (hash === null || !(await verifyPassword({ hash, password })))
    throw new AppError('invalid', 'The present password is not right.');
}

async function own(app: Platform, { accountId }: AccountActor): Promise<accounts.Account> {
  const account = await accounts.findAccount(app.db, accountId);
  if (!account) throw new AppError('unauthenticated', 'Sign in first.');
  return account;
}
