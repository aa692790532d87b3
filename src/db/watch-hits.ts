import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface HitColumns {
  readonly orderId: string;
  readonly sourceId: string;
  readonly sightingId: string;
  readonly visitKey: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly positionSeconds: number | null;
  readonly frames: number;
  readonly at: Date;
}

/** The sighting of a visit that was recorded before. Of two who record it at once, the second waits here. */
export async function lockVisit(
  tx: Database,
  { orderId, sourceId, visitKey }: Pick<HitColumns, 'orderId' | 'sourceId' | 'visitKey'>,
): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${orderId} ${sourceId} ${visitKey}`}, 0))`.execute(tx);
  const known = await tx
    .selectFrom('watch_hit')
    .select('sighting_id as sightingId')
    .where('order_id', '=', orderId)
    .where('source_id', '=', sourceId)
    .where('visit_key', '=', visitKey)
    .executeTakeFirst();
  return known?.sightingId;
}

export async function insertHit(tx: Database, hit: HitColumns): Promise<string> {
  const { id } = await tx
    .insertInto('watch_hit')
    .values({
      order_id: hit.orderId,
      source_id: hit.sourceId,
      sighting_id: hit.sightingId,
      visit_key: hit.visitKey,
      first_at: hit.firstAt,
      last_at: hit.lastAt,
      position_seconds: hit.positionSeconds,
      frames: hit.frames,
      created_at: hit.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Where in the pictures of which source somebody was found; undefined for a sighting that no watch made. */
export function findPassage(db: Database, sightingId: string) {
  return db
    .selectFrom('watch_hit as hit')
    .innerJoin('source', 'source.id', 'hit.source_id')
    .where('hit.sighting_id', '=', sightingId)
    .select(['source.id as sourceId', 'source.agency_id as agencyId', 'source.kind', 'source.name as sourceName'])
    .select(['source.time_zone as timeZone', 'source.blob_id as blobId'])
    .select(['hit.first_at as firstAt', 'hit.last_at as lastAt', 'hit.position_seconds as positionSeconds'])
    .executeTakeFirst();
}

export interface HitQuery {
  readonly agencyId: string;
  readonly seesProtected: boolean;
  readonly orderId?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly before: { readonly shotAt: Date; readonly id: string } | null;
  readonly limit: number;
}

/** Whom the orders of an agency found, newest first. Those of an order about a protected case show to leads alone. */
export function listHits(db: Database, { agencyId, seesProtected, orderId, sourceId, before, limit }: HitQuery) {
  return db
    .selectFrom('watch_hit as hit')
    .innerJoin('watch_order', 'watch_order.id', 'hit.order_id')
    .innerJoin('source', 'source.id', 'hit.source_id')
    .innerJoin('sighting', 'sighting.id', 'hit.sighting_id')
    .where('watch_order.agency_id', '=', agencyId)
    .$if(!seesProtected, (hits) =>
      hits.where(sql<boolean>`not exists (
        select from watch_order_case part join case_file on case_file.id = part.case_id
        where part.order_id = hit.order_id and case_file.is_protected)`),
    )
    .$if(orderId !== undefined, (hits) => hits.where('hit.order_id', '=', orderId ?? ''))
    .$if(sourceId !== undefined, (hits) => hits.where('hit.source_id', '=', sourceId ?? ''))
    .$if(before !== null, (hits) =>
      hits.where(sql<boolean>`(sighting.seen_at, hit.id) < (${before?.shotAt ?? null}, ${before?.id ?? null})`),
    )
    .select(['hit.id', 'hit.order_id as orderId', 'hit.source_id as sourceId', 'source.name as sourceName'])
    .select(['hit.sighting_id as sightingId', 'sighting.number as sightingNumber', 'sighting.seen_at as seenAt'])
    .select(['sighting.place', 'sighting.latitude', 'sighting.longitude', 'source.time_zone as timeZone'])
    .select(['hit.first_at as firstAt', 'hit.last_at as lastAt', 'hit.position_seconds as positionSeconds'])
    .select(['hit.frames', 'hit.created_at as createdAt'])
    .select((row) =>
      row
        .selectFrom('photo')
        .whereRef('photo.sighting_id', '=', 'hit.sighting_id')
        .select('photo.id')
        .orderBy('photo.created_at')
        .limit(1)
        .as('photoId'),
    )
    .select((row) =>
      row
        .selectFrom('face')
        .innerJoin('photo', 'photo.id', 'face.photo_id')
        .whereRef('photo.sighting_id', '=', 'hit.sighting_id')
        .where('face.is_chosen', '=', true)
        .select('face.id')
        .orderBy('photo.created_at')
        .limit(1)
        .as('faceId'),
    )
    .orderBy('sighting.seen_at', 'desc')
    .orderBy('hit.id', 'desc')
    .limit(limit)
    .execute();
}
