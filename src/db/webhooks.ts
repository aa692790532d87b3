import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';

export async function insertWebhook(
  tx: Database,
  webhook: { agencyId: string; url: string; events: readonly string[]; createdBy: string; at: Date },
  sealSecret: (id: string) => Buffer,
): Promise<string> {
  const id = randomUUID();
  await tx
    .insertInto('webhook')
    .values({
      id,
      agency_id: webhook.agencyId,
      url: webhook.url,
      sealed_secret: sealSecret(id),
      events: [...webhook.events],
      created_by: webhook.createdBy,
      created_at: webhook.at,
    })
    .execute();
  return id;
}

export async function listWebhooks(db: Database, agencyId: string) {
  return db
    .selectFrom('webhook')
    .select(['id', 'url', 'events', 'created_at as createdAt', 'disabled_at as disabledAt'])
    .where('agency_id', '=', agencyId)
    .orderBy('created_at')
    .execute();
}

export async function listWebhooksFor(db: Database, agencyId: string, event: string) {
  return (await listWebhooks(db, agencyId)).filter(({ events, disabledAt }) => !disabledAt && events.includes(event));
}

export async function findWebhook(db: Database, id: string) {
  return db
    .selectFrom('webhook')
    .select(['id', 'agency_id as agencyId', 'url', 'sealed_secret as sealedSecret', 'disabled_at as disabledAt'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function deleteWebhook(tx: Database, id: string): Promise<void> {
  await tx.deleteFrom('webhook').where('id', '=', id).execute();
}
