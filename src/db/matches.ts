import type { Database } from './database.ts';

export type MatchRow = NonNullable<Awaited<ReturnType<typeof findMatch>>>;
export type MatchStatus = 'verified' | 'agency-contacted' | 'welfare-check' | 'confirmed' | 'refuted';
export type FactKind = 'mark' | 'clothing' | 'companion' | 'place-and-time' | 'relative' | 'document' | 'dna' | 'other';

export function findMatch(db: Database, id: string) {
  return selectMatches(db).where('match.id', '=', id).executeTakeFirst();
}

/** A match that stays as it is until the transaction ends. */
export function lockMatch(tx: Database, id: string) {
  return selectMatches(tx).where('match.id', '=', id).forUpdate('match').executeTakeFirst();
}

/** Matches of an agency, newest first. */
export async function listMatches(
  db: Database,
  { agencyId, withProtected }: { agencyId: string; withProtected: boolean },
  { before, limit, status }: { before: { at: Date; id: string } | null; limit: number; status?: MatchStatus },
) {
  return selectMatches(db)
    .where('case_file.agency_id', '=', agencyId)
    .$if(status !== undefined, (query) => query.where('match.status', '=', status ?? ''))
    .$if(!withProtected, (query) => query.where('case_file.is_protected', '=', false))
    .$if(before !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('match.created_at', 'match.id'), '<', tuple(before?.at ?? new Date(0), before?.id ?? '')),
      ),
    )
    .orderBy('match.created_at', 'desc')
    .orderBy('match.id', 'desc')
    .limit(limit)
    .execute();
}

const selectMatches = (db: Database) =>
  db
    .selectFrom('match')
    .innerJoin('case_file', 'case_file.id', 'match.case_id')
    .select(['match.id', 'match.candidate_id as candidateId', 'match.case_id as caseId', 'match.fact'])
    .select(['match.fact_kind as factKind', 'match.status', 'match.created_at as createdAt'])
    .select(['match.released_at as releasedAt', 'case_file.number as caseNumber'])
    .select(['case_file.child_name as childName', 'case_file.agency_id as agencyId', 'case_file.state as caseState'])
    .select(['case_file.is_protected as isProtected', 'case_file.guardian_id as guardianId'])
    .$narrowType<{ status: MatchStatus; factKind: FactKind }>();

/** Whose a candidate is, and what was decided about it. */
export function findCandidateSubject(db: Database, candidateId: string) {
  return db
    .selectFrom('candidate')
    .innerJoin('case_file', 'case_file.id', 'candidate.case_id')
    .leftJoin('decision', 'decision.candidate_id', 'candidate.id')
    .leftJoin('match', 'match.candidate_id', 'candidate.id')
    .where('candidate.id', '=', candidateId)
    .select(['candidate.id', 'candidate.case_id as caseId', 'case_file.agency_id as agencyId'])
    .select(['case_file.is_protected as isProtected', 'decision.outcome', 'match.id as matchId'])
    .executeTakeFirst();
}

/** @returns the id; null when the candidate has become a match meanwhile */
export async function insertMatch(
  tx: Database,
  match: {
    readonly candidateId: string;
    readonly caseId: string;
    readonly factKind: FactKind;
    readonly fact: string;
    readonly recordedBy: string;
    readonly at: Date;
  },
): Promise<string | null> {
  const row = await tx
    .insertInto('match')
    .values({
      candidate_id: match.candidateId,
      case_id: match.caseId,
      fact_kind: match.factKind,
      fact: match.fact,
      recorded_by: match.recordedBy,
      created_at: match.at,
    })
    .onConflict((conflict) => conflict.column('candidate_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function updateMatchStatus(tx: Database, id: string, status: MatchStatus): Promise<void> {
  await tx.updateTable('match').set({ status }).where('id', '=', id).execute();
}

export async function updateMatchReleased(
  tx: Database,
  id: string,
  { releasedBy, at }: { releasedBy: string; at: Date },
): Promise<void> {
  await tx.updateTable('match').set({ released_by: releasedBy, released_at: at }).where('id', '=', id).execute();
}

export async function insertMatchStep(
  tx: Database,
  step: {
    readonly matchId: string;
    readonly status: MatchStatus;
    readonly remark: string | null;
    readonly recordedBy: string;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('match_step')
    .values({
      match_id: step.matchId,
      status: step.status,
      remark: step.remark,
      recorded_by: step.recordedBy,
      created_at: step.at,
    })
    .execute();
}

/** The way of a match, first step first. */
export function listMatchSteps(db: Database, matchId: string) {
  return db
    .selectFrom('match_step')
    .innerJoin('account', 'account.id', 'match_step.recorded_by')
    .where('match_step.match_id', '=', matchId)
    .select(['match_step.status', 'match_step.remark', 'match_step.created_at as at', 'account.name as recordedBy'])
    .orderBy('match_step.id')
    .$narrowType<{ status: MatchStatus }>()
    .execute();
}

/** When matches of a case were released to its guardian, newest first; those that were refuted since are left out. */
export async function listReleasedMatches(db: Database, caseId: string): Promise<Date[]> {
  const rows = await db
    .selectFrom('match')
    .select('released_at as releasedAt')
    .where('case_id', '=', caseId)
    .where('status', '<>', 'refuted')
    .where('released_at', 'is not', null)
    .orderBy('released_at', 'desc')
    .execute();
  return rows.flatMap(({ releasedAt }) => releasedAt ?? []);
}
