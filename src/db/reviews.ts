import { sql } from 'kysely';
import type { Point } from '../core/geometry.ts';
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
  { candidateId, outcome, at }: { candidateId: string; outcome: 'same' | 'different' | 'unsure'; at: Date },
): Promise<void> {
  await db.insertInto('decision').values({ candidate_id: candidateId, outcome, created_at: at }).execute();
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

/** What a picture of a face is made of. */
export type FacePicture = NonNullable<Awaited<ReturnType<typeof findFacePicture>>>;

/** Undefined when the face has none. */
export function findFacePicture(db: Database, faceId: string) {
  return selectFacePictures(db).where('face.id', '=', faceId).executeTakeFirst();
}

/** Of a case's photos: the youngest face first as far as ages are known, then in the order in which they came. */
export function listReferencePictures(db: Database, caseId: string) {
  return selectFacePictures(db)
    .innerJoin('case_file', 'case_file.id', 'photo.case_id')
    .where('photo.case_id', '=', caseId)
    .where('photo.purpose', '=', 'reference')
    .where('face.is_chosen', '=', true)
    .orderBy(
      sql`coalesce(photo.age_years, left(photo.captured_on, 4)::numeric - extract(year from case_file.born_about))`,
      (order) => order.asc().nullsLast(),
    )
    .orderBy('photo.captured_on', (order) => order.asc().nullsLast())
    .orderBy('photo.created_at')
    .orderBy('photo.id')
    .execute();
}

const selectFacePictures = (db: Database) =>
  db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .where('face.crop_id', 'is not', null)
    .select(['face.crop_id as cropId', 'photo.display_id as displayId', 'photo.width as photoWidth'])
    .select(sql<readonly Point[]>`face.landmarks`.as('landmarks'))
    .$narrowType<{ cropId: string }>();

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
