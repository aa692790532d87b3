import { sql } from 'kysely';
import type { Reason } from '../match/plausibility/reasons.ts';
import type { PhotoEvidence } from '../match/types.ts';
import type { Database } from './database.ts';

/** A child whom a search proposes for a face, as it is kept. */
export interface NewCandidate {
  readonly caseId: string;
  readonly rank: number;
  readonly score: number;
  readonly oneIn: number;
  readonly strength: string;
  readonly basis: string;
  readonly photos: readonly PhotoEvidence[];
  readonly plausibility: readonly Reason[];
  /** Whether the score reaches the alert threshold; whether it is an alert also depends on the other faces of the photo. */
  readonly isAboveThreshold: boolean;
}

/** Write what a search of one face proposes; what it no longer proposes stays, not current. Decisions are elsewhere. */
export async function replaceCandidates(
  tx: Database,
  { faceId, searchId, at }: { faceId: string; searchId: string; at: Date },
  candidates: readonly NewCandidate[],
): Promise<void> {
  await tx
    .updateTable('candidate')
    .set({ is_current: false, is_alert: false, updated_at: at })
    .where('face_id', '=', faceId)
    .where('is_current', '=', true)
    .$if(candidates.length > 0, (query) =>
      query.where(
        'case_id',
        'not in',
        candidates.map(({ caseId }) => caseId),
      ),
    )
    .execute();
  for (const candidate of candidates) await upsertCandidate(tx, { faceId, searchId, at }, candidate);
}

async function upsertCandidate(
  tx: Database,
  { faceId, searchId, at }: { faceId: string; searchId: string; at: Date },
  candidate: NewCandidate,
): Promise<void> {
  const found = {
    search_id: searchId,
    rank: candidate.rank,
    score: candidate.score,
    one_in: candidate.oneIn,
    strength: candidate.strength,
    basis: candidate.basis,
    photos: JSON.stringify(candidate.photos),
    plausibility: JSON.stringify(candidate.plausibility),
    is_above_threshold: candidate.isAboveThreshold,
    is_current: true,
    updated_at: at,
  };
  await tx
    .insertInto('candidate')
    .values({ ...found, face_id: faceId, case_id: candidate.caseId, is_alert: false, created_at: at })
    .onConflict((conflict) => conflict.columns(['face_id', 'case_id']).doUpdateSet(found))
    .execute();
}

/** The current candidates of all faces of the photo that a face is in. */
export async function listCandidatesOfPhoto(tx: Database, faceId: string) {
  const rows = await tx
    .selectFrom('candidate')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .where('face.photo_id', '=', (face) => face.selectFrom('face').where('face.id', '=', faceId).select('photo_id'))
    .where('candidate.is_current', '=', true)
    .select(['candidate.id', 'candidate.face_id as faceId', 'candidate.case_id as caseId', 'candidate.score'])
    .select(['is_above_threshold as isAboveThreshold', 'is_alert as isAlert', 'plausibility'])
    .orderBy('candidate.score', 'desc')
    .orderBy('candidate.id')
    .execute();
  return rows.map((row) => ({ ...row, plausibility: asReasons(row.plausibility) }));
}

export async function updateCandidate(
  tx: Database,
  id: string,
  { isAlert, plausibility }: { isAlert: boolean; plausibility: readonly Reason[] },
): Promise<void> {
  await tx
    .updateTable('candidate')
    .set({ is_alert: isAlert, plausibility: JSON.stringify(plausibility) })
    .where('id', '=', id)
    .execute();
}

/**
 * The cases that people found to be another child than this face, and how many reference photos were added since.
 */
export function listRejections(db: Database, faceId: string) {
  return db
    .selectFrom('candidate')
    .innerJoin('decision', 'decision.candidate_id', 'candidate.id')
    .leftJoin('match', 'match.candidate_id', 'candidate.id')
    .where('candidate.face_id', '=', faceId)
    .where((row) => row.or([row('decision.outcome', '=', 'different'), row('match.status', '=', 'refuted')]))
    .select(['candidate.case_id as caseId', 'decision.created_at as decidedAt'])
    .select((row) =>
      row
        .selectFrom('photo')
        .innerJoin('face', 'face.photo_id', 'photo.id')
        .whereRef('photo.case_id', '=', 'candidate.case_id')
        .whereRef('photo.created_at', '>', 'decision.created_at')
        .where('face.is_chosen', '=', true)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('newPhotos'),
    )
    .execute();
}

/** The cases among these that may be proposed now, kept so until the transaction ends. */
export async function keepOpenCases(tx: Database, caseIds: readonly string[]): Promise<Set<string>> {
  if (caseIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('case_file')
    .where('id', 'in', caseIds)
    .where('state', '=', 'open')
    .where('legal_basis', 'is not', null)
    .select('id')
    .orderBy('id')
    .forShare()
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** What is known of the children of cases, beside their faces. */
export function listSoughtChildren(db: Database, caseIds: readonly string[]) {
  return db
    .selectFrom('case_file')
    .where('id', '=', (row) => row.fn.any(row.val([...caseIds])))
    .select(['id as caseId', 'number', 'agency_id as agencyId', 'is_protected as isProtected', 'sex'])
    .select(['birth_date as birthDate', 'age_years as ageYears', 'last_seen_at as lastSeenAt'])
    .select(['last_place as lastPlace', 'last_latitude as lastLatitude', 'last_longitude as lastLongitude'])
    .select(['marks', 'clothing'])
    .$narrowType<{ sex: 'female' | 'male' | 'other' | null }>()
    .execute();
}

/** Sightings that people confirmed to be these children, other than one. */
export function listConfirmedSightings(
  db: Database,
  caseIds: readonly string[],
  { exceptSightingId }: { readonly exceptSightingId: string },
) {
  return db
    .selectFrom('candidate')
    .innerJoin('decision', 'decision.candidate_id', 'candidate.id')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .leftJoin('match', 'match.candidate_id', 'candidate.id')
    .where('candidate.case_id', '=', (row) => row.fn.any(row.val([...caseIds])))
    .where('decision.outcome', '=', 'same')
    .where((row) => row.or([row('match.status', 'is', null), row('match.status', '<>', 'refuted')]))
    .where('sighting.id', '<>', exceptSightingId)
    .where('sighting.latitude', 'is not', null)
    .where('sighting.longitude', 'is not', null)
    .select(['candidate.case_id as caseId', 'sighting.seen_at as seenAt', 'sighting.latitude', 'sighting.longitude'])
    .select('sighting.accuracy_metres as accuracyMetres')
    .$narrowType<{ latitude: number; longitude: number }>()
    .execute();
}

/** Siblings and twins among cases. */
export function listRelationsAmong(db: Database, caseIds: readonly string[]) {
  return db
    .selectFrom('case_relation')
    .where('case_id', '=', (row) => row.fn.any(row.val([...caseIds])))
    .where('other_case_id', '=', (row) => row.fn.any(row.val([...caseIds])))
    .select(['case_id as caseId', 'other_case_id as otherCaseId', 'kind'])
    .$narrowType<{ kind: 'sibling' | 'twin' }>()
    .execute();
}

/** Which candidates a list shows, to whom. */
export interface CandidateFilter {
  readonly caseId?: string;
  readonly sightingId?: string;
  /** Of cases of this agency only; null: of all. */
  readonly agencyId: string | null;
  readonly withProtected: boolean;
  /** Whose own reviews are told of. */
  readonly viewerId: string | null;
}

export interface CandidatePage {
  /** `seen`: by the time of the sighting and then by id, which is random: what the machine thinks does not show. */
  readonly order: 'best' | 'seen';
  /** Id of the last candidate of the page before. */
  readonly after: string | null;
  readonly limit: number;
  readonly now: Date;
}

/** Current candidates from a place in the list on; none after one that is not in the list. */
export async function listCandidates(db: Database, filter: CandidateFilter, page: CandidatePage) {
  const key = sql.ref(page.order === 'best' ? 'candidate.score' : 'sighting.seen_at');
  const place = selectShown(db, filter)
    .where('candidate.id', '=', page.after)
    .select([sql`${key}`.as('key'), 'candidate.id']);
  const rows = await selectShown(db, filter)
    .leftJoin('decision', 'decision.candidate_id', 'candidate.id')
    .$if(page.after !== null, (query) => query.where(sql<boolean>`(${key}, candidate.id) < (${place})`))
    .select([
      'candidate.id',
      'candidate.case_id as caseId',
      'case_file.number as caseNumber',
      'candidate.face_id as faceId',
    ])
    .select(['sighting.id as sightingId', 'sighting.number as sightingNumber', 'sighting.seen_at as seenAt'])
    .select(['candidate.score', 'candidate.one_in as oneIn', 'candidate.strength', 'candidate.basis'])
    .select(['candidate.plausibility', 'candidate.photos', 'candidate.is_alert as isAlert'])
    .select(['candidate.updated_at as updatedAt', 'decision.outcome'])
    .$narrowType<{ outcome: 'same' | 'different' | 'unsure' | null }>()
    .select([isFinishedBy(filter.viewerId), isHeldBy(filter.viewerId, page.now)])
    .orderBy(key, 'desc')
    .orderBy('candidate.id', 'desc')
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({
    ...row,
    plausibility: asReasons(row.plausibility),
    photos: row.photos as unknown as readonly PhotoEvidence[],
  }));
}

function selectShown(db: Database, { caseId, sightingId, agencyId, withProtected }: CandidateFilter) {
  return db
    .selectFrom('candidate')
    .innerJoin('case_file', 'case_file.id', 'candidate.case_id')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .where('candidate.is_current', '=', true)
    .$if(caseId !== undefined, (query) => query.where('candidate.case_id', '=', caseId ?? ''))
    .$if(sightingId !== undefined, (query) => query.where('sighting.id', '=', sightingId ?? ''))
    .$if(agencyId !== null, (query) => query.where('case_file.agency_id', '=', agencyId ?? ''))
    .$if(!withProtected, (query) => query.where('case_file.is_protected', '=', false));
}

/** Whether this person has judged the candidate, and all else of the same probe. */
const isFinishedBy = (viewerId: string | null) =>
  sql<boolean>`exists (
    select from review_pair
      join review_session on review_session.id = review_pair.session_id
      join review on review.candidate_id = review_pair.candidate_id
        and review.reviewer_id = review_session.reviewer_id
      where review_pair.candidate_id = candidate.id and review_session.reviewer_id = ${viewerId}
        and review_session.finished_at is not null)`.as('isFinishedByViewer');

/** Whether this person is at work on the same probe. */
const isHeldBy = (viewerId: string | null, now: Date) =>
  sql<boolean>`exists (
    select from review_session where review_session.face_id = candidate.face_id
      and reviewer_id = ${viewerId} and finished_at is null and lease_until > ${now})`.as('isHeldByViewer');

/** This file is the only one that writes the column. */
function asReasons(column: unknown): readonly Reason[] {
  return column as readonly Reason[];
}

/** Those of the cases that may be shown, with whom to call. */
export function listShownCases(
  db: Database,
  caseIds: readonly string[],
  protectedOf: 'all' | 'none' | { readonly agencyId: string },
) {
  return db
    .selectFrom('case_file')
    .innerJoin('agency', 'agency.id', 'case_file.agency_id')
    .where('case_file.id', '=', (row) => row.fn.any(row.val([...caseIds])))
    .where('case_file.state', '=', 'open')
    .$if(protectedOf !== 'all', (query) =>
      query.where((row) =>
        row.or([
          row('case_file.is_protected', '=', false),
          ...(typeof protectedOf === 'object' ? [row('case_file.agency_id', '=', protectedOf.agencyId)] : []),
        ]),
      ),
    )
    .select(['case_file.id as caseId', 'case_file.number as caseNumber', 'agency.id as agencyId'])
    .select(['agency.name as agencyName', 'agency.phone', 'agency.email'])
    .execute();
}
