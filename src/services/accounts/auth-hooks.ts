import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api';
import { z } from 'zod';
import { messageOf } from '../../core/errors.ts';
import { findAccount, findAccountBySignInName } from '../../db/accounts.ts';
import type { Platform } from '../../platform.ts';
import { isStaff } from './actor.ts';
import {
  type NewSession,
  noteCode,
  noteFailure,
  noteLock,
  noteOf,
  notePassword,
  passSecondFactor,
} from './auth-events.ts';
import { beginAttempt, LOCK_MINUTES, MOST_ATTEMPTS } from './lockout.ts';
import { refuseWeakPassword } from './passwords.ts';

/** What requests carry, as far as we look at it; better-auth checks the rest. */
const Body = z
  .object({
    name: z.string().max(200),
    email: z.string().max(320),
    username: z.string().max(100),
    password: z.string(),
    newPassword: z.string(),
    code: z.string().max(100),
  })
  .partial()
  .catch({});

/** What an answer carries after a registration. */
const Registered = z.object({ user: z.object({ id: z.string() }) });

/** Before better-auth does its part: locks, password rules, and what staff may not. */
export const beforeAuth = (app: Platform) =>
  createAuthMiddleware(async (ctx) => {
    const body = Body.parse(ctx.body ?? {});
    switch (ctx.path) {
      case '/sign-in/email':
      case '/sign-in/username':
        return refuseLocked(app, signInName(body));
      case '/sign-up/email':
        refuseWeak(body.password, [body.name, body.email, body.username]);
        // Strangers are not told that a user name is taken: the account gets none, and can choose one later.
        if (body.username && (await findAccountBySignInName(app.db, body.username))) delete ctx.body.username;
        return;
      case '/reset-password':
        return refuseWeak(body.newPassword, []);
      case '/two-factor/verify-totp':
      case '/two-factor/verify-backup-code':
        // A trusted device would be let in without a code for a month.
        ctx.body.trustDevice = false;
        return;
      case '/two-factor/disable':
        return refuseStaff(app, (await getSessionFromCtx(ctx))?.user.id);
      case '/sign-out':
        return noteOf(app, (await getSessionFromCtx(ctx))?.user.id, 'session.end');
    }
  });

/**
 * After better-auth did its part, before the answer goes out.
 *
 * [Note: audit of sign-ins] better-auth has transactions of its own. So the log is written before the answer: when that
 * fails, so does the request, and nobody gets the cookie of an unrecorded session.
 */
export const afterAuth = (app: Platform) =>
  createAuthMiddleware(async (ctx) => {
    const { returned, newSession } = ctx.context;
    if (isAPIError(returned)) {
      const error = String(returned.body?.code ?? returned.status);
      if (ctx.path.startsWith('/sign-in/')) return noteFailure(app, signInName(Body.parse(ctx.body ?? {})), error);
      if (ctx.path.startsWith('/two-factor/verify-')) return noteCode(app, await challengedAccount(ctx), error);
      return;
    }
    if (ctx.path === '/sign-up/email') return noteOf(app, Registered.parse(returned).user.id, 'account.register');
    if (newSession) await noteNewSession(app, { path: ctx.path, code: Body.parse(ctx.body ?? {}).code }, newSession);
  });

async function noteNewSession(
  app: Platform,
  { path, code = '' }: { readonly path: string; readonly code: string | undefined },
  given: NewSession,
): Promise<void> {
  if (path.startsWith('/sign-in/')) await notePassword(app, given.user.id);
  if (path === '/two-factor/disable') await noteOf(app, given.user.id, 'second-factor.disable');
  if (!path.startsWith('/two-factor/verify-')) return;
  const isBackup = path.endsWith('-backup-code');
  if (!(await passSecondFactor(app, given, { code, isBackup })))
    throw new APIError('UNAUTHORIZED', {
      code: 'CODE_USED',
      message: 'This code was used already. Wait for the next one, then sign in again.',
    });
}

/** No session for who was disabled, and an answer as for a wrong password. */
export const refuseDisabled = (app: Platform) => async (session: { readonly userId: string }) => {
  const account = await findAccount(app.db, session.userId);
  if (!account || account.disabledAt)
    throw new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' });
};

function signInName({ email, username }: z.output<typeof Body>): string {
  return email ?? username ?? '';
}

async function refuseLocked(app: Platform, name: string): Promise<void> {
  const attempt = await beginAttempt(app, name);
  if (attempt.count <= MOST_ATTEMPTS) return;
  if (attempt.count === MOST_ATTEMPTS + 1) await noteLock(app, attempt.accountId);
  throw new APIError('TOO_MANY_REQUESTS', {
    code: 'SIGN_IN_LOCKED',
    message: `Too many wrong passwords. Wait ${LOCK_MINUTES} minutes, or choose a new password by e-mail.`,
  });
}

function refuseWeak(password: string | undefined, own: readonly (string | undefined)[]): void {
  try {
    refuseWeakPassword(
      password ?? '',
      own.flatMap((each) => each ?? []),
    );
  } catch (error) {
    throw new APIError('UNPROCESSABLE_ENTITY', { code: 'PASSWORD_TOO_WEAK', message: messageOf(error) });
  }
}

async function refuseStaff(app: Platform, accountId: string | undefined): Promise<void> {
  const account = accountId ? await findAccount(app.db, accountId) : undefined;
  if (account && isStaff(account.role))
    throw new APIError('FORBIDDEN', {
      code: 'SECOND_FACTOR_REQUIRED',
      message: 'Staff always sign in with a code. An admin can reset your second factor, so that you set up a new one.',
    });
}

/** Whose second factor is being asked for: of the session, or of the sign-in that waits for its code. */
async function challengedAccount(ctx: Parameters<typeof getSessionFromCtx>[0]): Promise<string | undefined> {
  const session = await getSessionFromCtx(ctx);
  if (session) return session.user.id;
  const { name } = ctx.context.createAuthCookie('two_factor');
  const identifier = await ctx.getSignedCookie(name, ctx.context.secret);
  if (!identifier) return undefined;
  return (await ctx.context.internalAdapter.findVerificationValue(identifier))?.value;
}
