import type { Database } from './database.ts';

export interface SavedViewColumns {
  readonly name: string;
  readonly query: string;
  /** Null: only for whoever made it. */
  readonly agencyId: string | null;
}

/** Somebody's own views and those that their agency shares, by name. */
export function listSavedViews(db: Database, { accountId, agencyId }: { accountId: string; agencyId: string | null }) {
  return db
    .selectFrom('saved_view')
    .innerJoin('account', 'account.id', 'saved_view.account_id')
    .where((row) =>
      row.or([
        row('saved_view.account_id', '=', accountId),
        ...(agencyId === null ? [] : [row('saved_view.agency_id', '=', agencyId)]),
      ]),
    )
    .select(['saved_view.id', 'saved_view.name', 'saved_view.query', 'saved_view.agency_id as agencyId'])
    .select(['saved_view.account_id as accountId', 'account.name as madeBy'])
    .orderBy('saved_view.name')
    .orderBy('saved_view.id')
    .execute();
}

/** @returns undefined when this person has a view of this name already */
export async function insertSavedView(
  db: Database,
  { accountId, at, ...view }: SavedViewColumns & { accountId: string; at: Date },
): Promise<string | undefined> {
  const inserted = await db
    .insertInto('saved_view')
    .values({
      account_id: accountId,
      agency_id: view.agencyId,
      name: view.name,
      query: view.query,
      created_at: at,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id;
}

export async function countSavedViews(db: Database, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('saved_view')
    .where('account_id', '=', accountId)
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** A view of this person, locked. */
export function lockSavedView(tx: Database, id: string, accountId: string) {
  return tx
    .selectFrom('saved_view')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .select(['id', 'name', 'query', 'agency_id as agencyId'])
    .forUpdate()
    .executeTakeFirst();
}

/** @returns false when this person has another view of the new name */
export async function updateSavedView(
  tx: Database,
  { id, accountId, name, agencyId }: { id: string; accountId: string; name: string; agencyId: string | null },
): Promise<boolean> {
  const other = await tx
    .selectFrom('saved_view')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .where('id', '<>', id)
    .select('id')
    .executeTakeFirst();
  if (other) return false;
  await tx.updateTable('saved_view').set({ name, agency_id: agencyId }).where('id', '=', id).execute();
  return true;
}

export async function deleteSavedView(tx: Database, id: string): Promise<void> {
  await tx.deleteFrom('saved_view').where('id', '=', id).execute();
}
