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

/** Photos of a case, a sighting or a search: with what shows later that they were these. */
export async function listPhotosOf(
  db: Database,
  owner: Partial<Record<'caseId' | 'sightingId' | 'searchId' | 'photoId', string>>,
): Promise<{ id: string; sha256: string }[]> {
  const rows = await db
    .selectFrom('photo')
    .select(['id', 'sha256'])
    .where((photo) =>
      photo.or([
        photo('case_id', '=', owner.caseId ?? null),
        photo('sighting_id', '=', owner.sightingId ?? null),
        photo('search_id', '=', owner.searchId ?? null),
        photo('id', '=', owner.photoId ?? null),
      ]),
    )
    .orderBy('id')
    .execute();
  return rows.map(({ id, sha256 }) => ({ id, sha256: sha256.toString('hex') }));
}

/** The sightings that faces were seen in. */
export async function listSightingsOfFaces(db: Database, faceIds: readonly string[]): Promise<string[]> {
  if (faceIds.length === 0) return [];
  const rows = await db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .where('face.id', 'in', faceIds)
    .where('photo.sighting_id', 'is not', null)
    .select(sql<string>`photo.sighting_id`.as('id'))
    .distinct()
    .execute();
  return rows.map(({ id }) => id);
}

/** Take the key off a sighting once it seals nothing any more. @returns the key, for `deleteDataKeys` */
export async function releaseSightingKey(tx: Database, sightingId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    with spare as (
      select id, key_id from sighting where id = ${sightingId} and key_id is not null
        and not exists (select from face_template where face_template.key_id = sighting.key_id)
        and not exists (select from blob where blob.key_id = sighting.key_id))
    update sighting set key_id = null from spare where sighting.id = spare.id returning spare.key_id as id`.execute(tx);
  return rows[0]?.id ?? null;
}

export async function deleteSighting(tx: Database, id: string): Promise<string | null> {
  const gone = await tx.deleteFrom('sighting').where('id', '=', id).returning('key_id as keyId').executeTakeFirst();
  return gone?.keyId ?? null;
}

/** What a search by staff showed; that it took place stays in the log. */
export async function blankSearch(tx: Database, searchId: string): Promise<void> {
  await tx.updateTable('search_run').set({ results: null }).where('id', '=', searchId).execute();
}

/** The account stays, because logs and reviews name it by its id; the person goes, and can never sign in again. */
export async function blankAccount(tx: Database, id: string): Promise<void> {
  await tx
    .updateTable('account')
    .set({
      ...{ name: '(erased)', email: `${id}@erased.invalid`, email_verified: false, image: null },
      ...{ username: null, display_username: null, two_factor_enabled: false, disabled_at: sql<Date>`now()` },
    })
    .where('id', '=', id)
    .execute();
  for (const table of ['session', 'credential', 'two_factor'] as const)
    await tx.deleteFrom(table).where('user_id', '=', id).execute();
  for (const table of ['push_subscription', 'alert_preference'] as const)
    await tx.deleteFrom(table).where('account_id', '=', id).execute();
}

/** @param name id or number */
export async function findSightingId(db: Database, name: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('sighting')
    .select('id')
    .where((row) => row.or([row('number', '=', name), row(sql<string>`id::text`, '=', name)]))
    .executeTakeFirst();
  return found?.id;
}

/** @param name id or e-mail address */
export async function findAccountId(db: Database, name: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('account')
    .select('id')
    .where((row) => row.or([row('email', '=', name.toLowerCase()), row(sql<string>`id::text`, '=', name)]))
    .executeTakeFirst();
  return found?.id;
}

/** Take all that shows or describes a person out of a sighting; the rows stay, because a match names them. */
export async function blankSighting(tx: Database, id: string): Promise<void> {
  await tx
    .updateTable('photo')
    .set({ original_id: null, display_id: null, exif: null })
    .where('sighting_id', '=', id)
    .execute();
  await tx
    .updateTable('sighting')
    .set({ contact: null, remarks: null, source_hash: null, reported_by: null })
    .where('id', '=', id)
    .execute();
  await tx.deleteFrom('sighting_addition').where('sighting_id', '=', id).execute();
}
