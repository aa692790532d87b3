import type { Database } from './database.ts';

interface Subscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** Keep a browser's subscription; the same browser again belongs to whoever is signed in there now. */
export async function upsertPushSubscription(
  tx: Database,
  accountId: string,
  { endpoint, keys }: Subscription,
): Promise<string> {
  const row = { account_id: accountId, keys: JSON.stringify(keys) };
  const { id } = await tx
    .insertInto('push_subscription')
    .values({ ...row, endpoint })
    .onConflict((conflict) => conflict.column('endpoint').doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function listPushSubscriptions(db: Database, accountIds: readonly string[]) {
  if (accountIds.length === 0) return [];
  return db
    .selectFrom('push_subscription')
    .select(['id', 'account_id as accountId'])
    .where('account_id', 'in', accountIds)
    .execute();
}

export async function findPushSubscription(db: Database, id: string) {
  return db
    .selectFrom('push_subscription')
    .select(['id', 'account_id as accountId', 'endpoint', 'keys'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function deletePushSubscription(
  db: Database,
  by: { readonly id: string } | { readonly accountId: string; readonly endpoint: string },
): Promise<void> {
  const rows = db.deleteFrom('push_subscription');
  if ('id' in by) await rows.where('id', '=', by.id).execute();
  else await rows.where('account_id', '=', by.accountId).where('endpoint', '=', by.endpoint).execute();
}
