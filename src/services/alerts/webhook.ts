import { createHmac } from 'node:crypto';
import { postJson, vetUrl } from '../../adapters/outbound.ts';
import { unseal } from '../../adapters/seal.ts';
import { messageOf } from '../../core/errors.ts';
import { findCandidateStory, findMatchStory } from '../../db/alerts.ts';
import type { ClaimedMessage } from '../../db/messages.ts';
import { findWebhook } from '../../db/webhooks.ts';
import type { Platform } from '../../platform.ts';
import type { Channel, Outcome } from './channel.ts';

/**
 * Calls an agency's own program. It gets ids and strength, never a name or a place: what it may know it asks the API for.
 *
 * @see https://www.standardwebhooks.com for the three headers
 */
export const webhookChannel: Channel = {
  async deliver(app, message): Promise<Outcome> {
    const webhook = await findWebhook(app.db, message.address);
    const event = webhook && !webhook.disabledAt ? await eventOf(app, message) : null;
    if (!webhook || !event) return { outcome: 'outdated' };
    const body = JSON.stringify(event);
    const timestamp = Math.floor(app.clock().getTime() / 1000);
    const secret = unseal(app.secret('webhook secrets'), webhook.sealedSecret, webhook.id);
    const headers = {
      'webhook-id': message.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature(secret, `${message.id}.${timestamp}.${body}`)}`,
    };
    try {
      const url = vetUrl(webhook.url, app.config.allowedHosts);
      const { status } = await postJson(url, { body, headers, allowed: app.config.allowedHosts });
      if (status >= 200 && status < 300) return { outcome: 'sent', messageId: message.id };
      if (status === 410) return { outcome: 'refused', reason: 'The program says that it is gone (410).' };
      return { outcome: 'delayed', reason: `The program answered ${status}.` };
    } catch (error) {
      return { outcome: 'delayed', reason: messageOf(error) };
    }
  },
};

/** The signature of Standard Webhooks: HMAC-SHA-256 over id, time and body, in base64. */
export function signature(secret: Uint8Array, content: string): string {
  return createHmac('sha256', secret).update(content).digest('base64');
}

async function eventOf(app: Platform, { kind, candidateId, matchId, createdAt }: ClaimedMessage) {
  const story = candidateId
    ? await findCandidateStory(app.db, candidateId)
    : matchId && (await findMatchStory(app.db, matchId));
  // Programs of an agency see no protected case, as most of its people do not.
  if (!story || story.isProtected) return null;
  const { caseId, number } = story;
  const strength = 'strength' in story ? { strength: story.strength, oneIn: story.oneIn } : {};
  return {
    type: kind,
    timestamp: createdAt.toISOString(),
    data: { caseId, caseNumber: number, candidateId, matchId, ...strength },
  };
}
