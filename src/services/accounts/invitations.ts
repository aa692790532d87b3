import { hashPassword } from 'better-auth/crypto';
import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';
import { hasAdmin, insertAccount } from '../../db/accounts.ts';
import { findAgency } from '../../db/agencies.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { Invitation } from '../../db/invitations.ts';
import * as invitations from '../../db/invitations.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requirePermission, requireReach, requireVisible } from '../policy.ts';
import { accountActor } from './actor.ts';
import { mailAccount } from './mails.ts';
import { Username } from './own-account.ts';
import { refuseWeakPassword } from './passwords.ts';
import { refuseWrongPlace, StaffPlace } from './places.ts';
import { hashToken, newToken } from './tokens.ts';

const INVITATION_DAYS = 7;

export const NewInvitation = StaffPlace.extend({ email: z.email('Write an e-mail address').max(320) });
export type NewInvitation = z.output<typeof NewInvitation>;

export const Acceptance = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1, 'Write your name').max(200),
  username: Username.nullable().default(null),
  /** Only the first admin says it: all others were invited by e-mail. */
  email: z.email('Write an e-mail address').max(320).optional(),
  password: z.string().max(200),
  locale: z.string().max(35).default('en'),
});
export type Acceptance = z.output<typeof Acceptance>;

/** Send somebody a link that makes them one of the staff. */
export async function invite(app: Platform, actor: Actor, input: NewInvitation): Promise<{ id: string }> {
  const { role, agencyId, email } = input;
  requirePermission(actor, 'account.invite', { agencyId });
  await refuseWrongPlace(app, input);
  const token = newToken();
  return inTransaction(app.db, async (tx) => {
    const id = await invitations.insertInvitation(tx, {
      ...newDates(app, INVITATION_DAYS),
      tokenHash: hashToken(token),
      email: email.toLowerCase(),
      role,
      agencyId,
      invitedBy: actor.kind === 'account' ? actor.accountId : null,
    });
    const agency = agencyId === null ? null : await findAgency(tx, agencyId);
    const payload = { url: invitationLink(app, token), role, agency: agency?.name ?? null };
    await mailAccount(app, tx, { kind: 'invitation', to: { email, agencyId }, payload });
    const details = { role, agency: agencyId };
    await audit(app, tx, actor, { action: 'account.invite', entity: 'invitation', entityId: id, details });
    return { id };
  });
}

/** Those that nobody has accepted yet. */
export async function listInvitations(app: Platform, actor: Actor): Promise<Invitation[]> {
  const reach = requireReach(actor, 'account.invite');
  const agencyId = reach === 'any' || !('agencyId' in actor) ? undefined : (actor.agencyId ?? undefined);
  return invitations.listOpenInvitations(app.db, app.clock(), agencyId);
}

/** One that nobody has accepted yet. */
export async function viewOpenInvitation(app: Platform, actor: Actor, id: string): Promise<Invitation> {
  const found = await invitations.findInvitation(app.db, id);
  return requireVisible(actor, 'account.invite', found?.acceptedAt ? null : found);
}

export async function withdrawInvitation(app: Platform, actor: Actor, id: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const { acceptedAt } = requireVisible(actor, 'account.invite', await invitations.findInvitation(tx, id));
    if (acceptedAt) throw new AppError('conflict', 'The invitation was accepted. Disable the account instead.');
    await invitations.deleteInvitation(tx, id);
    await audit(app, tx, actor, { action: 'account.withdraw-invitation', entity: 'invitation', entityId: id });
  });
}

/** What somebody with the link is invited to. @throws AppError `not-found` for a link that no longer works */
export async function viewInvitation(app: Platform, token: string) {
  return inTransaction(app.db, async (tx) => {
    const { email, role, agencyId, expiresAt } = await openInvitation(app, tx, token);
    const agency = agencyId === null ? null : ((await findAgency(tx, agencyId))?.name ?? null);
    return { email, role, agency, expiresAt };
  });
}

/**
 * Make the account that somebody was invited to. They sign in next, and set up a second factor before anything else.
 *
 * @throws AppError `not-found` for a link that no longer works, `invalid` for a weak password, `conflict` for a taken name
 */
export async function acceptInvitation(app: Platform, input: Acceptance): Promise<{ accountId: string }> {
  const { name, username, locale, password, token } = input;
  refuseWeakPassword(password, [name, username ?? '', input.email ?? '']);
  await viewInvitation(app, token);
  const passwordHash = await hashPassword(password);
  return inTransaction(app.db, async (tx) => {
    const invitation = await openInvitation(app, tx, token);
    const { id, role, agencyId } = invitation;
    const email = invitation.email ?? input.email;
    if (email === undefined) throw new AppError('invalid', 'Write your e-mail address.');
    const accountId = await insertAccount(tx, { name, email, username, role, agencyId, passwordHash, locale });
    await invitations.acceptInvitation(tx, id, { accountId, at: app.clock() });
    if (invitation.invitedBy === null) await invitations.deleteServerInvitations(tx);
    await audit(app, tx, accountActor({ id: accountId, role, agencyId }), {
      action: 'account.accept-invitation',
      entity: 'account',
      entityId: accountId,
      details: { invitation: id, role },
    });
    return { accountId };
  });
}

/** The dates of an invitation that is made now. */
export function newDates(app: Platform, days: number): { createdAt: Date; expiresAt: Date } {
  const createdAt = app.clock();
  return { createdAt, expiresAt: new Date(createdAt.getTime() + days * DAY_MILLISECONDS) };
}

export function invitationLink(app: Platform, token: string): string {
  return `${app.config.url}/account/invitation?token=${token}`;
}

async function openInvitation(app: Platform, tx: Database, token: string): Promise<Invitation> {
  const found = await invitations.findInvitationByToken(tx, hashToken(token));
  const isOpen = found && !found.acceptedAt && found.expiresAt > app.clock();
  // The server's own links are for the first admin alone.
  if (!isOpen || (found.role === 'admin' && found.invitedBy === null && (await hasAdmin(tx))))
    throw new AppError('not-found', 'This invitation was used, withdrawn, or is too old. Ask for a new one.');
  return found;
}
