import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { inTransaction } from '../../db/database.ts';
import { listLastSeen, listSightingPoints } from '../../db/map.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { reachOf, requirePermission, seesProtected } from '../policy.ts';
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
  readonly kind: 'sighting' | 'camera' | 'last-seen';
  readonly id: string;
  readonly number: string;
  readonly place: string | null;
  readonly seenAt: Date | null;
}

const MOST = 200;

/** Recent sightings, and where the children of the actor's own agency were last seen. */
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
