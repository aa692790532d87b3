import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Faces of a case's photos, and those of sightings in which two reviewers found its child. */
export async function listFacesOfCase(db: Database, caseId: string): Promise<{ own: string[]; matched: string[] }> {
  const own = await db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .where('photo.case_id', '=', caseId)
    .select('face.id')
    .orderBy('face.id')
    .execute();
  const matched = await db
    .selectFrom('match')
    .innerJoin('candidate', 'candidate.id', 'match.candidate_id')
    .where('match.case_id', '=', caseId)
    .where('match.status', '<>', 'refuted')
    .select('candidate.face_id as id')
    .orderBy('candidate.face_id')
    .execute();
  return { own: own.map(({ id }) => id), matched: matched.map(({ id }) => id) };
}

/** What photos hold on the disk, and the keys that open it. */
export async function listBlobsOfPhotos(db: Database, photoIds: readonly string[]) {
  if (photoIds.length === 0) return [];
  return db
    .selectFrom('blob')
    .select(['blob.id', 'blob.key_id as keyId'])
    .where((where) =>
      where.or([
        where(
          'blob.id',
          'in',
          where
            .selectFrom('photo')
            .where('photo.id', 'in', photoIds)
            .select(sql<string>`unnest(array[original_id, display_id])`.as('id')),
        ),
        where(
          'blob.id',
          'in',
          where
            .selectFrom('face')
            .where('face.photo_id', 'in', photoIds)
            .where('face.crop_id', 'is not', null)
            .select(sql<string>`crop_id`.as('id')),
        ),
      ]),
    )
    .orderBy('blob.id')
    .execute();
}

/** Keys that encrypt nothing any more, of those given. */
export async function findUnusedKeys(db: Database, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from data_key where id = any(${sql.val([...ids])}::uuid[])
      and not exists (select from blob where key_id = data_key.id)
      and not exists (select from face_template where key_id = data_key.id)
      and not exists (select from case_file where key_id = data_key.id)
      and not exists (select from sighting where key_id = data_key.id)`.execute(db);
  return rows.map(({ id }) => id);
}

/** Take every word about a child out of a case; number, agency and dates stay, so that statistics and logs hold. */
export async function blankCase(tx: Database, caseId: string): Promise<void> {
  await tx
    .updateTable('case_file')
    .set({
      ...{ child_name: '(erased)', other_names: [], sex: null, birth_date: null, age_years: null, languages: [] },
      ...{ height_cm: null, hair_colour: null, eye_colour: null, marks: [], clothing: null, medical_needs: null },
      ...{ circumstances: null, last_place: null, last_latitude: null, last_longitude: null, last_seen_at: null },
      ...{ police_reference: null, consent_by: null, consent_at: null, guardian_id: null, is_public: false },
      ...{ name_keys: [], search_text: '', born_about: null },
    })
    .where('id', '=', caseId)
    .execute();
  await tx.deleteFrom('case_note').where('case_id', '=', caseId).execute();
}
