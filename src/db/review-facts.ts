import type { Database } from './database.ts';

export type CandidateFacts = Awaited<ReturnType<typeof listCandidateFacts>>[number];

/** All that was hidden while these candidates were judged. */
export async function listCandidateFacts(db: Database, candidateIds: readonly string[]) {
  if (candidateIds.length === 0) return [];
  return selectFacts(db).where('candidate.id', 'in', candidateIds).execute();
}

/** Candidates that reviewers agreed to be the child, and that no match was made of yet; oldest agreement first. */
export async function listAgreedCandidates(
  db: Database,
  { agencyId, withProtected }: { agencyId: string; withProtected: boolean },
  { after, limit }: { after: { at: Date; id: string } | null; limit: number },
) {
  return selectFacts(db)
    .leftJoin('match', 'match.candidate_id', 'candidate.id')
    .where('match.id', 'is', null)
    .where('decision.outcome', '=', 'same')
    .where('case_file.agency_id', '=', agencyId)
    .where('case_file.state', '=', 'open')
    .$if(!withProtected, (query) => query.where('case_file.is_protected', '=', false))
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('decision.created_at', 'candidate.id'), '>', tuple(after?.at ?? new Date(0), after?.id ?? '')),
      ),
    )
    .orderBy('decision.created_at')
    .orderBy('candidate.id')
    .limit(limit)
    .execute();
}

const selectFacts = (db: Database) =>
  db
    .selectFrom('candidate')
    .innerJoin('case_file', 'case_file.id', 'candidate.case_id')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .leftJoin('decision', 'decision.candidate_id', 'candidate.id')
    .select(['candidate.id', 'candidate.rank', 'candidate.score', 'candidate.one_in as oneIn', 'candidate.strength'])
    .select(['candidate.plausibility', 'decision.outcome', 'decision.created_at as decidedAt'])
    .select(['case_file.id as caseId', 'case_file.number as caseNumber', 'case_file.child_name as childName'])
    .select(['case_file.agency_id as agencyId', 'case_file.is_protected as isProtected'])
    .select(['case_file.marks', 'case_file.clothing', 'case_file.last_place as lastPlace'])
    .select(['case_file.last_seen_at as lastSeenAt'])
    .select(['sighting.id as sightingId', 'sighting.number as sightingNumber', 'sighting.place', 'sighting.remarks'])
    .select(['sighting.seen_at as seenAt']);
