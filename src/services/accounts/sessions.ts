import { z } from 'zod';
import type { Actor, Role } from '../../core/actor.ts';
import { findAccount } from '../../db/accounts.ts';
import { inTransaction } from '../../db/database.ts';
import * as sessions from '../../db/sessions.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireVisible } from '../policy.ts';
import { isStaff, requireAccount } from './actor.ts';
import type { Auth } from './auth.ts';
import { type ChangeReason, reasonOf } from './reasons.ts';

/** What better-auth keeps with an account, as src/services/accounts/tables.ts maps it. */
const Known = z.object({
  session: z.object({ id: z.string(), secondFactorAt: z.date().nullish() }),
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    locale: z.string().nullish(),
    timeZone: z.string().nullish(),
    role: z.enum(['guardian', 'officer', 'lead', 'partner', 'admin', 'auditor']),
    agencyId: z.string().nullish(),
    disabledAt: z.date().nullish(),
  }),
});

/** The person at the browser, as pages address them. */
export interface Viewer {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** BCP 47. */
  readonly locale: string | null;
  /** IANA name. */
  readonly timeZone: string | null;
}

export interface Signed {
  readonly actor: Actor;
  readonly viewer: Viewer;
  readonly sessionId: string;
  /** Cookies to send back: a session that is used is prolonged. */
  readonly cookies: readonly string[];
}

/**
 * Who acts with the session cookie of a request; null without a session that holds.
 *
 * @param isAutomatic the page asks, not a person: the session is not prolonged
 */
export async function actorOfSession(auth: Auth, headers: Headers, isAutomatic = false): Promise<Signed | null> {
  const query = { disableRefresh: isAutomatic };
  const { response, headers: answer } = await auth.api.getSession({ headers, query, returnHeaders: true });
  if (!response) return null;
  const { session, user } = Known.parse(response);
  if (user.disabledAt) return null;
  const actor: Actor = {
    kind: 'account',
    accountId: user.id,
    role: user.role,
    agencyId: user.agencyId ?? null,
    isSecondFactorMissing: isStaff(user.role) && !session.secondFactorAt,
  };
  const viewer = {
    name: user.name,
    email: user.email,
    role: user.role,
    locale: user.locale ?? null,
    timeZone: user.timeZone ?? null,
  };
  return { actor, viewer, sessionId: session.id, cookies: answer.getSetCookie() };
}

/** Newest first. */
export async function listOwnSessions(app: Platform, actor: Actor): Promise<sessions.Session[]> {
  const { accountId } = requireVisible(actor, 'session.list', ownOf(actor));
  return sessions.listSessions(app.db, accountId, new Date());
}

/** Where somebody is signed in, newest first: for the person, and for admins. */
export async function listSessionsOf(app: Platform, actor: Actor, accountId: string): Promise<sessions.Session[]> {
  const account = await findAccount(app.db, accountId);
  requireVisible(actor, 'session.list', account && { accountId });
  const found = await sessions.listSessions(app.db, accountId, new Date());
  await inTransaction(app.db, (tx) =>
    audit(app, tx, actor, { action: 'session.list', entity: 'account', entityId: accountId }),
  );
  return found;
}

/** Sign somebody out everywhere. */
export async function endSessionsOf(
  app: Platform,
  actor: Actor,
  accountId: string,
  reason?: ChangeReason,
): Promise<void> {
  const account = await findAccount(app.db, accountId);
  requireVisible(actor, 'session.revoke', account && { accountId });
  await inTransaction(app.db, async (tx) => {
    const details = { sessions: await sessions.deleteSessionsOf(tx, accountId) };
    const about = { entity: 'account', entityId: accountId, ...reasonOf(reason) };
    await audit(app, tx, actor, { action: 'session.revoke', ...about, details });
  });
}

export async function revokeSession(app: Platform, actor: Actor, id: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    requireVisible(actor, 'session.revoke', await sessions.findSession(tx, id));
    await sessions.deleteSession(tx, id);
    await audit(app, tx, actor, { action: 'session.revoke', entity: 'session', entityId: id });
  });
}

/** Sign out everywhere else. @param sessionId of the one that stays */
export async function revokeOtherSessions(app: Platform, actor: Actor, sessionId: string | null): Promise<void> {
  const { accountId } = requireVisible(actor, 'session.revoke', ownOf(actor));
  await inTransaction(app.db, async (tx) => {
    const ended = await sessions.deleteSessionsOf(tx, accountId, sessionId);
    const details = { sessions: ended };
    await audit(app, tx, actor, { action: 'session.revoke', entity: 'account', entityId: accountId, details });
  });
}

function ownOf(actor: Actor): { accountId: string } {
  return { accountId: requireAccount(actor).accountId };
}
