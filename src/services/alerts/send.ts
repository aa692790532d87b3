import { findRecipient } from '../../db/alerts.ts';
import { type ClaimedMessage, claimMessage, settleMessage } from '../../db/messages.ts';
import type { Platform } from '../../platform.ts';
import { tellOfChange } from '../live.ts';
import type { Channel, Outcome } from './channel.ts';
import { emailChannel } from './email.ts';
import { pushChannel } from './push.ts';
import { webhookChannel } from './webhook.ts';

const SECOND = 1000;

/** A message whose sender has said nothing for so long is taken on by another. */
const CLAIM_SECONDS = 120;

/** First wait after a failure; each further one is twice as long. */
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3600;

/** When a server has been away for so long, a person must look. */
const GIVE_UP_AFTER_HOURS = 72;

/**
 * Send all that is due, one message after the other, until nothing is.
 *
 * A server that is down delays and never loses: the message waits longer after each try. A message is marked as being
 * sent before it goes out; when this process dies in between, it goes out again with the same Message-ID.
 */
export async function sendMessages(app: Platform): Promise<void> {
  for (;;) {
    const now = app.clock();
    const until = new Date(now.getTime() + CLAIM_SECONDS * SECOND);
    const message = await claimMessage(app.db, { now, until });
    if (!message) return;
    const outcome = await deliver(app, message);
    app.metrics.messages.inc({ channel: message.channel, outcome: outcome.outcome });
    await settle(app, message, outcome);
    // Of what goes well nobody waits to hear.
    if (outcome.outcome === 'refused') await tellOfChange(app, 'messages');
  }
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  email: emailChannel,
  webhook: webhookChannel,
  push: pushChannel,
};

async function deliver(app: Platform, message: ClaimedMessage): Promise<Outcome> {
  const channel = CHANNELS[message.channel];
  if (!channel) return { outcome: 'refused', reason: `There is no channel ${message.channel}.` };
  const recipient = message.recipientId === null ? null : ((await findRecipient(app.db, message.recipientId)) ?? null);
  return channel.deliver(app, message, recipient);
}

async function settle(app: Platform, message: ClaimedMessage, outcome: Outcome): Promise<void> {
  const now = app.clock();
  switch (outcome.outcome) {
    case 'sent':
      return settleMessage(app.db, message.id, { state: 'sent', sentAt: now, messageId: outcome.messageId });
    case 'outdated':
      return settleMessage(app.db, message.id, { state: 'cancelled', error: 'It was no longer true or allowed.' });
    case 'refused':
      return settleMessage(app.db, message.id, {
        state: message.channel === 'email' ? 'bounced' : 'failed',
        error: outcome.reason,
      });
    case 'delayed': {
      const hours = (now.getTime() - message.createdAt.getTime()) / (3600 * SECOND);
      if (hours > GIVE_UP_AFTER_HOURS) {
        await settleMessage(app.db, message.id, { state: 'failed', error: outcome.reason });
        return tellOfChange(app, 'messages');
      }
      const seconds = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (message.attempts - 1));
      const nextAttemptAt = new Date(now.getTime() + seconds * SECOND);
      return settleMessage(app.db, message.id, { state: 'queued', error: outcome.reason, nextAttemptAt });
    }
  }
}
