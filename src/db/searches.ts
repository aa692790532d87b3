import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { JsonArray, JsonObject } from './schema.ts';

/** Why a search was made. */
type RunReason = 'sighting' | 'new-case' | 'ad-hoc' | 'again';

/** A search that was made. */
export interface NewSearchRun {
  readonly reason: RunReason;
  readonly faceId: string | null;
  readonly profile: string;
  readonly gallerySize: number;
  readonly basis: string;
  readonly nobody: boolean;
  readonly notes: readonly string[];
  readonly at: Date;
  /** Ad-hoc searches only. */
  readonly adHoc?: {
    readonly requestedBy: string;
    readonly agencyId: string;
    readonly reasonCode: string;
    readonly incident: string;
    readonly results: JsonArray;
  };
}

export async function insertSearchRun(tx: Database, run: NewSearchRun): Promise<string> {
  const { adHoc } = run;
  const { id } = await tx
    .insertInto('search_run')
    .values({
      reason: run.reason,
      face_id: run.faceId,
      profile: run.profile,
      gallery_size: run.gallerySize,
      basis: run.basis,
      nobody: run.nobody,
      notes: [...run.notes],
      created_at: run.at,
      requested_by: adHoc?.requestedBy ?? null,
      agency_id: adHoc?.agencyId ?? null,
      reason_code: adHoc?.reasonCode ?? null,
      incident: adHoc?.incident ?? null,
      results: adHoc ? JSON.stringify(adHoc.results) : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** An ad-hoc search as it was answered. */
export function findAdHocSearch(db: Database, id: string) {
  return db
    .selectFrom('search_run')
    .where('id', '=', id)
    .where('reason', '=', 'ad-hoc')
    .select(['id', 'agency_id as agencyId', 'requested_by as requestedBy', 'reason_code as reasonCode', 'incident'])
    .select(['gallery_size as gallerySize', 'basis', 'nobody', 'notes', 'results', 'created_at as createdAt'])
    .executeTakeFirst();
}

/** What a person searched by hand, newest first. */
export function listAdHocSearches(db: Database, requestedBy: string, limit: number) {
  return db
    .selectFrom('search_run')
    .where('requested_by', '=', requestedBy)
    .where('reason', '=', 'ad-hoc')
    .select(['id', 'reason_code as reasonCode', 'incident', 'nobody', 'created_at as createdAt'])
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** The face of a sighting with what is known of it beside the face; undefined for any other face, and once erased. */
export function findSightingFace(db: Database, faceId: string) {
  return db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .where('face.id', '=', faceId)
    .select(['face.id as faceId', 'face.quality', 'photo.id as photoId', 'photo.age_years as ageYears'])
    .select(sql<string>`encode(photo.sha256, 'hex')`.as('sha256'))
    .select(['sighting.id as sightingId', 'sighting.state', 'sighting.seen_at as seenAt', 'sighting.latitude'])
    .select(['sighting.longitude', 'sighting.accuracy_metres as accuracyMetres', 'sighting.remarks'])
    .select(sql<'female' | 'male' | null>`sighting.sex`.as('sex'))
    .executeTakeFirst();
}

export type SightingFace = NonNullable<Awaited<ReturnType<typeof findSightingFace>>>;

/**
 * Keep the photo of a face until the transaction ends: two searches of its faces write their candidates one after
 * another.
 *
 * @returns whether the face is still there
 */
export async function lockPhotoOf(tx: Database, faceId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('photo')
    .where('id', '=', (face) => face.selectFrom('face').where('face.id', '=', faceId).select('photo_id'))
    .select('id')
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** The reference faces of cases that may be searched, with the age of the child in each as far as a photo tells it. */
export function listReferenceFaces(db: Database, caseIds: readonly string[]) {
  return db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('case_file', 'case_file.id', 'photo.case_id')
    .where('case_file.id', '=', (cases) => cases.fn.any(cases.val([...caseIds])))
    .where('case_file.state', '=', 'open')
    .where('case_file.legal_basis', 'is not', null)
    .where('face.is_chosen', '=', true)
    .select(['face.id as faceId', 'photo.case_id as caseId', 'face.quality', 'photo.age_years as ageYears'])
    .select(['photo.captured_on as capturedOn', 'case_file.birth_date as birthDate'])
    .select(sql<string>`encode(photo.sha256, 'hex')`.as('sha256'))
    .orderBy('case_file.id')
    .orderBy('face.id')
    .execute();
}

/** Whose protected cases count: everybody's, nobody's, or those of one agency. */
type ProtectedScope = 'all' | 'none' | { readonly agencyId: string };

/** The cases that may be searched and have a face, in a lasting order. */
export async function listSearchableCases(db: Database, protectedOf: ProtectedScope): Promise<string[]> {
  const rows = await searchableFaces(db, protectedOf)
    .select('case_file.id')
    .distinct()
    .orderBy('case_file.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Those of the cases that may be searched now. */
export async function keepSearchable(
  db: Database,
  caseIds: readonly string[],
  protectedOf: ProtectedScope,
): Promise<string[]> {
  const rows = await searchableFaces(db, protectedOf)
    .where('case_file.id', '=', (cases) => cases.fn.any(cases.val([...caseIds])))
    .select('case_file.id')
    .distinct()
    .orderBy('case_file.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** How many children and faces may be searched. */
export function countSearchable(db: Database, protectedOf: ProtectedScope) {
  return searchableFaces(db, protectedOf)
    .select((row) => [
      row.fn.count<number>('case_file.id').distinct().as('children'),
      row.fn.countAll<number>().as('faces'),
    ])
    .executeTakeFirstOrThrow();
}

/** The chosen faces of cases that are open and lawful. */
function searchableFaces(db: Database, protectedOf: ProtectedScope) {
  return db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('case_file', 'case_file.id', 'photo.case_id')
    .where('case_file.state', '=', 'open')
    .where('case_file.legal_basis', 'is not', null)
    .where('face.is_chosen', '=', true)
    .$if(protectedOf !== 'all', (query) =>
      query.where((row) =>
        row.or([
          row('case_file.is_protected', '=', false),
          ...(typeof protectedOf === 'object' ? [row('case_file.agency_id', '=', protectedOf.agencyId)] : []),
        ]),
      ),
    );
}

/** The best reference face of a case that may be compared with others: with a legal basis, and not closed. */
export function findBestFace(db: Database, caseId: string) {
  return db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('case_file', 'case_file.id', 'photo.case_id')
    .where('case_file.id', '=', caseId)
    .where('case_file.state', 'in', ['draft', 'open'])
    .where('case_file.legal_basis', 'is not', null)
    .where('face.is_chosen', '=', true)
    .select(['face.id as faceId', 'face.quality', 'photo.age_years as ageYears'])
    .select(['photo.captured_on as capturedOn', 'case_file.birth_date as birthDate'])
    .select(sql<string>`encode(photo.sha256, 'hex')`.as('sha256'))
    .orderBy('face.quality', 'desc')
    .orderBy('face.id')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Faces of sightings that were searched before, newest first: what unrelated people look like to this deployment.
 *
 * `person`: the case of whom people found it to be, or the face itself where reviewers found every candidate of it to be
 * another child.
 */
export function listPastFaces(db: Database, limit: number) {
  return db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .where('sighting.state', '<>', 'spam')
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('search_run').whereRef('search_run.face_id', '=', 'face.id').select('search_run.id')),
    )
    .select(['face.id as faceId', 'face.quality', 'photo.age_years as ageYears'])
    .select(sql<string>`encode(photo.sha256, 'hex')`.as('sha256'))
    .select(
      sql<string | null>`coalesce(
        (select c.case_id::text from candidate c join decision d on d.candidate_id = c.id
          where c.face_id = face.id and d.outcome = 'same' limit 1),
        (select face.id::text from candidate c left join decision d on d.candidate_id = c.id
          where c.face_id = face.id and c.is_current having count(*) > 0 and bool_and(d.outcome = 'different')
            and bool_and(d.outcome is not null)))`.as('person'),
    )
    .orderBy('face.created_at', 'desc')
    .orderBy('face.id')
    .limit(limit)
    .execute();
}

/** The profile that searches were last made with. */
export function findLastProfile(db: Database) {
  return db
    .selectFrom('search_profile')
    .select(['id', 'description'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Write down the profile that searches are made with from now on; one that was there before becomes the last again. */
export async function saveProfile(
  tx: Database,
  { id, description, at }: { id: string; description: JsonObject; at: Date },
): Promise<void> {
  await tx
    .insertInto('search_profile')
    .values({ id, description: JSON.stringify(description), created_at: at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ created_at: at }))
    .execute();
}

/** One page of photos, by id, that must be analysed with other models: one of their faces lacks a template of the present ones. */
export async function listOutdatedPhotos(
  db: Database,
  { models, after, limit }: { models: readonly { id: string; version: string }[]; after: string; limit: number },
): Promise<string[]> {
  const present = models.map(({ id, version }) => `${id}@${version}`);
  const rows = await db
    .selectFrom('photo')
    .leftJoin('case_file', 'case_file.id', 'photo.case_id')
    .where('photo.id', '>', after)
    .where('photo.original_id', 'is not', null)
    .where('photo.state', '=', 'analysed')
    .where((photo) => photo.or([photo('photo.purpose', '=', 'sighting'), photo('case_file.state', '=', 'open')]))
    .where(
      sql<boolean>`exists (select from face where face.photo_id = photo.id and
        (select count(*) from face_template t where t.face_id = face.id and t.model || '@' || t.version = any(${present}))
          < ${present.length})`,
    )
    .select('photo.id')
    .orderBy('photo.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** One page of faces of sightings, by id, that are searched for: not spam, and meant where somebody chose. */
export async function listFacesToSearch(
  db: Database,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
    .where('face.id', '>', after)
    .where('sighting.state', '<>', 'spam')
    .where((face) => face.or([face('face.is_chosen', '=', true), face('photo.chosen_by', 'is', null)]))
    .select('face.id')
    .orderBy('face.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Any template of a model, with its key; undefined while there is none. */
export async function findAnyTemplate(db: Database, { id, version }: { id: string; version: string }) {
  const row = await db
    .selectFrom('face_template')
    .innerJoin('data_key', 'data_key.id', 'face_template.key_id')
    .where('model', '=', id)
    .where('version', '=', version)
    .select(['face_template.face_id as faceId', 'face_template.model', 'face_template.version', 'sealed'])
    .select(['data_key.id as keyId', 'data_key.wrapped', 'data_key.master_key as masterKey'])
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { keyId, wrapped, masterKey, sealed, ...owner } = row;
  return { owner, sealed, key: { id: keyId, wrapped, masterKey } };
}
