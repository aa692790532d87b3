import type { Database } from './database.ts';

export interface StateColumns {
  readonly state: string;
  readonly message: string | null;
  readonly since: Date;
  readonly lagMilliseconds: number | null;
  readonly framesPerSecond: number | null;
  readonly facesPerMinute: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly positionSeconds: number | null;
  readonly shareDone: number | null;
}

/** Overwrite how a source is doing. @returns the state before, null at the first time */
export async function upsertState(
  tx: Database,
  sourceId: string,
  state: StateColumns & { readonly at: Date },
): Promise<string | null> {
  const before = await tx
    .selectFrom('source_state')
    .select('state')
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
  const columns = {
    state: state.state,
    message: state.message,
    since: state.since,
    lag_milliseconds: state.lagMilliseconds,
    frames_per_second: state.framesPerSecond,
    faces_per_minute: state.facesPerMinute,
    width: state.width,
    height: state.height,
    position_seconds: state.positionSeconds,
    share_done: state.shareDone,
    updated_at: state.at,
  };
  await tx
    .insertInto('source_state')
    .values({ source_id: sourceId, ...columns })
    .onConflict((conflict) => conflict.column('source_id').doUpdateSet(columns))
    .execute();
  return before?.state ?? null;
}

/** How the sources of an agency are doing; one that was never watched has no row. */
export function listStates(db: Database, agencyId: string) {
  return db
    .selectFrom('source_state')
    .innerJoin('source', 'source.id', 'source_state.source_id')
    .where('source.agency_id', '=', agencyId)
    .where('source.removed_at', 'is', null)
    .select(['source_id as sourceId', 'state', 'message', 'since', 'updated_at as updatedAt', 'width', 'height'])
    .select(['lag_milliseconds as lagMilliseconds', 'frames_per_second as framesPerSecond'])
    .select(['faces_per_minute as facesPerMinute', 'position_seconds as positionSeconds', 'share_done as shareDone'])
    .execute();
}

/** How many sources are in each state that was written since; nothing of which. */
export async function countStates(db: Database, since: Date): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('source_state')
    .innerJoin('source', 'source.id', 'source_state.source_id')
    .where('source.removed_at', 'is', null)
    .where('updated_at', '>', since)
    .select((row) => ['state', row.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** When people were last told of a source, locked. */
export function lockTold(tx: Database, sourceId: string) {
  return tx
    .selectFrom('source_state')
    .innerJoin('source', 'source.id', 'source_state.source_id')
    .where('source_id', '=', sourceId)
    .where('source.removed_at', 'is', null)
    .select(['state', 'lost_told_at as lostToldAt', 'back_told_at as backToldAt', 'source.agency_id as agencyId'])
    .forUpdate('source_state')
    .executeTakeFirst();
}

export async function updateTold(tx: Database, sourceId: string, told: 'lost' | 'back', at: Date): Promise<void> {
  await tx
    .updateTable('source_state')
    .set(told === 'lost' ? { lost_told_at: at } : { back_told_at: at })
    .where('source_id', '=', sourceId)
    .execute();
}
