import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { coverageOutline } from '../../core/coverage.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { inTransaction } from '../../db/database.ts';
import { listLastSeen, listSightingPoints } from '../../db/map.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { reachOf, requirePermission, seesProtected } from '../policy.ts';
import { listWatchSources, type SourceView } from '../watch/sources.ts';
import type { Point } from './mercator.ts';

/** What the map is narrowed to. */
export const MapFilter = z.object({
  /** How far back. */
  days: z.coerce.number().int().min(1).max(3650).catch(30),
  /** So many days of these are left out at the end: the map as it was then. */
  before: z.coerce.number().int().min(0).max(3650).catch(0),
  state: z.enum(['waiting', 'all']).catch('waiting'),
});
export type MapFilter = z.output<typeof MapFilter>;

export interface PlaceOnMap extends Point {
  /** camera: a sighting that a camera made; source: the camera itself. */
  readonly kind: 'sighting' | 'camera' | 'last-seen' | 'source';
  readonly id: string;
  readonly number: string;
  readonly place: string | null;
  readonly seenAt: Date | null;
  /** Of a camera: the ground that it covers. */
  readonly outline?: readonly Point[];
}

const MOST = 200;

/** Recent sightings, the agency's cameras, and where the children of the actor's own agency were last seen. */
export async function mapOf(
  app: Platform,
  actor: Actor,
  { days, before, state }: MapFilter,
): Promise<{ places: PlaceOnMap[]; isCut: boolean }> {
  requirePermission(actor, 'sighting.list');
  const now = app.clock().getTime();
  const from = new Date(now - days * DAY_MILLISECONDS);
  const until = new Date(now - Math.min(before, days) * DAY_MILLISECONDS + DAY_MILLISECONDS);
  const agencyId = 'agencyId' in actor && actor.agencyId;
  const cameras = reachOf(actor, 'watch.view') === 'none' ? [] : await listWatchSources(app, actor);
  return inTransaction(app.db, async (tx) => {
    const states = state === 'all' ? (['new', 'seen', 'closed'] as const) : (['new', 'seen'] as const);
    const sightings = await listSightingPoints(tx, states, { from, until, limit: MOST + 1 });
    const cases =
      agencyId && reachOf(actor, 'case.list') !== 'none'
        ? await listLastSeen(tx, { agencyId, withProtected: seesProtected(actor) }, from, MOST + 1)
        : [];
    const details = { sightings: sightings.length, cases: cases.length, days };
    await audit(app, tx, actor, { action: 'sighting.map', details });
    return {
      places: [
        ...cameras.slice(0, MOST).flatMap(cameraOnMap),
        ...cases.slice(0, MOST).map((each) => ({ ...each, kind: 'last-seen' as const })),
        ...sightings.slice(0, MOST).map(({ channel, ...each }) => ({
          ...each,
          kind: channel === 'watch' ? ('camera' as const) : ('sighting' as const),
        })),
      ],
      isCut: cases.length > MOST || sightings.length > MOST,
    };
  });
}

/** A film was taken once; it covers nothing any more. */
function cameraOnMap(source: SourceView): PlaceOnMap[] {
  if (source.kind === 'file') return [];
  const { id, name, place, latitude, longitude } = source;
  const outline = coverageOutline(source);
  return [{ kind: 'source', id, number: name, place, latitude, longitude, seenAt: null, outline }];
}
