import { sql } from 'kysely';
import type { Database } from './database.ts';

/** The photos of a case and the faces in them: what is known of each, without the picture. */
export function exportPhotos(db: Database, caseId: string) {
  return db
    .selectFrom('photo')
    .where('case_id', '=', caseId)
    .select(['id', 'media_type as mediaType', 'bytes', 'width', 'height', 'captured_on as capturedOn'])
    .select(['captured_by as capturedBy', 'age_years as ageYears', 'exif', 'state', 'refusal', 'warnings'])
    .select([sql<string>`encode(sha256, 'hex')`.as('sha256'), 'created_at as createdAt'])
    .select(sql<boolean>`original_id is not null`.as('isOriginalKept'))
    .select((photo) =>
      photo
        .selectFrom('face')
        .leftJoin('face_template', 'face_template.face_id', 'face.id')
        .whereRef('face.photo_id', '=', 'photo.id')
        .select(
          sql<object[]>`coalesce(jsonb_agg(jsonb_build_object('box', face.box, 'quality', face.quality,
            'isChosen', face.is_chosen, 'template', face_template.model || ' ' || face_template.version)
            order by face.position), '[]')`.as('faces'),
        )
        .as('faces'),
    )
    .orderBy('created_at')
    .execute();
}

/** Every candidate that a search proposed for a case, without what the reporter said of themselves. */
export function exportCandidates(db: Database, caseId: string) {
  return db
    .selectFrom('candidate')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .leftJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .where('candidate.case_id', '=', caseId)
    .select(['candidate.id', 'candidate.rank', 'candidate.strength', 'candidate.one_in as oneIn'])
    .select(['candidate.plausibility', 'candidate.is_current as isCurrent', 'candidate.created_at as createdAt'])
    .select(['sighting.number as sighting', 'sighting.place', 'sighting.seen_at as seenAt'])
    .orderBy('candidate.created_at')
    .execute();
}

export function exportReviews(db: Database, caseId: string) {
  return db
    .selectFrom('review')
    .where('case_id', '=', caseId)
    .where('candidate_id', 'is not', null)
    .select(['candidate_id as candidateId', 'round', 'conclusion', 'remark', 'created_at as createdAt'])
    .orderBy('created_at')
    .execute();
}

export function exportMatches(db: Database, caseId: string) {
  return db
    .selectFrom('match')
    .where('case_id', '=', caseId)
    .select(['id', 'candidate_id as candidateId', 'fact_kind as factKind', 'fact', 'status'])
    .select(['created_at as createdAt', 'released_at as releasedAt'])
    .select((match) =>
      match
        .selectFrom('match_step')
        .whereRef('match_step.match_id', '=', 'match.id')
        .select(
          sql<object[]>`coalesce(jsonb_agg(jsonb_build_object('status', status, 'remark', remark,
            'at', created_at) order by id), '[]')`.as('steps'),
        )
        .as('steps'),
    )
    .orderBy('created_at')
    .execute();
}

/** Messages about a case: that there was one, not to which address. */
export function exportMessages(db: Database, caseId: string) {
  return db
    .selectFrom('message')
    .where('case_id', '=', caseId)
    .select(['channel', 'kind', 'state', 'created_at as createdAt', 'sent_at as sentAt'])
    .orderBy('created_at')
    .execute();
}

export function exportCertificates(db: Database, caseId: string) {
  return db
    .selectFrom('purge_certificate')
    .where('case_id', '=', caseId)
    .select(['id', 'contents', 'created_at as createdAt'])
    .orderBy('created_at')
    .execute();
}
