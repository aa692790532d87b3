import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { listStaffNames } from '../../db/accounts.ts';
import { listOfficers } from '../../db/alerts.ts';
import { inTransaction } from '../../db/database.ts';
import {
  countMessages,
  findMessage,
  listAlertPreferences,
  listMessagesOf,
  listUnprotectedMessages,
  type MessageState,
  moveMessage,
  upsertAlertPreference,
} from '../../db/messages.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountIdOf } from '../cases/load.ts';
import { type Action, reachOf, requirePermission, requireReach, requireVisible, seesProtected } from '../policy.ts';

type Message = NonNullable<Awaited<ReturnType<typeof findMessage>>>;

export const MessageRow = z.object({
  id: z.uuid(),
  channel: z.enum(['email', 'webhook', 'push']),
  kind: z.string(),
  state: z.enum(['held', 'queued', 'digest', 'sending', 'sent', 'failed', 'bounced', 'cancelled']),
  address: z.string(),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  caseId: z.uuid().nullable(),
  createdAt: z.date().transform((date) => date.toISOString()),
  nextAttemptAt: z.date().transform((date) => date.toISOString()),
  sentAt: z
    .date()
    .transform((date) => date.toISOString())
    .nullable(),
});
export type MessageRow = z.output<typeof MessageRow>;

export const MessageFilter = z.object({ state: MessageRow.shape.state.optional(), caseId: z.uuid().optional() });

/** The outbox of the own agency, newest first: what went to whom, what waits, what bounced. */
export async function listMessages(
  app: Platform,
  actor: Actor,
  { state, caseId, before, limit }: z.output<typeof MessageFilter> & { before: Date | null; limit: number },
): Promise<MessageRow[]> {
  requireReach(actor, 'message.list');
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  const scope = { agencyId, seesProtected: seesProtected(actor), viewerId: accountIdOf(actor) };
  const rows = await listMessagesOf(app.db, { ...scope, state, caseId, before, limit });
  await inTransaction(app.db, (tx) =>
    audit(app, tx, actor, { action: 'message.list', details: { rows: rows.length } }),
  );
  return rows.map((row) => MessageRow.parse(row));
}

/** A message as whoever runs the mail sees it: neither to whom, nor about which child. */
export const MessageOverview = MessageRow.omit({ address: true, caseId: true });
export type MessageOverview = z.output<typeof MessageOverview>;

/** What waits and what failed in all agencies, newest first, without anybody's address. */
export async function viewOutbox(
  app: Platform,
  actor: Actor,
  { state, before, limit }: { state?: MessageState | undefined; before: Date | null; limit: number },
): Promise<{ counts: Readonly<Record<string, number>>; items: MessageOverview[] }> {
  requirePermission(actor, 'message.overview');
  const counts = await countMessages(app.db);
  const rows = await listUnprotectedMessages(app.db, { state, before, limit });
  await inTransaction(app.db, (tx) =>
    audit(app, tx, actor, { action: 'message.overview', details: { rows: rows.length } }),
  );
  const items = rows.map((row) => {
    const shown = MessageOverview.parse(row);
    return { ...shown, lastError: shown.lastError && withoutAddresses(shown.lastError) };
  });
  return { counts, items };
}

/** Mail servers say whom they refused. */
function withoutAddresses(words: string): string {
  return words.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…@…');
}

/** Who hears of candidates and matches, and how. */
export async function listAlertRecipients(app: Platform, actor: Actor) {
  requireReach(actor, 'alert.list');
  const agencyId = actor.kind === 'account' ? actor.agencyId : null;
  if (agencyId === null) throw new AppError('forbidden', 'Only an agency is told of candidates.');
  const officers = await listOfficers(app.db, agencyId, { isProtected: false });
  const names = new Map(
    (
      await listStaffNames(
        app.db,
        officers.map(({ id }) => id),
      )
    ).map(({ id, name }) => [id, name]),
  );
  return officers.map(({ id, email, role, mode }) => {
    const chosen = AlertPreference.shape.mode.parse(mode ?? 'at-once');
    return { id, name: names.get(id) ?? email, email, role, mode: chosen };
  });
}

/** Relay mode: a person has checked who gets it. */
export async function releaseHeldMessage(app: Platform, actor: Actor, id: string): Promise<void> {
  await move(app, actor, { id, action: 'alert.release-held', from: ['held'], to: 'queued' });
}

/** Try again what bounced or was given up, after its address was mended. */
export async function retryMessage(app: Platform, actor: Actor, id: string): Promise<void> {
  await move(app, actor, { id, action: 'message.retry', from: ['failed', 'bounced'], to: 'queued' });
}

export async function cancelMessage(app: Platform, actor: Actor, id: string): Promise<void> {
  await move(app, actor, { id, action: 'message.cancel', from: ['held', 'queued', 'digest'], to: 'cancelled' });
}

/** As `listMessagesOf` has it; whoever may mend the mail of the whole system sees no list. */
function isShown(actor: Actor, action: Action, { caseId, recipientId }: Message): boolean {
  if (seesProtected(actor) || reachOf(actor, action) === 'any' || caseId !== null) return true;
  return recipientId === accountIdOf(actor);
}

async function move(
  app: Platform,
  actor: Actor,
  { id, action, from, to }: { id: string; action: Action; from: readonly MessageState[]; to: 'queued' | 'cancelled' },
): Promise<void> {
  const found = await findMessage(app.db, id);
  const subject = found && isShown(actor, action, found) ? found : null;
  requireVisible(actor, action, subject && { agencyId: subject.agencyId, isProtected: subject.isProtected ?? false });
  await inTransaction(app.db, async (tx) => {
    if (!(await moveMessage(tx, id, { from, to, now: app.clock() })))
      throw new AppError('conflict', `This message is not ${from.join(' or ')} any more. Look at it again.`);
    if (to === 'queued') await app.jobs.enqueue(tx, 'send-messages', {});
    await audit(app, tx, actor, { action, entity: 'message', entityId: id });
  });
}

export const AlertPreference = z.object({
  channel: z.enum(['email', 'push']),
  mode: z.enum(['at-once', 'digest', 'off']),
});
export type AlertPreference = z.output<typeof AlertPreference>;

/** How the actor wants to be told; what was never chosen is «at once». */
export async function viewAlertPreferences(app: Platform, actor: Actor): Promise<AlertPreference[]> {
  const chosen = await listAlertPreferences(app.db, ownId(actor));
  const channels = AlertPreference.shape.channel.options;
  return channels.map((channel) =>
    AlertPreference.parse(chosen.find((each) => each.channel === channel) ?? { channel, mode: 'at-once' }),
  );
}

export async function setAlertPreference(app: Platform, actor: Actor, preference: AlertPreference): Promise<void> {
  const accountId = ownId(actor);
  await inTransaction(app.db, async (tx) => {
    await upsertAlertPreference(tx, { accountId, ...preference });
    await audit(app, tx, actor, { action: 'alert.preferences', details: { ...preference } });
  });
}

function ownId(actor: Actor): string {
  const accountId = actor.kind === 'account' ? actor.accountId : null;
  requirePermission(actor, 'alert.preferences', { accountId });
  if (accountId === null) throw new AppError('forbidden', 'Only people choose how they are told.');
  return accountId;
}
