import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import { type HitQuery, listHits } from '../../db/watch-hits.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { seesProtected } from '../policy.ts';
import { requireMember } from './sources.ts';

/** Where a page of hits goes on. */
export const HitPosition = z.object({ shotAt: z.coerce.date(), id: z.uuid() });
export type HitPosition = z.output<typeof HitPosition>;

/** Somebody who was found: when, where, and the sighting that holds the rest. */
export const HitView = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  sourceId: z.uuid(),
  sourceName: z.string(),
  sightingId: z.uuid(),
  sightingNumber: z.string(),
  photoId: z.uuid().nullable(),
  faceId: z.uuid().nullable().describe('Of the best shot'),
  seenAt: z.iso.datetime().describe('When the best shot was taken'),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  place: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  timeZone: z.string(),
  positionSeconds: z.number().nullable().describe('Of a film: where the best shot is'),
  frames: z.number().int(),
});
export type HitView = z.output<typeof HitView>;

export interface HitFilter extends Pick<HitQuery, 'orderId' | 'sourceId'> {
  readonly after: HitPosition | null;
  readonly limit: number;
}

/** Whom the orders of one's agency found, newest first. Who looked, and at what, is written down. */
export async function listWatchHits(
  app: Platform,
  actor: Actor,
  { after, limit, orderId, sourceId }: HitFilter,
): Promise<{ items: HitView[]; next: HitPosition | null }> {
  const { agencyId } = requireMember(actor, 'watch.view');
  return inTransaction(app.db, async (tx) => {
    const filter = { orderId, sourceId, before: after, limit: limit + 1 };
    const rows = await listHits(tx, { ...filter, agencyId, seesProtected: seesProtected(actor) });
    const items = rows.slice(0, limit).map(({ createdAt: _, seenAt, firstAt, lastAt, ...row }) => ({
      ...row,
      seenAt: seenAt.toISOString(),
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    }));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const details = { ...(orderId && { orderId }), ...(sourceId && { sourceId }), hits: items.length };
    await audit(app, tx, actor, { action: 'watch.view-hits', details });
    return { items, next: last ? { shotAt: last.seenAt, id: last.id } : null };
  });
}
