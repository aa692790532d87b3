import type { Database } from './database.ts';

/** What an alert about a candidate tells, and who may know. */
export async function findCandidateStory(db: Database, candidateId: string) {
  return db
    .selectFrom('candidate')
    .innerJoin('case_file', 'case_file.id', 'candidate.case_id')
    .innerJoin('agency', 'agency.id', 'case_file.agency_id')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .leftJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .select(['candidate.id', 'candidate.strength', 'candidate.one_in as oneIn', 'candidate.basis'])
    .select(['candidate.is_alert as isAlert', 'candidate.is_current as isCurrent', 'candidate.case_id as caseId'])
    .select(['sighting.number as sightingNumber', 'sighting.place', 'sighting.seen_at as seenAt'])
    .select(['sighting.latitude', 'sighting.longitude'])
    .select(CHILD)
    .where('candidate.id', '=', candidateId)
    .executeTakeFirst();
}

/** What an alert about a match tells, and who may know. */
export async function findMatchStory(db: Database, matchId: string) {
  return db
    .selectFrom('match')
    .innerJoin('case_file', 'case_file.id', 'match.case_id')
    .innerJoin('agency', 'agency.id', 'case_file.agency_id')
    .select(['match.id', 'match.fact', 'match.status', 'match.released_at as releasedAt', 'match.case_id as caseId'])
    .select(['case_file.guardian_id as guardianId'])
    .select(CHILD)
    .where('match.id', '=', matchId)
    .executeTakeFirst();
}

const CHILD = [
  'case_file.number',
  'case_file.state',
  'case_file.agency_id as agencyId',
  'case_file.is_protected as isProtected',
  'case_file.child_name as childName',
  'case_file.other_names as otherNames',
  'case_file.sex',
  'case_file.birth_date as birthDate',
  'case_file.age_years as ageYears',
  'case_file.marks',
  'case_file.last_place as lastPlace',
  'case_file.last_seen_at as lastSeenAt',
  'case_file.created_at as recordedAt',
  'case_file.police_reference as policeReference',
  'agency.name as agencyName',
  'agency.phone as agencyPhone',
] as const;

/** Officers and leads of an agency who can be told by e-mail; of a protected case the leads alone. */
export async function listOfficers(db: Database, agencyId: string, { isProtected }: { isProtected: boolean }) {
  return db
    .selectFrom('account')
    .leftJoin('alert_preference', (join) =>
      join.onRef('alert_preference.account_id', '=', 'account.id').on('alert_preference.channel', '=', 'email'),
    )
    .select(['account.id', 'account.email', 'account.locale', 'account.role', 'alert_preference.mode'])
    .where('agency_id', '=', agencyId)
    .where('disabled_at', 'is', null)
    .where('email_verified', '=', true)
    .where('role', 'in', isProtected ? ['lead'] : ['officer', 'lead'])
    .orderBy('account.id')
    .execute();
}

/** Who gets a message, as the letter needs it. */
export async function findRecipient(db: Database, accountId: string) {
  return db
    .selectFrom('account')
    .leftJoin('agency', 'agency.id', 'account.agency_id')
    .select(['account.id', 'account.name', 'account.email', 'account.locale', 'account.time_zone as timeZone'])
    .select(['account.role', 'account.agency_id as agencyId', 'account.disabled_at as disabledAt'])
    .select(['agency.name as agencyName'])
    .where('account.id', '=', accountId)
    .executeTakeFirst();
}
