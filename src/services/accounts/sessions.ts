import { z } from 'zod';
import type { Actor, Role } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import * as sessions from '../../db/sessions.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireVisible } from '../policy.ts';
import { isStaff, requireAccount } from './actor.ts';
import type { Auth } from './auth.ts';

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

/** Who acts with the session cookie of a request; null without a session that holds. */
export async function actorOfSession(auth: Auth, headers: Headers): Promise<Signed | null> {
  const { response, headers: answer } = await auth.api.getSession({ headers, returnHeaders: true });
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
