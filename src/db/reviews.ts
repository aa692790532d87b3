import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { JsonValue } from './schema.ts';

/** What a person wrote about a pair. */
export interface NewReview {
  readonly candidateId: string | null;
  readonly controlId: string | null;
  readonly faceId: string;
  readonly caseId: string;
  readonly reviewerId: string;
  readonly round: number;
  readonly checklist: JsonValue;
  readonly conclusion: number | null;
  readonly remark: string | null;
  readonly at: Date;
}

export async function insertReview(db: Database, review: NewReview): Promise<void> {
  await db
    .insertInto('review')
    .values({
      candidate_id: review.candidateId,
      control_id: review.controlId,
      face_id: review.faceId,
      case_id: review.caseId,
      reviewer_id: review.reviewerId,
      round: review.round,
      checklist: JSON.stringify(review.checklist),
      conclusion: review.conclusion,
      remark: review.remark,
      created_at: review.at,
    })
    .execute();
}

/** The judgements about a candidate, by round. */
export async function listReviews(db: Database, candidateId: string) {
  return db
    .selectFrom('review')
    .select(['id', 'round', 'reviewer_id as reviewerId', 'checklist', 'conclusion', 'remark'])
    .where('candidate_id', '=', candidateId)
    .orderBy('round')
    .execute();
}

export async function insertReviewRemark(db: Database, reviewId: string, text: string): Promise<void> {
  await db.insertInto('review_remark').values({ review_id: reviewId, text }).execute();
}

export async function listReviewRemarks(db: Database, reviewIds: readonly string[]) {
  if (reviewIds.length === 0) return [];
  return db
    .selectFrom('review_remark')
    .select(['review_id as reviewId', 'text', 'created_at as createdAt'])
    .where('review_id', 'in', reviewIds)
    .orderBy('id')
    .execute();
}

export function findProbeAnalysis(db: Database, faceId: string, reviewerId: string) {
  return db
    .selectFrom('probe_analysis')
    .select('analysis')
    .where('face_id', '=', faceId)
    .where('reviewer_id', '=', reviewerId)
    .executeTakeFirst();
}

/** @returns false when this person has analysed this face before; that analysis stays */
export async function insertProbeAnalysis(
  db: Database,
  { faceId, reviewerId, analysis }: { faceId: string; reviewerId: string; analysis: JsonValue },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('probe_analysis')
    .values({ face_id: faceId, reviewer_id: reviewerId, analysis: JSON.stringify(analysis) })
    .onConflict((conflict) => conflict.columns(['face_id', 'reviewer_id']).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) > 0;
}

export async function insertDecision(
  db: Database,
  candidateId: string,
  outcome: 'same' | 'different' | 'unsure',
): Promise<void> {
  await db.insertInto('decision').values({ candidate_id: candidateId, outcome }).execute();
}

export async function findDecision(db: Database, candidateId: string) {
  return db.selectFrom('decision').select('outcome').where('candidate_id', '=', candidateId).executeTakeFirst();
}

/** Cases that this face is known not to belong to: two people said so, or a match turned out to be wrong. */
export async function listRejectedCases(db: Database, faceId: string): Promise<string[]> {
  const rows = await selectRejected(db).where('candidate.face_id', '=', faceId).execute();
  return rows.map(({ caseId }) => caseId);
}

/** Whether people rejected this pair: it is never proposed again. */
export async function isRejectedPair(db: Database, faceId: string, caseId: string): Promise<boolean> {
  const row = await selectRejected(db)
    .where('candidate.face_id', '=', faceId)
    .where('candidate.case_id', '=', caseId)
    .executeTakeFirst();
  return row !== undefined;
}

const selectRejected = (db: Database) =>
  db
    .selectFrom('candidate')
    .leftJoin('decision', 'decision.candidate_id', 'candidate.id')
    .leftJoin('match', 'match.candidate_id', 'candidate.id')
    .where((is) => is.or([is('decision.outcome', '=', 'different'), is('match.status', '=', 'refuted')]))
    .select('candidate.case_id as caseId');

/** Of these candidates, those that may be shown with all facts to this person: judged by them, or decided. */
export async function listRevealedCandidates(
  db: Database,
  reviewerId: string,
  candidateIds: readonly string[],
): Promise<string[]> {
  if (candidateIds.length === 0) return [];
  const rows = await db
    .selectFrom('candidate')
    .leftJoin('decision', 'decision.candidate_id', 'candidate.id')
    .where('candidate.id', 'in', candidateIds)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('decision.candidate_id', 'is not', null),
        exists(
          selectFrom('review_pair')
            .innerJoin('review_session', 'review_session.id', 'review_pair.session_id')
            .innerJoin('review', 'review.candidate_id', 'review_pair.candidate_id')
            .whereRef('review_pair.candidate_id', '=', 'candidate.id')
            .where('review_session.reviewer_id', '=', reviewerId)
            .where('review.reviewer_id', '=', reviewerId)
            .where('review_session.finished_at', 'is not', null)
            .select('review.id'),
        ),
      ]),
    )
    .select('candidate.id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function insertReviewMeasures(
  db: Database,
  source: 'control' | 'consensus',
  measures: readonly { readonly reviewerId: string; readonly conclusion: number | null }[],
): Promise<void> {
  if (measures.length === 0) return;
  await db
    .insertInto('review_measure')
    .values(measures.map(({ reviewerId, conclusion }) => ({ reviewer_id: reviewerId, source, conclusion })))
    .execute();
}

export async function listReviewMeasures(db: Database, reviewerIds: readonly string[]) {
  if (reviewerIds.length === 0) return [];
  return db
    .selectFrom('review_measure')
    .select(['reviewer_id as reviewerId', 'source', 'conclusion'])
    .where('reviewer_id', 'in', reviewerIds)
    .orderBy('id')
    .execute();
}

/** Who reviews in an agency, for its lead. */
export async function listReviewers(db: Database, agencyId: string) {
  return db
    .selectFrom('account')
    .select(['id', 'name', 'role'])
    .where('agency_id', '=', agencyId)
    .where('role', 'in', ['officer', 'lead'])
    .orderBy('name')
    .orderBy('id')
    .execute();
}

/** Encrypted crops: of a probe, or of a case's photos in the order in which they came. */
export function listReferenceCrops(db: Database, caseId: string) {
  return selectCrops(db)
    .where('photo.case_id', '=', caseId)
    .where('photo.purpose', '=', 'reference')
    .where('face.is_chosen', '=', true)
    .orderBy('photo.created_at')
    .orderBy('photo.id')
    .execute();
}

export function findCrop(db: Database, faceId: string) {
  return selectCrops(db).where('face.id', '=', faceId).executeTakeFirst();
}

/** How many photos each of these cases shows in a review. */
export async function countReferenceCrops(db: Database, caseIds: readonly string[]): Promise<Map<string, number>> {
  if (caseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .where('photo.case_id', 'in', caseIds)
    .where('photo.purpose', '=', 'reference')
    .where('face.is_chosen', '=', true)
    .where('face.crop_id', 'is not', null)
    .groupBy('photo.case_id')
    .select([sql<string>`photo.case_id`.as('caseId'), ({ fn }) => fn.countAll<number>().as('count')])
    .execute();
  return new Map(rows.map(({ caseId, count }) => [caseId, count]));
}

const selectCrops = (db: Database) =>
  db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('blob', 'blob.id', 'face.crop_id')
    .select(['blob.id', 'blob.key_id as keyId', 'blob.media_type as mediaType']);
