import { createECDH } from 'node:crypto';
import webPush from 'web-push';
import { messageOf } from '../core/errors.ts';
import { type AllowedHosts, guardedAgent, vetUrl } from './outbound.ts';

/** A browser that asked to be told, as the Push API gives it. */
export interface PushSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The server's own key pair, always the same one. @param secret 32 bytes @see RFC 8292 (VAPID) */
export function pushKeys(secret: Uint8Array): PushKeys {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(secret);
  return { publicKey: curve.getPublicKey('base64url'), privateKey: curve.getPrivateKey('base64url') };
}

export type PushResult =
  | { readonly outcome: 'sent' }
  /** The browser has taken its subscription back. */
  | { readonly outcome: 'refused' | 'delayed'; readonly reason: string };

/** Longest time that a push service keeps a message for a device that is off. */
const KEEP_SECONDS = 24 * 3600;

export async function sendPush(
  subscription: PushSubscription,
  payload: object,
  { keys, subject, allowed }: { keys: PushKeys; subject: string; allowed: AllowedHosts },
): Promise<PushResult> {
  try {
    const agent = guardedAgent(vetUrl(subscription.endpoint, allowed), allowed);
    const options = { vapidDetails: { subject, ...keys }, TTL: KEEP_SECONDS, timeout: 10_000, agent };
    await webPush.sendNotification({ ...subscription }, JSON.stringify(payload), options);
    return { outcome: 'sent' };
  } catch (error) {
    const { statusCode = 0 } = error as { statusCode?: number };
    const isGone = statusCode === 404 || statusCode === 410;
    return { outcome: isGone ? 'refused' : 'delayed', reason: messageOf(error) };
  }
}
