import { sql } from 'kysely';
import { AppError } from '../core/errors.ts';
import type { Database } from './database.ts';

export const SIGHTING_STATES = ['new', 'seen', 'closed', 'spam'] as const;
export type SightingState = (typeof SIGHTING_STATES)[number];
export type SightingChannel = 'web' | 'api' | 'officer' | 'watch';

/** How the reporter can be reached, if they want to be. */
export interface Contact {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

/** A sighting, as it lies in the database. */
export type Sighting = NonNullable<Awaited<ReturnType<typeof findSighting>>>;

export interface NewSightingRow {
  readonly trackingHash: Buffer;
  readonly channel: SightingChannel;
  readonly place: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly accuracyMetres: number | null;
  readonly country: string | null;
  readonly seenAt: Date;
  readonly sex: 'female' | 'male' | null;
  readonly ageYears: number | null;
  readonly remarks: string | null;
  readonly contact: Contact | null;
  readonly reportedBy: string | null;
  /** Null: nobody sent it. */
  readonly sourceHash: Buffer | null;
  readonly locale: string;
  readonly keepUntil: Date;
  readonly at: Date;
}

export async function insertSighting(db: Database, row: NewSightingRow): Promise<{ id: string; number: string }> {
  const year = row.at.getUTCFullYear();
  return db
    .insertInto('sighting')
    .values({
      number: sql<string>`'S-' || ${year}::text || '-' || lpad(nextval('sighting_number')::text, 6, '0')`,
      tracking_hash: row.trackingHash,
      channel: row.channel,
      place: row.place,
      latitude: row.latitude,
      longitude: row.longitude,
      accuracy_metres: row.accuracyMetres,
      country: row.country,
      seen_at: row.seenAt,
      sex: row.sex,
      age_years: row.ageYears,
      remarks: row.remarks,
      contact: row.contact && JSON.stringify(row.contact),
      reported_by: row.reportedBy,
      source_hash: row.sourceHash,
      locale: row.locale,
      keep_until: row.keepUntil,
      created_at: row.at,
    })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow();
}

export function findSighting(db: Database, id: string) {
  return selectSightings(db).where('sighting.id', '=', id).executeTakeFirst();
}

/** @throws AppError `not-found`; nobody else changes it until the transaction ends */
export async function lockSighting(tx: Database, id: string): Promise<Sighting> {
  const found = await selectSightings(tx).where('sighting.id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!found) throw new AppError('not-found', 'There is no such sighting.');
  return found;
}

export function findSightingByTracking(db: Database, trackingHash: Buffer) {
  return selectSightings(db).where('tracking_hash', '=', trackingHash).executeTakeFirst();
}

export async function updateSighting(
  db: Database,
  id: string,
  { state, contact }: { state?: SightingState; contact?: Contact | null },
): Promise<void> {
  await db
    .updateTable('sighting')
    .set({ state, contact: contact && JSON.stringify(contact) })
    .where('id', '=', id)
    .execute();
}

/** Photos of a source since a time: those sent again and again wait longer. */
export async function countPhotosOfSource(db: Database, sourceHash: Buffer, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('photo')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .where('sighting.source_hash', '=', sourceHash)
    .where('sighting.created_at', '>', since)
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertAddition(db: Database, sightingId: string, text: string, at: Date): Promise<void> {
  await db.insertInto('sighting_addition').values({ sighting_id: sightingId, text, created_at: at }).execute();
}

export function listAdditions(db: Database, sightingId: string) {
  return db
    .selectFrom('sighting_addition')
    .where('sighting_id', '=', sightingId)
    .select(['id', 'text', 'created_at as createdAt'])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Faces of photos with several, of which nobody chose one until now, and that nobody has searched for. */
export async function listUnansweredFaces(
  db: Database,
  { before, leastQuality, limit }: { before: Date; leastQuality: number; limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .where('photo.state', '=', 'analysed')
    .where('photo.chosen_by', 'is', null)
    .where('photo.created_at', '<', before)
    .where('sighting.state', '<>', 'spam')
    .where((face) => face.or([face('face.quality', '>=', leastQuality), face('face.position', '=', 0)]))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('search_run').whereRef('search_run.face_id', '=', 'face.id').select('search_run.id'))),
    )
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('face_template').whereRef('face_template.face_id', '=', 'face.id').select('face_template.id')),
    )
    .select('face.id')
    .orderBy('photo.created_at')
    .orderBy('face.position')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** @returns false when they were connected already */
export async function insertCaseLink(
  db: Database,
  link: { sightingId: string; caseId: string; reason: string; linkedBy: string; at: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('sighting_case_link')
    .values({
      sighting_id: link.sightingId,
      case_id: link.caseId,
      reason: link.reason,
      linked_by: link.linkedBy,
      created_at: link.at,
    })
    .onConflict((conflict) => conflict.columns(['sighting_id', 'case_id']).doNothing())
    .returning('case_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** @returns false when they were not connected */
export async function deleteCaseLink(db: Database, sightingId: string, caseId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('sighting_case_link')
    .where('sighting_id', '=', sightingId)
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** Cases that people connected with a sighting, with what says who may know of it. */
export function listCaseLinks(db: Database, sightingId: string) {
  return db
    .selectFrom('sighting_case_link as link')
    .innerJoin('case_file', 'case_file.id', 'link.case_id')
    .where('link.sighting_id', '=', sightingId)
    .select(['link.case_id as caseId', 'case_file.number', 'link.reason', 'link.created_at as createdAt'])
    .select(['case_file.agency_id as agencyId', 'case_file.is_protected as isProtected'])
    .orderBy('link.created_at')
    .execute();
}

/** Forget from which network sightings came. */
export async function forgetSources(db: Database, before: Date): Promise<void> {
  await db
    .updateTable('sighting')
    .set({ source_hash: null })
    .where('created_at', '<', before)
    .where('source_hash', 'is not', null)
    .execute();
}

const selectSightings = (db: Database) =>
  db
    .selectFrom('sighting')
    .select(['id', 'number', 'channel', 'place', 'latitude', 'longitude', 'accuracy_metres as accuracyMetres'])
    .select([
      'country',
      'seen_at as seenAt',
      'sex',
      'age_years as ageYears',
      'remarks',
      'reported_by as reportedBy',
      'source_hash as sourceHash',
    ])
    .select(['locale', 'state', 'keep_until as keepUntil', 'created_at as createdAt'])
    .select(sql<Contact | null>`contact`.as('contact'))
    .$narrowType<{ state: SightingState; channel: SightingChannel }>();
