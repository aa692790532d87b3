import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import type { Database } from '../../db/database.ts';
import { countWork, listOrderCases, listOrderSources, type WatchOrderRow } from '../../db/watch-orders.ts';
import { can } from '../policy.ts';

export const OrderStatus = z.enum(['planned', 'valid', 'ended', 'stopped']);
export type OrderStatus = z.output<typeof OrderStatus>;

/** A watch order, as officers and leads of its agency see it. */
export const OrderView = z.object({
  id: z.uuid(),
  incident: z.string(),
  legalBasis: z.string(),
  purpose: z.string(),
  scope: z.enum(['cases', 'gallery']),
  status: OrderStatus,
  authorisedBy: z.string().nullable().describe('Name of the lead'),
  createdAt: z.iso.datetime(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime().nullable(),
  stoppedBy: z.string().nullable(),
  stopReason: z.string().nullable(),
  sources: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      kind: z.string(),
      place: z.string(),
      isRemoved: z.boolean(),
      searches: z.number().int().describe('Made there under this order: a number, and nothing of whom'),
      finishedAt: z.iso.datetime().nullable().describe('Of a film: when it was seen to its end'),
    }),
  ),
  cases: z.array(z.object({ id: z.uuid(), number: z.string(), childName: z.string() })),
  searches: z.number().int(),
  hits: z.number().int(),
});
export type OrderView = z.output<typeof OrderView>;

/** An order with its parts, for somebody who may see it. */
export async function orderView(db: Database, actor: Actor, order: WatchOrderRow, now: Date): Promise<OrderView> {
  const sources = await listOrderSources(db, order.id);
  const cases = await listOrderCases(db, order.id);
  const { agencyId: _, isProtected: __, ...row } = order;
  return {
    ...row,
    ...(await countWork(db, order.id)),
    status: statusOf(order, now),
    createdAt: order.createdAt.toISOString(),
    startsAt: order.startsAt.toISOString(),
    endsAt: order.endsAt.toISOString(),
    stoppedAt: order.stoppedAt?.toISOString() ?? null,
    sources: sources.map(({ id, name, kind, place, removedAt, searches, finishedAt }) => ({
      ...{ id, name, kind, place, searches, isRemoved: removedAt !== null },
      finishedAt: finishedAt?.toISOString() ?? null,
    })),
    cases: cases
      .filter((file) => can(actor, 'case.view', file))
      .map(({ id, number, childName }) => ({ id, number, childName })),
  };
}

/** By the clock alone: an order ends by itself, whoever notes it when. */
export function statusOf(
  { startsAt, endsAt, stoppedAt }: Pick<WatchOrderRow, 'startsAt' | 'endsAt' | 'stoppedAt'>,
  now: Date,
): OrderStatus {
  if (stoppedAt !== null) return 'stopped';
  if (now >= endsAt) return 'ended';
  return now < startsAt ? 'planned' : 'valid';
}
