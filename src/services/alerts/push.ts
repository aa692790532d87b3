import { z } from 'zod';
import { vetUrl } from '../../adapters/outbound.ts';
import { pushKeys, sendPush } from '../../adapters/push.ts';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { deletePushSubscription, findPushSubscription, upsertPushSubscription } from '../../db/push.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requirePermission } from '../policy.ts';
import type { Channel, Outcome } from './channel.ts';

const Keys = z.object({ p256dh: z.string().min(1).max(200), auth: z.string().min(1).max(100) });

/** What a browser's `pushManager.subscribe()` gives. */
export const NewPushSubscription = z.object({ endpoint: z.url('This is no address').max(2000), keys: Keys });
export type NewPushSubscription = z.output<typeof NewPushSubscription>;

/** Tells a device that something waits. Push services are other people's: they carry no name, no number, no place. */
export const pushChannel: Channel = {
  async deliver(app, message): Promise<Outcome> {
    const subscription = await findPushSubscription(app.db, message.address);
    if (!subscription || subscription.accountId !== message.recipientId) return { outcome: 'outdated' };
    const { text } = app.texts(message.locale);
    const payload = { title: 'Homeward', body: text('push.candidate-alert'), url: '/review' };
    const result = await sendPush({ endpoint: subscription.endpoint, keys: Keys.parse(subscription.keys) }, payload, {
      keys: keysOf(app),
      subject: contactOf(app),
      allowed: app.config.allowedHosts,
    });
    if (result.outcome === 'refused') await deletePushSubscription(app.db, { id: subscription.id });
    return result.outcome === 'sent' ? { outcome: 'sent', messageId: message.id } : result;
  },
};

/** What a browser needs to subscribe. */
export function pushPublicKey(app: Platform): string {
  return keysOf(app).publicKey;
}

/** Keep the subscription of a staff device. @throws AppError `invalid` for an address that may not be called */
export async function subscribePush(app: Platform, actor: Actor, subscription: NewPushSubscription): Promise<void> {
  const accountId = requireOwn(actor);
  vetUrl(subscription.endpoint, app.config.allowedHosts);
  await inTransaction(app.db, async (tx) => {
    const id = await upsertPushSubscription(tx, accountId, subscription);
    await audit(app, tx, actor, { action: 'push.subscribe', entity: 'push-subscription', entityId: id });
  });
}

export async function unsubscribePush(app: Platform, actor: Actor, endpoint: string): Promise<void> {
  const accountId = requireOwn(actor);
  await inTransaction(app.db, async (tx) => {
    await deletePushSubscription(tx, { accountId, endpoint });
    await audit(app, tx, actor, { action: 'push.unsubscribe' });
  });
}

/** Whom a push service may write to about us (RFC 8292). */
function contactOf(app: Platform): string {
  const { mailFrom } = app.config;
  return `mailto:${/<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom}`;
}

function requireOwn(actor: Actor): string {
  const accountId = actor.kind === 'account' ? actor.accountId : null;
  requirePermission(actor, 'push.subscribe', { accountId });
  if (accountId === null) throw new AppError('forbidden', 'Only people have devices.');
  return accountId;
}

function keysOf(app: Platform) {
  return pushKeys(app.secret('web push'));
}
