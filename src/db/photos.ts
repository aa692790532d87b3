import { sql } from 'kysely';
import type { Database } from './database.ts';

export type PhotoPurpose = 'reference' | 'sighting' | 'probe';
export type PhotoState = 'waiting' | 'analysed' | 'refused';

/** What the camera says, kept as evidence. */
export interface PhotoExif {
  readonly capturedAt?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly camera?: string;
}

/** A photo and whose it is. */
export type Photo = NonNullable<Awaited<ReturnType<typeof findPhoto>>>;

export interface NewPhoto {
  readonly purpose: PhotoPurpose;
  readonly caseId: string | null;
  readonly sightingId: string | null;
  readonly searchId: string | null;
  readonly originalId: string;
  readonly sha256: Uint8Array;
  readonly mediaType: string;
  readonly bytes: number;
  readonly capturedOn: string | null;
  readonly ageYears: number | null;
  readonly uploadedBy: string | null;
  readonly at: Date;
}

export async function insertPhoto(db: Database, photo: NewPhoto): Promise<string> {
  const { id } = await db
    .insertInto('photo')
    .values({
      purpose: photo.purpose,
      case_id: photo.caseId,
      sighting_id: photo.sightingId,
      search_id: photo.searchId,
      original_id: photo.originalId,
      sha256: Buffer.from(photo.sha256),
      media_type: photo.mediaType,
      bytes: photo.bytes,
      captured_on: photo.capturedOn,
      captured_by: photo.capturedOn === null ? null : 'person',
      age_years: photo.ageYears,
      uploaded_by: photo.uploadedBy,
      created_at: photo.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function findPhoto(db: Database, id: string) {
  return selectPhotos(db).where('photo.id', '=', id).executeTakeFirst();
}

/** Nobody else changes the photo or its faces until the transaction ends. */
export async function lockPhoto(tx: Database, id: string): Promise<Photo | undefined> {
  return selectPhotos(tx).where('photo.id', '=', id).forUpdate('photo').executeTakeFirst();
}

export async function listCasePhotos(db: Database, caseId: string): Promise<Photo[]> {
  return selectPhotos(db).where('photo.case_id', '=', caseId).orderBy('photo.created_at').orderBy('photo.id').execute();
}

export async function listSightingPhotos(db: Database, sightingId: string): Promise<Photo[]> {
  return selectPhotos(db)
    .where('photo.sighting_id', '=', sightingId)
    .orderBy('photo.created_at')
    .orderBy('photo.id')
    .execute();
}

export async function findCasePhotoBySha256(db: Database, caseId: string, sha256: Uint8Array) {
  return db
    .selectFrom('photo')
    .select(['id', 'state'])
    .where('case_id', '=', caseId)
    .where('sha256', '=', Buffer.from(sha256))
    .$narrowType<{ state: PhotoState }>()
    .executeTakeFirst();
}

export async function countCasePhotosKept(db: Database, caseId: string): Promise<number> {
  const { count } = await db
    .selectFrom('photo')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  return count;
}

/** What can be written of a photo; what is absent stays as it is. */
export interface PhotoColumns {
  readonly originalId?: string | null;
  readonly displayId?: string | null;
  readonly width?: number;
  readonly height?: number;
  readonly capturedOn?: string | null;
  readonly capturedBy?: 'person' | 'camera' | null;
  readonly ageYears?: number | null;
  readonly exif?: PhotoExif;
  readonly state?: PhotoState;
  readonly refusal?: string | null;
  readonly warnings?: readonly string[];
  readonly chosenBy?: 'person' | 'only-face' | null;
}

export async function updatePhoto(db: Database, id: string, columns: PhotoColumns): Promise<void> {
  await db
    .updateTable('photo')
    .set({
      original_id: columns.originalId,
      display_id: columns.displayId,
      width: columns.width,
      height: columns.height,
      captured_on: columns.capturedOn,
      captured_by: columns.capturedBy,
      age_years: columns.ageYears,
      exif: columns.exif && JSON.stringify(columns.exif),
      state: columns.state,
      refusal: columns.refusal,
      warnings: columns.warnings && [...columns.warnings],
      chosen_by: columns.chosenBy,
    })
    .where('id', '=', id)
    .execute();
}

export async function deletePhotos(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('photo').where('id', 'in', ids).execute();
}

const selectPhotos = (db: Database) =>
  db
    .selectFrom('photo')
    .leftJoin('case_file', 'case_file.id', 'photo.case_id')
    .leftJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .select(['photo.id', 'photo.purpose', 'photo.case_id as caseId', 'photo.sighting_id as sightingId'])
    .select(['photo.search_id as searchId', 'photo.original_id as originalId', 'photo.display_id as displayId'])
    .select(['photo.sha256', 'photo.media_type as mediaType', 'photo.bytes', 'photo.width', 'photo.height'])
    .select(['photo.captured_on as capturedOn', 'photo.captured_by as capturedBy', 'photo.age_years as ageYears'])
    .select(['photo.state', 'photo.refusal', 'photo.warnings', 'photo.chosen_by as chosenBy'])
    .select(['photo.uploaded_by as uploadedBy', 'photo.created_at as createdAt'])
    .select(['case_file.agency_id as agencyId', 'case_file.guardian_id as guardianId', 'case_file.state as caseState'])
    .select([
      sql<boolean>`coalesce(case_file.is_protected, false)`.as('isProtected'),
      sql<string | null>`coalesce(case_file.key_id, sighting.key_id)`.as('ownerKeyId'),
      sql<PhotoExif | null>`photo.exif`.as('exif'),
    ])
    .$narrowType<{ purpose: PhotoPurpose; state: PhotoState }>()
    .$narrowType<{ capturedBy: 'person' | 'camera' | null; chosenBy: 'person' | 'only-face' | null }>();
