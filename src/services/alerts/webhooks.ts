import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { vetUrl } from '../../adapters/outbound.ts';
import { seal } from '../../adapters/seal.ts';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { deleteWebhook, findWebhook, insertWebhook, listWebhooks } from '../../db/webhooks.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requirePermission, requireVisible } from '../policy.ts';

export const WebhookEvent = z.enum(['candidate-alert', 'match-verified']);

export const NewWebhook = z.object({
  url: z.string().trim().max(2000),
  events: z.array(WebhookEvent).min(1, 'Choose at least one event'),
});
export type NewWebhook = z.output<typeof NewWebhook>;

/** Whose webhooks: those of the actor's own agency. */
function agencyOf(actor: Actor): string {
  const agencyId = actor.kind === 'account' ? actor.agencyId : null;
  requirePermission(actor, 'webhook.manage', { agencyId });
  if (agencyId === null) throw new AppError('forbidden', 'Only an agency has webhooks.');
  return agencyId;
}

/** @returns the id, and the secret that signatures are checked with: it is shown this once */
export async function createWebhook(
  app: Platform,
  actor: Actor,
  { url, events }: NewWebhook,
): Promise<{ id: string; secret: string }> {
  const agencyId = agencyOf(actor);
  if (actor.kind !== 'account') throw new AppError('forbidden', 'A person must set up a webhook.');
  vetUrl(url, app.config.allowedHosts);
  const secret = randomBytes(32);
  const id = await inTransaction(app.db, async (tx) => {
    const webhook = { agencyId, url, events, createdBy: actor.accountId, at: app.clock() };
    const made = await insertWebhook(tx, webhook, (owner) => seal(app.secret('webhook secrets'), secret, owner));
    await audit(app, tx, actor, { action: 'webhook.create', entity: 'webhook', entityId: made });
    return made;
  });
  return { id, secret: `whsec_${secret.toString('base64')}` };
}

export async function listOwnWebhooks(app: Platform, actor: Actor) {
  return listWebhooks(app.db, agencyOf(actor));
}

export async function removeWebhook(app: Platform, actor: Actor, id: string): Promise<void> {
  requireVisible(actor, 'webhook.manage', await findWebhook(app.db, id));
  await inTransaction(app.db, async (tx) => {
    await deleteWebhook(tx, id);
    await audit(app, tx, actor, { action: 'webhook.remove', entity: 'webhook', entityId: id });
  });
}
