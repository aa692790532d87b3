import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Whose queue it is. */
export interface Reviewer {
  readonly accountId: string;
  readonly agencyId: string;
  /** Leads alone review protected cases. */
  readonly isLead: boolean;
}

/** A candidate that a reviewer has not judged and nobody has decided. */
export type OpenCandidate = Awaited<ReturnType<typeof listOpenCandidates>>[number];

/** Candidates read at once; more than that wait for others to be decided. */
const MOST_OPEN = 2000;

/**
 * What this person might still judge, strongest first: candidates of the agency's open cases, undecided, not judged by
 * this person. Protected cases are there for leads alone.
 *
 * Once a face is agreed to be one child, its other candidates in that agency rest; a protected one silences nothing,
 * because the silence would show.
 *
 * @param ids only these; absent: all
 */
export async function listOpenCandidates(db: Database, reviewer: Reviewer, now: Date, ids?: readonly string[]) {
  if (ids?.length === 0) return [];
  return selectOpen(db, reviewer)
    .$if(ids !== undefined, (query) => query.where('candidate.id', 'in', ids ?? []))
    .select(['candidate.id', 'candidate.face_id as faceId', 'candidate.case_id as caseId'])
    .select(['candidate.strength', 'candidate.is_alert as isAlert', 'sighting.seen_at as seenAt'])
    .select(['case_file.born_about as bornAbout', 'case_file.is_protected as isProtected'])
    .select('candidate.created_at as proposedAt')
    .select(sql<boolean>`case_file.medical_needs is not null`.as('hasMedicalNeeds'))
    .select(({ selectFrom }) => [
      selectFrom('review')
        .whereRef('review.candidate_id', '=', 'candidate.id')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('reviews'),
      selectFrom('review_pair')
        .innerJoin('review_session', 'review_session.id', 'review_pair.session_id')
        .leftJoin('review as given', (join) =>
          join
            .onRef('given.candidate_id', '=', 'review_pair.candidate_id')
            .onRef('given.reviewer_id', '=', 'review_session.reviewer_id'),
        )
        .whereRef('review_pair.candidate_id', '=', 'candidate.id')
        .where('review_session.reviewer_id', '<>', reviewer.accountId)
        .where('review_session.finished_at', 'is', null)
        .where('review_session.lease_until', '>', now)
        .where('given.id', 'is', null)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('held'),
    ])
    .orderBy('candidate.is_alert', 'desc')
    .orderBy('candidate.one_in', 'desc')
    .orderBy('candidate.id')
    .limit(MOST_OPEN)
    .execute();
}

const selectOpen = (db: Database, { accountId, agencyId, isLead }: Reviewer) =>
  db
    .selectFrom('candidate')
    .innerJoin('case_file', 'case_file.id', 'candidate.case_id')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .where('candidate.is_current', '=', true)
    .where('case_file.agency_id', '=', agencyId)
    .where('case_file.state', '=', 'open')
    .where('sighting.state', '<>', 'spam')
    .where('face.crop_id', 'is not', null)
    .$if(!isLead, (query) => query.where('case_file.is_protected', '=', false))
    .where(IS_UNDECIDED)
    .where(isUnjudgedBy(accountId))
    .where(HAS_REFERENCE)
    .where(isNotSettledIn(agencyId));

const IS_UNDECIDED = sql<boolean>`not exists (select from decision where decision.candidate_id = candidate.id)`;

const isUnjudgedBy = (accountId: string) => sql<boolean>`not exists (
  select from review where review.candidate_id = candidate.id and review.reviewer_id = ${accountId})`;

const HAS_REFERENCE = sql<boolean>`exists (
  select from face reference join photo reference_photo on reference_photo.id = reference.photo_id
  where reference_photo.case_id = candidate.case_id and reference.is_chosen and reference.crop_id is not null)`;

const isNotSettledIn = (agencyId: string) => sql<boolean>`not exists (
  select from candidate agreed
  join decision on decision.candidate_id = agreed.id and decision.outcome = 'same'
  join case_file found on found.id = agreed.case_id and found.agency_id = ${agencyId} and not found.is_protected
  left join match on match.candidate_id = agreed.id
  where agreed.face_id = candidate.face_id and match.status is distinct from 'refuted')`;

/** How many of an agency may review, by role; people who cannot sign in do not count. */
export async function countReviewers(db: Database, agencyId: string): Promise<{ officers: number; leads: number }> {
  return db
    .selectFrom('account')
    .where('agency_id', '=', agencyId)
    .where('disabled_at', 'is', null)
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('role', '=', 'officer').as('officers'),
      fn.countAll<number>().filterWhere('role', '=', 'lead').as('leads'),
    ])
    .executeTakeFirstOrThrow();
}

/** Let one reviewer of an agency at a time take or judge: rounds are counted, not guessed. */
export async function lockReviews(tx: Database, agencyId: string): Promise<void> {
  await tx.selectFrom('agency').select('id').where('id', '=', agencyId).forNoKeyUpdate().execute();
}
