import { sql } from 'kysely';
import type { Database } from './database.ts';

/** What people have found about the searches of sightings so far. */
export interface SearchOutcomes {
  /** Faces of sightings that were searched with. */
  readonly searches: number;
  /** Of these, whose child people found in the gallery. */
  readonly mated: number;
  /** Of the others, those that raised an alert that people found to be another child. */
  readonly falseAlerts: number;
  /** Of the others, those with an alert that nobody has judged yet. */
  readonly openAlerts: number;
}

/** Each face once; spam counts nowhere. */
export async function countSearchOutcomes(db: Database): Promise<SearchOutcomes> {
  const { rows } = await sql<SearchOutcomes>`
    with face_outcome as (
      select face.id,
        coalesce(bool_or(decision.outcome = 'same'), false) as is_mated,
        coalesce(bool_or(candidate.is_alert and candidate.is_current and decision.outcome = 'different'), false) as is_false,
        coalesce(bool_or(candidate.is_alert and candidate.is_current and decision.outcome is null), false) as is_open
      from face join photo on photo.id = face.photo_id join sighting on sighting.id = photo.sighting_id
        left join candidate on candidate.face_id = face.id
        left join decision on decision.candidate_id = candidate.id
      where sighting.state <> 'spam' and exists (select from search_run where search_run.face_id = face.id)
      group by face.id)
    select count(*)::int as searches,
      (count(*) filter (where is_mated))::int as mated,
      (count(*) filter (where not is_mated and is_false and not is_open))::int as "falseAlerts",
      (count(*) filter (where not is_mated and is_open))::int as "openAlerts"
    from face_outcome`.execute(db);
  return rows[0] ?? { searches: 0, mated: 0, falseAlerts: 0, openAlerts: 0 };
}

/** Scores of the pairs that people found to be the same child, the latest first. */
export async function listMatedScores(db: Database, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('candidate')
    .innerJoin('decision', 'decision.candidate_id', 'candidate.id')
    .where('decision.outcome', '=', 'same')
    .select('candidate.score')
    .orderBy('decision.created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ score }) => score);
}
