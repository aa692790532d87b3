import { z } from 'zod';
import type { Actor, Role } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import type { Account } from '../../db/accounts.ts';
import * as accounts from '../../db/accounts.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { deleteSessionsOf } from '../../db/sessions.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { type Action, requireReach, requireVisible } from '../policy.ts';
import { type Page, type PageOptions, pageOf } from './page.ts';
import { refuseWrongPlace, StaffPlace } from './places.ts';
import { type ChangeReason, reasonOf } from './reasons.ts';

export { StaffPlace };

export interface PeopleFilter extends PageOptions {
  readonly role?: Role | undefined;
  /** Part of a name or an e-mail address. */
  readonly search?: string | undefined;
}

/** The people of the own agency; for admins, all. */
export async function listPeople(app: Platform, actor: Actor, filter: PeopleFilter): Promise<Page<Account>> {
  const reach = requireReach(actor, 'account.list');
  const agencyId = reach === 'any' ? undefined : agencyOf(actor);
  return inTransaction(app.db, async (tx) => {
    const found = await accounts.listAccounts(tx, { ...filter, agencyId, limit: filter.limit + 1 });
    await audit(app, tx, actor, { action: 'account.list' });
    return pageOf(found, filter.limit, ({ id }) => id);
  });
}

export async function viewPerson(app: Platform, actor: Actor, id: string): Promise<Account> {
  return inTransaction(app.db, async (tx) => {
    const account = await visible(tx, actor, { action: 'account.view', id });
    await audit(app, tx, actor, { action: 'account.view', entity: 'account', entityId: id });
    return account;
  });
}

/** Whoever is disabled is out at once: no session stays, and none begins. */
export async function disableAccount(app: Platform, actor: Actor, id: string, reason?: ChangeReason): Promise<void> {
  if (actor.kind === 'account' && actor.accountId === id)
    throw new AppError('conflict', 'You cannot disable yourself. Ask another lead or admin.');
  await change(app, actor, { action: 'account.disable', id, reason }, async (tx) => {
    await accounts.updateAccount(tx, id, { disabledAt: app.clock() });
    await refuseWithoutAdmin(tx);
    return { sessions: await deleteSessionsOf(tx, id) };
  });
}

export async function enableAccount(app: Platform, actor: Actor, id: string, reason?: ChangeReason): Promise<void> {
  await change(app, actor, { action: 'account.enable', id, reason }, async (tx) => {
    await accounts.updateAccount(tx, id, { disabledAt: null });
    return {};
  });
}

/** Another role, agency or both. Sessions end: what they may do has changed. */
export async function changeRole(
  app: Platform,
  actor: Actor,
  id: string,
  { reason, ...place }: StaffPlace & { readonly reason?: ChangeReason },
): Promise<void> {
  if (actor.kind === 'account' && actor.accountId === id)
    throw new AppError('conflict', 'You cannot change your own role. Ask another admin.');
  await refuseWrongPlace(app, place);
  await change(app, actor, { action: 'account.change-role', id, reason }, async (tx) => {
    await accounts.updateAccount(tx, id, place);
    await refuseWithoutAdmin(tx);
    await deleteSessionsOf(tx, id);
    return { ...place };
  });
}

/** For who lost the phone with the codes. At the next sign-in, staff must set up a new one before anything else. */
export async function resetSecondFactor(app: Platform, actor: Actor, id: string, reason?: ChangeReason): Promise<void> {
  await change(app, actor, { action: 'second-factor.reset', id, reason }, async (tx) => {
    await accounts.deleteSecondFactor(tx, id);
    return { sessions: await deleteSessionsOf(tx, id) };
  });
}

interface Target {
  readonly action: Action;
  readonly id: string;
  readonly reason?: ChangeReason | undefined;
}

async function change(
  app: Platform,
  actor: Actor,
  target: Target,
  work: (tx: Database) => Promise<Record<string, string | number | null>>,
): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    await visible(tx, actor, target);
    const details = await work(tx);
    const { action, id, reason } = target;
    await audit(app, tx, actor, { action, entity: 'account', entityId: id, ...reasonOf(reason), details });
  });
}

async function visible(tx: Database, actor: Actor, { action, id }: Target): Promise<Account> {
  const found = await accounts.findAccount(tx, id);
  return requireVisible(actor, action, found && { ...found, accountId: found.id });
}

async function refuseWithoutAdmin(tx: Database): Promise<void> {
  if (!(await accounts.hasAdmin(tx)))
    throw new AppError('conflict', 'This is the last admin. Make somebody else admin first.');
}

function agencyOf(actor: Actor): string {
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  return z.string('this role has an agency').parse(agencyId);
}
