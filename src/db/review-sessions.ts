import type { Database } from './database.ts';
import type { Reviewer } from './review-queue.ts';

export type ReviewSession = NonNullable<Awaited<ReturnType<typeof findReviewSession>>>;
export type ReviewPair = Awaited<ReturnType<typeof listReviewPairs>>[number];

/** What is to be compared: the machine's candidate or a control. */
export type PairContent =
  | { readonly candidateId: string; readonly controlId: null }
  | { readonly candidateId: null; readonly controlId: string };

export function findReviewSession(db: Database, { accountId, agencyId }: Reviewer, id: string) {
  return selectSessions(db)
    .where('reviewer_id', '=', accountId)
    .where('agency_id', '=', agencyId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The session that a reviewer has not come to the end of; there is one at most. */
export function findUnfinishedSession(db: Database, { accountId, agencyId }: Reviewer) {
  return selectSessions(db)
    .where('reviewer_id', '=', accountId)
    .where('agency_id', '=', agencyId)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
}

const selectSessions = (db: Database) =>
  db
    .selectFrom('review_session')
    .select(['id', 'face_id as faceId', 'agency_id as agencyId', 'reviewer_id as reviewerId'])
    .select(['lease_until as leaseUntil', 'finished_at as finishedAt']);

export async function insertReviewSession(
  db: Database,
  { accountId, agencyId }: Reviewer,
  { faceId, leaseUntil, pairs }: { faceId: string; leaseUntil: Date; pairs: readonly PairContent[] },
): Promise<string> {
  const { id } = await db
    .insertInto('review_session')
    .values({ face_id: faceId, agency_id: agencyId, reviewer_id: accountId, lease_until: leaseUntil })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('review_pair')
    .values(
      pairs.map(({ candidateId, controlId }) => ({
        session_id: id,
        candidate_id: candidateId,
        control_id: controlId,
      })),
    )
    .execute();
  return id;
}

export async function updateLease(db: Database, id: string, leaseUntil: Date): Promise<void> {
  await db.updateTable('review_session').set({ lease_until: leaseUntil }).where('id', '=', id).execute();
}

/** End a session; with it the lease. */
export async function finishReviewSession(db: Database, id: string, at: Date): Promise<void> {
  await db.updateTable('review_session').set({ finished_at: at, lease_until: at }).where('id', '=', id).execute();
}

/**
 * What a session compares, with its reviewer's own judgements, in the order of their ids. These are random, so the order
 * stays the same and tells nothing.
 */
export async function listReviewPairs(db: Database, sessionId: string) {
  return selectPairs(db).where('review_pair.session_id', '=', sessionId).orderBy('review_pair.id').execute();
}

export function findReviewPair(db: Database, { accountId, agencyId }: Reviewer, id: string) {
  return selectPairs(db)
    .where('review_pair.id', '=', id)
    .where('review_session.reviewer_id', '=', accountId)
    .where('review_session.agency_id', '=', agencyId)
    .executeTakeFirst();
}

const selectPairs = (db: Database) =>
  db
    .selectFrom('review_pair')
    .innerJoin('review_session', 'review_session.id', 'review_pair.session_id')
    .leftJoin('candidate', 'candidate.id', 'review_pair.candidate_id')
    .leftJoin('review_control', 'review_control.id', 'review_pair.control_id')
    .innerJoin('case_file', (join) =>
      join.on(({ eb, fn, ref }) =>
        eb('case_file.id', '=', fn.coalesce(ref('candidate.case_id'), ref('review_control.case_id'))),
      ),
    )
    .leftJoin('review', (join) =>
      join
        .onRef('review.reviewer_id', '=', 'review_session.reviewer_id')
        .on(({ eb, or, ref }) =>
          or([
            eb('review.candidate_id', '=', ref('review_pair.candidate_id')),
            eb('review.control_id', '=', ref('review_pair.control_id')),
          ]),
        ),
    )
    .select(['review_pair.id', 'review_pair.session_id as sessionId', 'review_session.face_id as faceId'])
    .select(['review_session.finished_at as finishedAt', 'review_session.lease_until as leaseUntil'])
    .select(['review_pair.candidate_id as candidateId', 'review_pair.control_id as controlId'])
    .select(['case_file.id as caseId', 'case_file.agency_id as agencyId', 'case_file.state as caseState'])
    .select(['case_file.is_protected as isProtected'])
    .select(['review.id as reviewId', 'review.round', 'review.conclusion']);
