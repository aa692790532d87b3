import type { CaseScope } from './case-list.ts';
import type { Database } from './database.ts';

/** Open cases whose child was last seen at a known point, the latest first. */
export function listLastSeen(db: Database, { agencyId, withProtected }: CaseScope, since: Date, limit: number) {
  return db
    .selectFrom('case_file')
    .where('state', '=', 'open')
    .where('last_latitude', 'is not', null)
    .where('last_longitude', 'is not', null)
    .where((each) => each.or([each('last_seen_at', '>=', since), each('last_seen_at', 'is', null)]))
    .$if(agencyId !== undefined, (query) => query.where('agency_id', '=', agencyId ?? null))
    .$if(!withProtected, (query) => query.where('is_protected', '=', false))
    .select(['id', 'number', 'last_place as place', 'last_seen_at as seenAt'])
    .select(['last_latitude as latitude', 'last_longitude as longitude'])
    .$narrowType<{ latitude: number; longitude: number }>()
    .orderBy('last_seen_at', (order) => order.desc().nullsLast())
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Sightings at a known point, the latest first. */
export function listSightingPoints(
  db: Database,
  states: readonly ('new' | 'seen' | 'closed')[],
  { from, until, limit }: { readonly from: Date; readonly until: Date; readonly limit: number },
) {
  return db
    .selectFrom('sighting')
    .where('state', 'in', [...states])
    .where('latitude', 'is not', null)
    .where('longitude', 'is not', null)
    .where('seen_at', '>=', from)
    .where('seen_at', '<', until)
    .select(['id', 'number', 'place', 'seen_at as seenAt', 'channel', 'latitude', 'longitude'])
    .$narrowType<{ latitude: number; longitude: number }>()
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}
