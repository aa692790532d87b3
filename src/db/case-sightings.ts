import type { Database } from './database.ts';

/** Sightings that people connected with a case, latest first. */
export function listSightingsOfCase(db: Database, caseId: string) {
  return db
    .selectFrom('sighting_case_link as link')
    .innerJoin('sighting', 'sighting.id', 'link.sighting_id')
    .leftJoin('account', 'account.id', 'link.linked_by')
    .where('link.case_id', '=', caseId)
    .select(['sighting.id', 'sighting.number', 'sighting.place', 'sighting.latitude', 'sighting.longitude'])
    .select(['sighting.seen_at as seenAt', 'link.reason', 'link.created_at as linkedAt', 'account.name as linkedBy'])
    .select((row) =>
      row
        .exists(
          row
            .selectFrom('match')
            .innerJoin('candidate', 'candidate.id', 'match.candidate_id')
            .innerJoin('face', 'face.id', 'candidate.face_id')
            .innerJoin('photo', 'photo.id', 'face.photo_id')
            .whereRef('photo.sighting_id', '=', 'sighting.id')
            .where('match.case_id', '=', caseId)
            .where('match.status', '=', 'confirmed')
            .select('match.id'),
        )
        .$castTo<boolean>()
        .as('isConfirmed'),
    )
    .orderBy('sighting.seen_at', 'desc')
    .orderBy('sighting.id')
    .execute();
}

export function findSightingByNumber(db: Database, number: string) {
  return db.selectFrom('sighting').where('number', '=', number).select('id').executeTakeFirst();
}
