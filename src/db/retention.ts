import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Rows of a table that may go, and how to find them. A condition is of this file, never of a request. */
interface Expiry {
  readonly table: string;
  readonly condition: string;
  /** Instead of deleting the row. */
  readonly set?: string;
}

const EXPIRIES = {
  messages: { table: 'message', condition: `state in ('sent', 'failed', 'bounced', 'cancelled') and created_at < $1` },
  contacts: {
    table: 'sighting',
    condition: `contact is not null and created_at < $1 and not exists (
      select from match join candidate on candidate.id = match.candidate_id join face on face.id = candidate.face_id
        join photo on photo.id = face.photo_id
        where photo.sighting_id = sighting.id and match.status <> 'refuted')`,
    set: 'contact = null',
  },
  sources: { table: 'sighting', condition: 'source_hash is not null and created_at < $1', set: 'source_hash = null' },
  'idempotency-keys': { table: 'idempotency_key', condition: 'created_at < $1' },
  sessions: { table: 'session', condition: 'expires_at < $1' },
  verifications: { table: 'verification', condition: 'expires_at < $1' },
  'used-codes': { table: 'used_code', condition: 'used_at < $1' },
  'sign-in-attempts': { table: 'sign_in_attempt', condition: 'last_at < $1' },
  invitations: { table: 'invitation', condition: 'accepted_at is null and expires_at < $1' },
  'request-counts': { table: 'request_count', condition: 'expires_at < $1' },
  'spent-proofs': { table: 'spent_proof', condition: 'expires_at < $1' },
  // By the database's own clock, which wrote `at`: an index that has not read the row yet would keep the face.
  'gone-templates': { table: 'template_gone', condition: `at < least($1, now() - interval '30 days')` },
} as const satisfies Record<string, Expiry>;

/** Kinds of rows that simply go when they are old. */
export type ExpiringRows = keyof typeof EXPIRIES;

/** How many rows are older than a time. */
export async function countExpired(db: Database, kind: ExpiringRows, before: Date): Promise<number> {
  const { table, condition }: Expiry = EXPIRIES[kind];
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} where ${conditionOf(condition, before)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Delete the rows, or the part of them, that are older than a time. @returns how many */
export async function expire(tx: Database, kind: ExpiringRows, before: Date): Promise<number> {
  const { table, condition, set }: Expiry = EXPIRIES[kind];
  const change = set ? sql`update ${sql.table(table)} set ${sql.raw(set)}` : sql`delete from ${sql.table(table)}`;
  const { numAffectedRows } = await sql`${change} where ${conditionOf(condition, before)}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

function conditionOf(condition: string, before: Date) {
  const [start = '', end = ''] = condition.split('$1');
  return sql`${sql.raw(start)}${before}${sql.raw(end)}`;
}

/** Closed cases whose photos have outlived their time. */
export async function listCasesWithOldPhotos(db: Database, closedBefore: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('case_file')
    .where('state', 'in', ['resolved', 'withdrawn'])
    .where('closed_at', '<', closedBefore)
    .where((where) =>
      where.exists(where.selectFrom('photo').whereRef('photo.case_id', '=', 'case_file.id').select('photo.id')),
    )
    .select('id')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Closed cases that still have what a purge takes: its job was lost, or never came to its end. */
export async function listUnpurgedCases(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('case_file')
    .where('state', 'in', ['resolved', 'withdrawn'])
    .where((where) =>
      where.or([
        where('key_id', 'is not', null),
        where.exists(
          where
            .selectFrom('purge_certificate')
            .whereRef('purge_certificate.case_id', '=', 'case_file.id')
            .where('hash', 'is', null)
            .select('purge_certificate.id'),
        ),
      ]),
    )
    .select('id')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Sightings whose time is over, in which nobody was found; and old spam. */
export async function listOldSightings(db: Database, now: Date, spamBefore: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from sighting
    where (keep_until < ${now} or (state = 'spam' and created_at < ${spamBefore})) and not exists (
      select from match join candidate on candidate.id = match.candidate_id join face on face.id = candidate.face_id
        join photo on photo.id = face.photo_id
        where photo.sighting_id = sighting.id and match.status <> 'refuted')
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Sightings in which the child of a case was found that was closed long ago, and that still show anybody. */
export async function listOldMatchedSightings(db: Database, closedBefore: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select photo.sighting_id as id
    from match join candidate on candidate.id = match.candidate_id join face on face.id = candidate.face_id
      join photo on photo.id = face.photo_id join case_file on case_file.id = match.case_id
    where match.status <> 'refuted' and photo.sighting_id is not null
    group by photo.sighting_id
    having bool_and(case_file.state in ('resolved', 'withdrawn') and case_file.closed_at < ${closedBefore})
      and exists (select from photo shown where shown.sighting_id = photo.sighting_id and shown.original_id is not null)
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

/** Searches by staff that still keep the photo or the list they showed. */
export async function listOldSearches(db: Database, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from search_run where reason = 'ad-hoc' and created_at < ${before}
      and (results is not null or exists (select from photo where photo.search_id = search_run.id))
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}
