import { type ExpressionBuilder, sql } from 'kysely';
import type { Database } from './database.ts';
import type { DB } from './schema.ts';
import type { SightingChannel, SightingState } from './sightings.ts';

/** Whose cases count. */
interface OwnCases {
  readonly agencyId: string;
  readonly withProtected: boolean;
}

/** What sightings a list is narrowed to; all given conditions hold. */
export interface SightingConditions {
  readonly states: readonly SightingState[];
  /** Of these countries, or of none that is known, or connected with one of the agency's cases. */
  readonly near: (OwnCases & { readonly country: string }) | null;
  readonly isLinked: OwnCases | null;
  readonly receivedSince?: Date;
  readonly hasPhoto?: boolean;
  /** Within so many kilometres of a point, or of unknown place. */
  readonly around?: { readonly latitude: number; readonly longitude: number; readonly kilometres: number };
}

export type SightingSort = 'newest' | 'oldest' | 'seen';

/** The last row of the page before. */
export interface SightingPosition {
  readonly key: string;
  readonly id: string;
}

const SORTS = {
  newest: { key: sql.ref('created_at'), direction: 'desc' },
  oldest: { key: sql.ref('created_at'), direction: 'asc' },
  seen: { key: sql.ref('seen_at'), direction: 'desc' },
} as const;

/** One page after a position. */
export function listSightings(
  db: Database,
  conditions: SightingConditions,
  { sort = 'newest', after, limit }: { sort?: SightingSort; after: SightingPosition | null; limit: number },
) {
  const { key, direction } = SORTS[sort];
  const sign = direction === 'asc' ? sql`>` : sql`<`;
  return db
    .selectFrom('sighting')
    .where((each) => each.and(meets(each, conditions)))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(${key}, id) ${sign} (${after?.key}::timestamptz, ${after?.id}::uuid)`),
    )
    .select(['id', 'number', 'channel', 'place', 'latitude', 'longitude', 'accuracy_metres as accuracyMetres'])
    .select(['country', 'state', 'seen_at as seenAt', 'created_at as createdAt'])
    .select(sql<string>`${key}::text`.as('sortKey'))
    .select(sql<number>`(select count(*) from photo where photo.sighting_id = sighting.id)`.as('photos'))
    .select(sql<number>`(select count(*) from sighting_addition a where a.sighting_id = sighting.id)`.as('additions'))
    .$narrowType<{ state: SightingState; channel: SightingChannel }>()
    .orderBy(key, direction)
    .orderBy('id', direction)
    .limit(limit)
    .execute();
}

/** The face of each sighting that shows the child best; those without one are not in it. */
export async function listSightingFaces(db: Database, sightingIds: readonly string[]): Promise<Map<string, string>> {
  if (sightingIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('photo')
    .innerJoin('face', 'face.photo_id', 'photo.id')
    .where('photo.sighting_id', 'in', [...sightingIds])
    .where('face.crop_id', 'is not', null)
    .distinctOn('photo.sighting_id')
    .select([sql<string>`photo.sighting_id`.as('sightingId'), 'face.id as faceId'])
    .orderBy('photo.sighting_id')
    .orderBy('face.is_chosen', 'desc')
    .orderBy('face.quality', 'desc')
    .orderBy('face.id')
    .execute();
  return new Map(rows.map(({ sightingId, faceId }) => [sightingId, faceId]));
}

/** How many there are, and since when the one that came first waits. */
export async function countSightings(
  db: Database,
  conditions: SightingConditions,
): Promise<{ count: number; oldest: Date | null }> {
  return db
    .selectFrom('sighting')
    .where((each) => each.and(meets(each, conditions)))
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('created_at').as('oldest')])
    .executeTakeFirstOrThrow();
}

/** How many came in on each day (YYYY-MM-DD, in the zone) on which any did. */
export async function countSightingsByDay(
  db: Database,
  conditions: SightingConditions,
  timeZone: string,
): Promise<Map<string, number>> {
  const day = sql<string>`to_char(created_at at time zone ${timeZone}, 'YYYY-MM-DD')`;
  const rows = await db
    .selectFrom('sighting')
    .where((each) => each.and(meets(each, conditions)))
    .select(({ fn }) => [day.as('day'), fn.countAll<number>().as('count')])
    .groupBy(sql`1`)
    .execute();
  return new Map(rows.map(({ day: date, count }) => [date, count]));
}

function meets(each: ExpressionBuilder<DB, 'sighting'>, given: SightingConditions) {
  const { states, near, isLinked, receivedSince, hasPhoto, around } = given;
  return [
    each('sighting.state', 'in', [...states]),
    ...(near ? [sql<boolean>`(country is null or country = ${near.country} or ${connected(near)})`] : []),
    ...(isLinked ? [connected(isLinked)] : []),
    ...(receivedSince ? [each('created_at', '>=', receivedSince)] : []),
    ...(hasPhoto === undefined ? [] : [sql<boolean>`${hasPhotos} = ${hasPhoto}`]),
    ...(around ? [sql<boolean>`(latitude is null or ${kilometresTo(around)} <= ${around.kilometres})`] : []),
  ];
}

const hasPhotos = sql<boolean>`exists (select from photo where photo.sighting_id = sighting.id)`;

const EARTH_KILOMETRES = 6371;

/** Along the great circle (haversine formula). */
function kilometresTo({ latitude, longitude }: { latitude: number; longitude: number }) {
  return sql<number>`(2 * ${EARTH_KILOMETRES}::float8 * asin(least(1, sqrt(
    power(sin(radians(latitude - ${latitude}::float8) / 2), 2)
    + cos(radians(${latitude}::float8)) * cos(radians(latitude))
      * power(sin(radians(longitude - ${longitude}::float8) / 2), 2)))))`;
}

/** Whether a case of the agency was connected with the sighting, by a search or by hand. */
function connected({ agencyId, withProtected }: OwnCases) {
  return sql<boolean>`exists (
    select from case_file where case_file.agency_id = ${agencyId}
      and (not case_file.is_protected or ${withProtected})
      and (case_file.id in (select case_id from sighting_case_link l where l.sighting_id = sighting.id)
        or case_file.id in (
          select candidate.case_id from candidate
            join face on face.id = candidate.face_id
            join photo on photo.id = face.photo_id
            where photo.sighting_id = sighting.id and candidate.is_current)))`;
}
