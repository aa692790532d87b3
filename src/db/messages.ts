import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { JsonObject } from './schema.ts';

export type Channel = 'email' | 'webhook' | 'push';
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
      ...(result.sentAt ? { sent_at: result.sentAt } : {}),
      ...(result.messageId ? { message_id: result.messageId } : {}),
    })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute();
}

/** The columns of the outbox that staff see. Never the payload: it holds links that work. */
export function selectMessages(db: Database) {
  return db
    .selectFrom('message')
    .leftJoin('case_file', 'case_file.id', 'message.case_id')
    .select(['message.id', 'message.channel', 'message.kind', 'message.state', 'message.address', 'message.attempts'])
    .select(['message.last_error as lastError', 'message.created_at as createdAt', 'message.sent_at as sentAt'])
    .select(['message.next_attempt_at as nextAttemptAt', 'message.case_id as caseId'])
    .select(['message.agency_id as agencyId', 'case_file.is_protected as isProtected']);
}
