import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { JsonObject } from './schema.ts';

type Channel = 'email' | 'webhook' | 'push';
export type MessageState = 'held' | 'queued' | 'digest' | 'sending' | 'sent' | 'failed' | 'bounced' | 'cancelled';

/** A message to one recipient by one channel. */
export interface NewMessage {
  /** What it is about, to whom, by which channel: a second one with this key is not made. */
  readonly dedupeKey: string;
  readonly channel: Channel;
  readonly kind: string;
  readonly address: string;
  readonly recipientId?: string | null;
  readonly agencyId?: string | null;
  readonly caseId?: string | null;
  readonly candidateId?: string | null;
  readonly matchId?: string | null;
  readonly locale?: string;
  readonly payload?: JsonObject;
  readonly state?: 'held' | 'queued' | 'digest';
}

/** Put a message into the outbox. @returns its id, or undefined when there is one with this key already */
export async function insertMessage(tx: Database, message: NewMessage, now: Date): Promise<string | undefined> {
  const inserted = await tx
    .insertInto('message')
    .values({
      dedupe_key: message.dedupeKey,
      channel: message.channel,
      kind: message.kind,
      address: message.address,
      recipient_id: message.recipientId ?? null,
      agency_id: message.agencyId ?? null,
      case_id: message.caseId ?? null,
      candidate_id: message.candidateId ?? null,
      match_id: message.matchId ?? null,
      locale: message.locale ?? 'en',
      payload: JSON.stringify(message.payload ?? {}),
      state: message.state ?? 'queued',
      created_at: now,
      next_attempt_at: now,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id;
}

/** A message that this process has taken on. */
export type ClaimedMessage = NonNullable<Awaited<ReturnType<typeof claimMessage>>>;

/**
 * Take on the next message that is due.
 *
 * The claim ends by itself: when the process dies, another one takes the message on with the same Message-ID.
 */
export async function claimMessage(db: Database, { now, until }: { now: Date; until: Date }) {
  const { rows } = await sql<{ id: string }>`
    update message set state = 'sending', attempts = attempts + 1, next_attempt_at = ${until}
    where id = (
      select id from message where state in ('queued', 'sending') and next_attempt_at <= ${now}
      order by next_attempt_at for update skip locked limit 1)
    returning id`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) return undefined;
  return db
    .selectFrom('message')
    .select(['id', 'channel', 'kind', 'address', 'locale', 'payload', 'attempts'])
    .select(['recipient_id as recipientId', 'agency_id as agencyId', 'case_id as caseId', 'created_at as createdAt'])
    .select(['candidate_id as candidateId', 'match_id as matchId'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** What became of an attempt. Only a message that is still being sent changes: one that was cancelled stays so. */
export async function settleMessage(
  db: Database,
  id: string,
  result: {
    readonly state: Exclude<MessageState, 'sending'>;
    readonly error?: string | null;
    readonly nextAttemptAt?: Date;
    readonly sentAt?: Date;
    readonly messageId?: string;
  },
): Promise<void> {
  await db
    .updateTable('message')
    .set({
      state: result.state,
      last_error: result.error ?? null,
      ...(result.nextAttemptAt ? { next_attempt_at: result.nextAttemptAt } : {}),
      // A link that lets somebody in is not kept once it is delivered.
      ...(result.sentAt ? { sent_at: result.sentAt, payload: sql`payload - 'url'` } : {}),
      ...(result.messageId ? { message_id: result.messageId } : {}),
    })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute();
}

export interface MessageQuery {
  readonly agencyId: string | null;
  /**
   * Whether messages about protected cases show, and those about no case: invitations, and summaries of others, which
   * may tell of such cases.
   */
  readonly seesProtected: boolean;
  readonly viewerId: string | null;
  readonly state?: string | undefined;
  readonly caseId?: string | undefined;
  readonly before: Date | null;
  readonly limit: number;
}

/** Messages of an agency, newest first. */
export async function listMessagesOf(db: Database, query: MessageQuery) {
  const { agencyId, seesProtected, viewerId, state, caseId, before, limit } = query;
  return selectMessages(db)
    .where('message.agency_id', '=', agencyId)
    .$if(!seesProtected, (rows) =>
      rows.where((row) =>
        row.or([
          row('is_protected', '=', false),
          row.and([row('message.case_id', 'is', null), row('message.recipient_id', '=', viewerId)]),
        ]),
      ),
    )
    .$if(state !== undefined, (rows) => rows.where('message.state', '=', state ?? ''))
    .$if(caseId !== undefined, (rows) => rows.where('message.case_id', '=', caseId ?? ''))
    .$if(before !== null, (rows) => rows.where('message.created_at', '<', before ?? new Date()))
    .orderBy('message.created_at', 'desc')
    .limit(limit)
    .execute();
}

/** How many messages are in each state. */
export async function countMessages(db: Database): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('message')
    .select((row) => ['state', row.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Messages of everybody that are about no protected case, newest first. */
export async function listUnprotectedMessages(
  db: Database,
  { state, before, limit }: { state?: string | undefined; before: Date | null; limit: number },
) {
  return selectMessages(db)
    .where((row) => row.or([row('is_protected', '=', false), row('message.case_id', 'is', null)]))
    .$if(state !== undefined, (rows) => rows.where('message.state', '=', state ?? ''))
    .$if(before !== null, (rows) => rows.where('message.created_at', '<', before ?? new Date()))
    .orderBy('message.created_at', 'desc')
    .limit(limit)
    .execute();
}

export async function findMessage(db: Database, id: string) {
  return selectMessages(db).where('message.id', '=', id).executeTakeFirst();
}

/** The columns of the outbox that staff see. Never the payload: it holds links that work. */
function selectMessages(db: Database) {
  return db
    .selectFrom('message')
    .leftJoin('case_file', 'case_file.id', 'message.case_id')
    .select(['message.id', 'message.channel', 'message.kind', 'message.state', 'message.address', 'message.attempts'])
    .select(['message.last_error as lastError', 'message.created_at as createdAt', 'message.sent_at as sentAt'])
    .select(['message.next_attempt_at as nextAttemptAt', 'message.case_id as caseId'])
    .select(['message.agency_id as agencyId', 'case_file.is_protected as isProtected'])
    .select('message.recipient_id as recipientId');
}

/** Messages that wait for the next summary, locked: of two who gather at once, one finds none. */
export async function listDigestMessages(tx: Database) {
  return tx
    .selectFrom('message')
    .select(['id', 'address', 'locale', 'recipient_id as recipientId', 'agency_id as agencyId'])
    .select('candidate_id as candidateId')
    .where('state', '=', 'digest')
    .orderBy('created_at')
    .forUpdate()
    .skipLocked()
    .execute();
}

/** They went out as part of a summary. */
export async function settleDigested(tx: Database, ids: readonly string[], now: Date): Promise<void> {
  await tx.updateTable('message').set({ state: 'sent', sent_at: now }).where('id', 'in', ids).execute();
}

/** Change the state of a message that is in one of these. @returns whether it was */
export async function moveMessage(
  tx: Database,
  id: string,
  { from, to, now }: { from: readonly MessageState[]; to: MessageState; now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('message')
    .set({ state: to, next_attempt_at: now, ...(to === 'queued' ? { attempts: 0 } : {}) })
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function upsertAlertPreference(
  tx: Database,
  preference: { accountId: string; channel: 'email' | 'push'; mode: string },
): Promise<void> {
  await tx
    .insertInto('alert_preference')
    .values({ account_id: preference.accountId, channel: preference.channel, mode: preference.mode })
    .onConflict((conflict) => conflict.columns(['account_id', 'channel']).doUpdateSet({ mode: preference.mode }))
    .execute();
}

export async function listAlertPreferences(db: Database, accountId: string) {
  return db.selectFrom('alert_preference').select(['channel', 'mode']).where('account_id', '=', accountId).execute();
}
