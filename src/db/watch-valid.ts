import { sql } from 'kysely';
import type { Database } from './database.ts';

/** An order at one of its sources: whoever searches or records asks for this each time. */
export interface OrderAt {
  readonly orderId: string;
  readonly sourceId: string;
}

/** What a search under an order may be about. */
export interface ValidOrder {
  readonly agencyId: string;
  readonly scope: 'cases' | 'gallery';
  /** Of an order about cases: those that are still open. */
  readonly caseIds: readonly string[];
}

/** Valid: begun, not over, not stopped, and the source, which was not removed, is part of it. */
const VALID = (now: Date) => sql<boolean>`watch_order.starts_at <= ${now} and watch_order.ends_at > ${now}
  and watch_order.stopped_at is null and source.removed_at is null`;

/** One more search under the order at this source. @returns undefined when it is not valid: then none may be made */
export async function countSearch(db: Database, at: OrderAt, now: Date): Promise<ValidOrder | undefined> {
  const { rows } = await sql<{ valid: boolean }>`
    update watch_order_source part set searches = searches + 1 from watch_order, source
      where part.order_id = ${at.orderId} and part.source_id = ${at.sourceId}
        and watch_order.id = part.order_id and source.id = part.source_id and ${VALID(now)}
      returning true as valid`.execute(db);
  return rows.length === 0 ? undefined : findValidOrder(db, at, now);
}

/** The order, if it is valid at this source. */
export async function findValidOrder(
  db: Database,
  { orderId, sourceId }: OrderAt,
  now: Date,
): Promise<ValidOrder | undefined> {
  const order = await selectValid(db, now)
    .where('watch_order.id', '=', orderId)
    .where('source.id', '=', sourceId)
    .executeTakeFirst();
  if (!order) return undefined;
  return { agencyId: order.agencyId, scope: order.scope, caseIds: await listOpenCases(db, orderId) };
}

/** The order stays valid until the transaction ends: whoever stops it waits. */
export async function lockValidOrder(tx: Database, at: OrderAt, now: Date): Promise<ValidOrder | undefined> {
  await tx.selectFrom('watch_order').select('id').where('id', '=', at.orderId).forShare().execute();
  await tx.selectFrom('source').select('id').where('id', '=', at.sourceId).forShare().execute();
  return findValidOrder(tx, at, now);
}

/** All that is to be watched now. Films that were seen to their end are not. */
export function listWatched(db: Database, now: Date) {
  return selectValid(db, now)
    .where('part.finished_at', 'is', null)
    .select(['source.id as sourceId', 'watch_order.id as orderId', 'source.kind'])
    .select(['watch_order.ends_at as endsAt', 'part.position_seconds as positionSeconds'])
    .orderBy('watch_order.id')
    .orderBy('source.id')
    .$narrowType<{ kind: 'stream' | 'file' | 'camera' }>()
    .execute();
}

/** How far a film was seen under an order. */
export async function updateProgress(
  db: Database,
  { orderId, sourceId }: OrderAt,
  { positionSeconds, finishedAt }: { positionSeconds: number; finishedAt: Date | null },
): Promise<void> {
  await db
    .updateTable('watch_order_source')
    .set({ position_seconds: positionSeconds, finished_at: finishedAt })
    .where('order_id', '=', orderId)
    .where('source_id', '=', sourceId)
    .execute();
}

/** Of a sighting that was made under orders about cases: those cases. Undefined for every other sighting. */
export async function findWatchedCases(db: Database, sightingId: string): Promise<ReadonlySet<string> | undefined> {
  const hit = await db
    .selectFrom('watch_hit')
    .innerJoin('watch_order', 'watch_order.id', 'watch_hit.order_id')
    .where('watch_hit.sighting_id', '=', sightingId)
    .where('watch_order.scope', '=', 'cases')
    .select('watch_order.id')
    .executeTakeFirst();
  if (!hit) return undefined;
  const rows = await db
    .selectFrom('watch_order_case')
    .where('order_id', '=', hit.id)
    .select('case_id as caseId')
    .execute();
  return new Set(rows.map(({ caseId }) => caseId));
}

async function listOpenCases(db: Database, orderId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('watch_order_case as part')
    .innerJoin('case_file', 'case_file.id', 'part.case_id')
    .where('part.order_id', '=', orderId)
    .where('case_file.state', '=', 'open')
    .where('case_file.legal_basis', 'is not', null)
    .select('case_file.id')
    .execute();
  return rows.map(({ id }) => id);
}

const selectValid = (db: Database, now: Date) =>
  db
    .selectFrom('watch_order_source as part')
    .innerJoin('watch_order', 'watch_order.id', 'part.order_id')
    .innerJoin('source', 'source.id', 'part.source_id')
    .where(VALID(now))
    .select(['watch_order.agency_id as agencyId', 'watch_order.scope'])
    .$narrowType<{ scope: 'cases' | 'gallery' }>();
