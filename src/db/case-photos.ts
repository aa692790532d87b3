import { sql } from 'kysely';
import type { Database } from './database.ts';

/** The photos of a case, counted by what they are good for. */
export async function countCasePhotos(db: Database, caseId: string) {
  return db
    .selectFrom('photo')
    .leftJoin(
      (from) =>
        from
          .selectFrom('face')
          .select([
            'photo_id',
            sql<boolean>`bool_or(is_chosen)`.as('isChosen'),
            (each) => each.fn.countAll().as('count'),
          ])
          .groupBy('photo_id')
          .as('faces'),
      (join) => join.onRef('faces.photo_id', '=', 'photo.id'),
    )
    .where('photo.case_id', '=', caseId)
    .select([
      sql<number>`count(*) filter (where faces."isChosen")`.as('usable'),
      sql<number>`count(*) filter (where photo.state = 'waiting')`.as('waiting'),
      sql<number>`count(*) filter (where faces.count > 1 and not faces."isChosen")`.as('toChoose'),
    ])
    .executeTakeFirstOrThrow();
}

/** The photos of a case that can be analysed again: their originals are still there. */
export async function listPhotosToAnalyse(db: Database, caseId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('photo')
    .where('case_id', '=', caseId)
    .where('original_id', 'is not', null)
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}
