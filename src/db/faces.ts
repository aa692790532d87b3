import { sql } from 'kysely';
import { AppError } from '../core/errors.ts';
import type { Point } from '../core/geometry.ts';
import type { Database } from './database.ts';

/** In pixels of the upright photo. */
export interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface FaceColumns {
  readonly position: number;
  readonly box: FaceBox;
  readonly landmarks: readonly Point[];
  readonly score: number;
  readonly quality: number;
  readonly components: Readonly<Record<string, number>>;
  readonly reasons: readonly string[];
  readonly cropId: string | null;
}

/** A face of a photo. */
export type FaceRow = Awaited<ReturnType<typeof listFaces>>[number];

export async function listFaces(db: Database, photoId: string) {
  return selectFaces(db).where('photo_id', '=', photoId).orderBy('position').execute();
}

export async function listFacesOfPhotos(db: Database, photoIds: readonly string[]): Promise<FaceRow[]> {
  if (photoIds.length === 0) return [];
  return selectFaces(db).where('photo_id', 'in', photoIds).orderBy('position').execute();
}

export function findFace(db: Database, id: string) {
  return selectFaces(db).where('id', '=', id).executeTakeFirst();
}

/** @throws AppError `not-found` */
export async function getFace(db: Database, id: string): Promise<FaceRow> {
  const found = await findFace(db, id);
  if (!found) throw new AppError('not-found', 'There is no such face.');
  return found;
}

export async function insertFace(db: Database, photoId: string, face: FaceColumns): Promise<string> {
  const { id } = await db
    .insertInto('face')
    .values({ ...columnsOf(face), photo_id: photoId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateFace(db: Database, id: string, face: FaceColumns): Promise<void> {
  await db.updateTable('face').set(columnsOf(face)).where('id', '=', id).execute();
}

/** Make room for new positions: a photo has each of them once. */
export async function clearPositions(tx: Database, photoId: string): Promise<void> {
  await tx.updateTable('face').set({ position: sql`-1 - position` }).where('photo_id', '=', photoId).execute();
}

export async function moveFace(db: Database, id: string, position: number): Promise<void> {
  await db.updateTable('face').set({ position }).where('id', '=', id).execute();
}

export async function deleteFaces(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('face').where('id', 'in', ids).execute();
}

/** Those of the faces that a search proposed or a person judged: their rows must stay. */
export async function findFacesInUse(db: Database, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const uses = await db
    .selectFrom('candidate')
    .select('face_id as id')
    .where('face_id', 'in', ids)
    .union(db.selectFrom('probe_analysis').select('face_id as id').where('face_id', 'in', ids))
    .union(db.selectFrom('review_control').select('face_id as id').where('face_id', 'in', ids))
    .execute();
  return new Set(uses.map(({ id }) => id));
}

/** The one face of a photo that counts; null for none. */
export async function setChosenFace(tx: Database, photoId: string, faceId: string | null): Promise<void> {
  await tx
    .updateTable('face')
    .set({ is_chosen: false })
    .where('photo_id', '=', photoId)
    .where('is_chosen', '=', true)
    .$if(faceId !== null, (faces) => faces.where('id', '<>', faceId ?? ''))
    .execute();
  if (faceId === null) return;
  await tx
    .updateTable('face')
    .set({ is_chosen: true })
    .where('id', '=', faceId)
    .where('photo_id', '=', photoId)
    .where('is_chosen', '=', false)
    .execute();
}

/** Let crops and landmarks of faces go; the rows stay for what people decided about them. @returns the crops' blobs */
export async function blankFaces(tx: Database, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const crops = await tx.selectFrom('face').select('crop_id as cropId').where('id', 'in', ids).execute();
  await tx
    .updateTable('face')
    .set({ crop_id: null, landmarks: JSON.stringify([]) })
    .where('id', 'in', ids)
    .execute();
  return crops.flatMap(({ cropId }) => (cropId === null ? [] : [cropId]));
}

const selectFaces = (db: Database) =>
  db
    .selectFrom('face')
    .select(['id', 'photo_id as photoId', 'position', 'score', 'quality', 'reasons'])
    .select(['is_chosen as isChosen', 'crop_id as cropId', 'created_at as createdAt'])
    .select([
      sql<FaceBox>`box`.as('box'),
      sql<Point[]>`landmarks`.as('landmarks'),
      sql<Record<string, number>>`components`.as('components'),
    ]);

function columnsOf(face: FaceColumns) {
  return {
    position: face.position,
    box: JSON.stringify(face.box),
    landmarks: JSON.stringify(face.landmarks),
    score: face.score,
    quality: face.quality,
    components: JSON.stringify(face.components),
    reasons: [...face.reasons],
    crop_id: face.cropId,
  };
}
