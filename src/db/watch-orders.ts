import { sql } from 'kysely';
import type { Database } from './database.ts';

/** A watch order. It is protected when one of its cases is. */
export type WatchOrderRow = NonNullable<Awaited<ReturnType<typeof findOrder>>>;

export interface NewOrder {
  readonly agencyId: string;
  readonly incident: string;
  readonly legalBasis: string;
  readonly purpose: string;
  readonly scope: 'cases' | 'gallery';
  readonly authorisedBy: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly sources: readonly string[];
  readonly cases: readonly string[];
  readonly at: Date;
}

export async function insertOrder(tx: Database, order: NewOrder): Promise<string> {
  const { id } = await tx
    .insertInto('watch_order')
    .values({
      agency_id: order.agencyId,
      incident: order.incident,
      legal_basis: order.legalBasis,
      purpose: order.purpose,
      scope: order.scope,
      authorised_by: order.authorisedBy,
      starts_at: order.startsAt,
      ends_at: order.endsAt,
      created_at: order.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('watch_order_source')
    .values(order.sources.map((source_id) => ({ order_id: id, source_id })))
    .execute();
  if (order.cases.length > 0)
    await tx
      .insertInto('watch_order_case')
      .values(order.cases.map((case_id) => ({ order_id: id, case_id })))
      .execute();
  return id;
}

export function findOrder(db: Database, id: string) {
  return selectOrders(db).where('watch_order.id', '=', id).executeTakeFirst();
}

/** Nobody else stops it until the transaction ends, and no hit is recorded meanwhile. */
export async function lockOrder(tx: Database, id: string): Promise<WatchOrderRow | undefined> {
  await tx.selectFrom('watch_order').select('id').where('id', '=', id).forUpdate().execute();
  return findOrder(tx, id);
}

export interface OrderQuery {
  readonly agencyId: string;
  readonly seesProtected: boolean;
  /** Only orders older than this one. */
  readonly before: { readonly createdAt: Date; readonly id: string } | null;
  readonly limit: number;
}

/** Newest first. */
export function listOrders(db: Database, { agencyId, seesProtected, before, limit }: OrderQuery) {
  return selectOrders(db)
    .where('watch_order.agency_id', '=', agencyId)
    .$if(!seesProtected, (orders) => orders.where(isProtected, '=', false))
    .$if(before !== null, (orders) =>
      orders.where(
        sql<boolean>`(watch_order.created_at, watch_order.id) < (${before?.createdAt ?? null}, ${before?.id ?? null})`,
      ),
    )
    .orderBy('watch_order.created_at', 'desc')
    .orderBy('watch_order.id', 'desc')
    .limit(limit)
    .execute();
}

export async function updateStopped(
  tx: Database,
  id: string,
  { at, by, reason }: { at: Date; by: string; reason: string },
): Promise<void> {
  await tx
    .updateTable('watch_order')
    .set({ stopped_at: at, stopped_by: by, stop_reason: reason, end_noted_at: at })
    .where('id', '=', id)
    .execute();
}

/** The sources of an order, with what was done at each. */
export function listOrderSources(db: Database, orderId: string) {
  return db
    .selectFrom('watch_order_source as part')
    .innerJoin('source', 'source.id', 'part.source_id')
    .where('part.order_id', '=', orderId)
    .select(['source.id', 'source.name', 'source.kind', 'source.place', 'source.removed_at as removedAt'])
    .select(['part.searches', 'part.finished_at as finishedAt', 'part.position_seconds as positionSeconds'])
    .orderBy('source.name')
    .orderBy('source.id')
    .execute();
}

/** The cases of an order, with what says who may know of them. */
export function listOrderCases(db: Database, orderId: string) {
  return db
    .selectFrom('watch_order_case as part')
    .innerJoin('case_file', 'case_file.id', 'part.case_id')
    .where('part.order_id', '=', orderId)
    .select(['case_file.id', 'case_file.number', 'case_file.child_name as childName', 'case_file.state'])
    .select(['case_file.agency_id as agencyId', 'case_file.is_protected as isProtected'])
    .orderBy('case_file.number')
    .execute();
}

/** Orders that began, or were over, and of which the log was not told yet; locked. */
export function lockOrdersToNote(tx: Database, now: Date) {
  return tx
    .selectFrom('watch_order')
    .where('end_noted_at', 'is', null)
    .where((order) =>
      order.or([
        order('ends_at', '<=', now),
        order.and([order('begin_noted_at', 'is', null), order('starts_at', '<=', now)]),
      ]),
    )
    .select(['id', 'agency_id as agencyId', 'starts_at as startsAt', 'ends_at as endsAt'])
    .select('begin_noted_at as beginNotedAt')
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function updateNoted(tx: Database, id: string, noted: 'begin' | 'end', at: Date): Promise<void> {
  await tx
    .updateTable('watch_order')
    .set(noted === 'begin' ? { begin_noted_at: at } : { end_noted_at: at })
    .where('id', '=', id)
    .execute();
}

/** What was done under an order: numbers. */
export async function countWork(db: Database, orderId: string): Promise<{ searches: number; hits: number }> {
  const { searches } = await db
    .selectFrom('watch_order_source')
    .where('order_id', '=', orderId)
    .select((row) => row.fn.coalesce(row.fn.sum<number>('searches'), sql<number>`0`).as('searches'))
    .executeTakeFirstOrThrow();
  const { hits } = await db
    .selectFrom('watch_hit')
    .where('order_id', '=', orderId)
    .select((row) => row.fn.countAll<number>().as('hits'))
    .executeTakeFirstOrThrow();
  return { searches, hits };
}

const isProtected = sql<boolean>`exists (
  select from watch_order_case part join case_file on case_file.id = part.case_id
  where part.order_id = watch_order.id and case_file.is_protected)`;

const selectOrders = (db: Database) =>
  db
    .selectFrom('watch_order')
    .leftJoin('account as lead', 'lead.id', 'watch_order.authorised_by')
    .leftJoin('account as stopper', 'stopper.id', 'watch_order.stopped_by')
    .select(['watch_order.id', 'watch_order.agency_id as agencyId', 'incident', 'legal_basis as legalBasis'])
    .select(['purpose', 'scope', 'starts_at as startsAt', 'ends_at as endsAt', 'stopped_at as stoppedAt'])
    .select(['stop_reason as stopReason', 'watch_order.created_at as createdAt'])
    .select(['lead.name as authorisedBy', 'stopper.name as stoppedBy'])
    .select(isProtected.as('isProtected'))
    .$narrowType<{ scope: 'cases' | 'gallery' }>();
