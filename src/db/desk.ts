import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Whose work it is. */
export interface DeskScope {
  readonly agencyId: string;
  readonly withProtected: boolean;
}

/** Something that waits: how much, since when, and the first few of its cases. */
export interface Waiting {
  readonly count: number;
  readonly oldest: Date | null;
}

export interface WaitingCases extends Waiting {
  readonly cases: readonly { readonly id: string; readonly number: string }[];
}

/** Candidates above the alert threshold on which nobody has decided, one for each face. */
export async function countAlerts(db: Database, scope: DeskScope): Promise<Waiting> {
  return ownCases(db, scope)
    .innerJoin('candidate', 'candidate.case_id', 'case_file.id')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .leftJoin('decision', 'decision.candidate_id', 'candidate.id')
    .where('case_file.state', '=', 'open')
    .where('candidate.is_current', '=', true)
    .where('candidate.is_alert', '=', true)
    .where('decision.candidate_id', 'is', null)
    .where('sighting.state', '<>', 'spam')
    .select(({ fn }) => [
      fn.count<number>('candidate.face_id').distinct().as('count'),
      fn.min('candidate.created_at').as('oldest'),
    ])
    .executeTakeFirstOrThrow();
}

/** Candidates that two reviewers agreed on and that no fact beside the face was written down for. */
export async function countAgreed(db: Database, scope: DeskScope): Promise<Waiting> {
  return ownCases(db, scope)
    .innerJoin('candidate', 'candidate.case_id', 'case_file.id')
    .innerJoin('decision', 'decision.candidate_id', 'candidate.id')
    .leftJoin('match', 'match.candidate_id', 'candidate.id')
    .where('case_file.state', '=', 'open')
    .where('decision.outcome', '=', 'same')
    .where('match.id', 'is', null)
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('decision.created_at').as('oldest')])
    .executeTakeFirstOrThrow();
}

/** Cases that are not closed and that nobody has taken over. */
export async function listUnassigned(db: Database, scope: DeskScope, limit: number): Promise<WaitingCases> {
  const rows = await ownCases(db, scope)
    .where('officer_id', 'is', null)
    .where('state', 'in', ['draft', 'open'])
    .select(['id', 'number', 'created_at as since', COUNT.as('count')])
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return waitingOf(rows);
}

/** Cases whose guardian has written last. */
export async function listUnanswered(db: Database, scope: DeskScope, limit: number): Promise<WaitingCases> {
  const rows = await ownCases(db, scope)
    .where('state', 'in', ['draft', 'open'])
    .innerJoinLateral(
      (lateral) =>
        lateral
          .selectFrom('case_note')
          .leftJoin('account', 'account.id', 'case_note.author_id')
          .whereRef('case_note.case_id', '=', 'case_file.id')
          .where('case_note.visibility', '=', 'guardian')
          .select(['account.role', 'case_note.created_at as since'])
          .orderBy('case_note.created_at', 'desc')
          .orderBy('case_note.id', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .where('last.role', '=', 'guardian')
    .select(['case_file.id', 'case_file.number', 'last.since', COUNT.as('count')])
    .orderBy('last.since')
    .orderBy('case_file.id')
    .limit(limit)
    .execute();
  return waitingOf(rows);
}

/** Messages of the agency that could not be delivered. */
export async function countUndelivered(
  db: Database,
  { agencyId, withProtected }: DeskScope,
  viewerId: string | null,
): Promise<Waiting> {
  return db
    .selectFrom('message')
    .leftJoin('case_file', 'case_file.id', 'message.case_id')
    .where('message.agency_id', '=', agencyId)
    .where('message.state', 'in', ['failed', 'bounced'])
    .$if(!withProtected, (query) =>
      query.where((row) =>
        row.or([
          row('case_file.is_protected', '=', false),
          row.and([row('message.case_id', 'is', null), row('message.recipient_id', '=', viewerId)]),
        ]),
      ),
    )
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('message.created_at').as('oldest')])
    .executeTakeFirstOrThrow();
}

/** Children who were found: of whom a welfare check has confirmed that they are the child. */
export async function countReunited(db: Database, scope: DeskScope | null, since: Date | null): Promise<number> {
  const { count } = await db
    .selectFrom('match')
    .innerJoin('case_file', 'case_file.id', 'match.case_id')
    .where('match.status', '=', 'confirmed')
    .$if(scope !== null, (query) => query.where('case_file.agency_id', '=', scope?.agencyId ?? ''))
    .$if(!scope?.withProtected, (query) => query.where('case_file.is_protected', '=', false))
    .$if(since !== null, (query) => query.where('match.created_at', '>=', since ?? new Date()))
    .select(({ fn }) => fn.count<number>('match.case_id').distinct().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

const ownCases = (db: Database, { agencyId, withProtected }: DeskScope) =>
  db
    .selectFrom('case_file')
    .where('case_file.agency_id', '=', agencyId)
    .$if(!withProtected, (query) => query.where('case_file.is_protected', '=', false));

/** Of all rows, not only of those within the limit. */
const COUNT = sql<number>`count(*) over ()`;

function waitingOf(rows: readonly { id: string; number: string; since: Date; count: number }[]): WaitingCases {
  const cases = rows.map(({ id, number }) => ({ id, number }));
  return { count: rows[0]?.count ?? 0, oldest: rows[0]?.since ?? null, cases };
}
