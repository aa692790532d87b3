import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Reviewer } from './review-queue.ts';

/** That the two children of a control may differ in age, three years: more would show at once. */
const MOST_DAYS_APART = 3 * 365;

/** A control that a reviewer may be shown. */
export interface Control {
  readonly id: string;
  readonly faceId: string;
}

/**
 * Controls of one probe that this person has not judged; empty when there are none.
 *
 * Whoever works on one of the two cases would know the child, and is given another.
 */
export async function listControlsFor(
  db: Database,
  { accountId, agencyId }: Reviewer,
  most: number,
): Promise<Control[]> {
  const first = await selectUnseen(db, agencyId, accountId).orderBy(sql`random()`).executeTakeFirst();
  if (!first) return [];
  return selectUnseen(db, agencyId, accountId)
    .where('review_control.face_id', '=', first.faceId)
    .orderBy('review_control.id')
    .limit(most)
    .execute();
}

/** Of these controls, those that may still be shown: both cases are open, neither is protected. */
export async function listOpenControls(db: Database, ids: readonly string[], reviewerId: string): Promise<Control[]> {
  if (ids.length === 0) return [];
  return selectValid(db)
    .where('review_control.id', 'in', ids)
    .where(isUnjudged(reviewerId))
    .select(['review_control.id', 'review_control.face_id as faceId'])
    .execute();
}

/** How many controls the reviewer of an agency has left who has the fewest; null when nobody reviews there. */
export async function countFewestControls(db: Database, agencyId: string): Promise<number | null> {
  const reviewers = await db
    .selectFrom('account')
    .select('id')
    .where('agency_id', '=', agencyId)
    .where('role', 'in', ['officer', 'lead'])
    .where('disabled_at', 'is', null)
    .execute();
  const counts: number[] = [];
  for (const { id } of reviewers) counts.push((await selectUnseen(db, agencyId, id).execute()).length);
  return counts.length > 0 ? Math.min(...counts) : null;
}

/**
 * Make controls: a photo of one case against another case of the same agency, of like sex and age.
 *
 * Two cases that may be one child (proposed duplicates, like names) or look alike for a reason (siblings) never meet,
 * nor does a protected one.
 *
 * @returns how many were made
 */
export async function insertControls(db: Database, agencyId: string, most: number): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into review_control (face_id, case_id, agency_id)
    select face.id, other.id, ${agencyId}::uuid
    from case_file own
    join photo on photo.case_id = own.id and photo.purpose = 'reference'
    join face on face.photo_id = photo.id and face.is_chosen and face.crop_id is not null
    join case_file other on other.agency_id = own.agency_id and other.id <> own.id
      and other.state = 'open' and other.legal_basis is not null and not other.is_protected
      and own.sex is not distinct from other.sex
      and abs(own.born_about - other.born_about) <= ${MOST_DAYS_APART}::integer
      and not own.name_keys && other.name_keys
    where own.agency_id = ${agencyId} and own.state = 'open' and own.legal_basis is not null and not own.is_protected
      and exists (
        select from photo p join face f on f.photo_id = p.id and f.is_chosen and f.crop_id is not null
        where p.case_id = other.id and p.purpose = 'reference')
      and not exists (
        select from case_relation r
        where r.case_id = least(own.id, other.id) and r.other_case_id = greatest(own.id, other.id))
      and not exists (
        select from duplicate_proposal d
        where d.case_id = least(own.id, other.id) and d.other_case_id = greatest(own.id, other.id)
          and d.decision is distinct from 'different')
    order by exists (select from review_control c where c.face_id = face.id and c.case_id = other.id), random()
    limit ${most}
    on conflict (face_id, case_id) do nothing`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Agencies that have reviews to do. */
export async function listReviewingAgencies(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('agency').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

const selectUnseen = (db: Database, agencyId: string, reviewerId: string) =>
  selectValid(db)
    .where('review_control.agency_id', '=', agencyId)
    .where(isUnjudged(reviewerId))
    .where(knowsNeither(reviewerId))
    .select(['review_control.id', 'review_control.face_id as faceId']);

const isUnjudged = (reviewerId: string) => sql<boolean>`not exists (
  select from review where review.control_id = review_control.id and review.reviewer_id = ${reviewerId})`;

const knowsNeither = (reviewerId: string) => sql<boolean>`not exists (
  select from case_file known where known.id in (own.id, other.id)
    and ${reviewerId}::uuid in (known.officer_id, known.created_by))`;

const selectValid = (db: Database) =>
  db
    .selectFrom('review_control')
    .innerJoin('face', 'face.id', 'review_control.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('case_file as own', 'own.id', 'photo.case_id')
    .innerJoin('case_file as other', 'other.id', 'review_control.case_id')
    .where('face.crop_id', 'is not', null)
    .where(({ and, eb }) =>
      and([
        eb('own.state', '=', 'open'),
        eb('own.is_protected', '=', false),
        eb('other.state', '=', 'open'),
        eb('other.is_protected', '=', false),
      ]),
    );
