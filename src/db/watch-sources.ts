import type { Database } from './database.ts';

/** A camera or film, as staff may see it. */
export type Source = NonNullable<Awaited<ReturnType<typeof findSource>>>;

/** What people say of a source. */
export interface SourceColumns {
  readonly name: string;
  readonly place: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly headingDegrees: number | null;
  readonly angleDegrees: number | null;
  readonly rangeMetres: number | null;
  readonly timeZone: string;
}

/** Where its pictures come from. */
interface SourceOrigin {
  readonly keyId: string | null;
  readonly sealedAddress: Uint8Array | null;
  readonly host: string | null;
  readonly blobId: string | null;
  readonly filmStartedAt: Date | null;
}

export interface NewSource extends SourceColumns, SourceOrigin {
  readonly id: string;
  readonly agencyId: string;
  readonly kind: 'stream' | 'file' | 'camera';
  readonly createdBy: string;
  readonly at: Date;
}

export async function insertSource(tx: Database, source: NewSource): Promise<void> {
  await tx
    .insertInto('source')
    .values({
      ...columnsOf(source),
      ...originOf(source),
      id: source.id,
      agency_id: source.agencyId,
      kind: source.kind,
      created_by: source.createdBy,
      created_at: source.at,
    })
    .execute();
}

export async function updateSource(tx: Database, id: string, source: SourceColumns): Promise<void> {
  await tx.updateTable('source').set(columnsOf(source)).where('id', '=', id).execute();
}

export async function updateAddress(
  tx: Database,
  id: string,
  { sealedAddress, host }: { sealedAddress: Uint8Array; host: string },
): Promise<void> {
  await tx
    .updateTable('source')
    .set({ sealed_address: Buffer.from(sealedAddress), host })
    .where('id', '=', id)
    .execute();
}

/** Those that were not removed, by name. */
export function listSources(db: Database, agencyId: string): Promise<Source[]> {
  return selectSources(db)
    .where('agency_id', '=', agencyId)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

export function findSource(db: Database, id: string) {
  return selectSources(db).where('id', '=', id).executeTakeFirst();
}

/** Nobody else changes or removes it until the transaction ends. */
export function lockSource(tx: Database, id: string): Promise<Source | undefined> {
  return selectSources(tx).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** What opens a source; only for whoever looks at it. */
export function findOrigin(db: Database, id: string) {
  return db
    .selectFrom('source')
    .select(['id', 'kind', 'key_id as keyId', 'sealed_address as sealedAddress', 'blob_id as blobId'])
    .select('film_started_at as filmStartedAt')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .$narrowType<{ kind: NewSource['kind'] }>()
    .executeTakeFirst();
}

/** Take the address and the film out of a source; the row stays, because sightings and orders name it. */
export async function blankSource(tx: Database, id: string): Promise<{ keyId: string | null; blobId: string | null }> {
  const found = await tx
    .selectFrom('source')
    .select(['key_id as keyId', 'blob_id as blobId'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  await tx
    .updateTable('source')
    .set((row) => ({
      ...{ key_id: null, sealed_address: null, blob_id: null },
      removed_at: row.fn.coalesce('removed_at', row.fn<Date>('now')),
    }))
    .where('id', '=', id)
    .execute();
  return found ?? { keyId: null, blobId: null };
}

/** Films that were sent in before a time. */
export async function listOldFilms(db: Database, before: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('source')
    .select('id')
    .where('kind', '=', 'file')
    .where('removed_at', 'is', null)
    .where('created_at', '<', before)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

const selectSources = (db: Database) =>
  db
    .selectFrom('source')
    .select(['id', 'agency_id as agencyId', 'name', 'kind', 'host', 'place', 'latitude', 'longitude'])
    .select(['heading_degrees as headingDegrees', 'angle_degrees as angleDegrees', 'range_metres as rangeMetres'])
    .select(['time_zone as timeZone', 'film_started_at as filmStartedAt'])
    .select(['created_at as createdAt', 'removed_at as removedAt'])
    .$narrowType<{ kind: NewSource['kind'] }>();

function columnsOf(source: SourceColumns) {
  return {
    name: source.name,
    place: source.place,
    latitude: source.latitude,
    longitude: source.longitude,
    heading_degrees: source.headingDegrees,
    angle_degrees: source.angleDegrees,
    range_metres: source.rangeMetres,
    time_zone: source.timeZone,
  };
}

function originOf({ keyId, sealedAddress, host, blobId, filmStartedAt }: SourceOrigin) {
  return {
    key_id: keyId,
    sealed_address: sealedAddress && Buffer.from(sealedAddress),
    host,
    blob_id: blobId,
    film_started_at: filmStartedAt,
  };
}
