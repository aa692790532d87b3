import type { Database } from '../../db/database.ts';
import { insertMessage, type NewMessage } from '../../db/messages.ts';
import type { Platform } from '../../platform.ts';

/** Kinds that a person checks first in relay mode: those that tell of a child. */
const RELAYED = new Set(['candidate-alert', 'match-verified', 'match-released']);

/**
 * Put a message into the outbox, in the transaction of what it tells about. It is sent once that has committed.
 *
 * In relay mode an e-mail about a child waits until an officer has looked at who will get it.
 *
 * @returns whether it is new
 */
export async function queueMessage(app: Platform, tx: Database, message: NewMessage): Promise<boolean> {
  const isHeld = app.config.isMailRelayed && message.channel === 'email' && RELAYED.has(message.kind);
  const id = await insertMessage(tx, isHeld ? { ...message, state: 'held' } : message, app.clock());
  if (id === undefined) return false;
  if (!isHeld) await app.jobs.enqueue(tx, 'send-messages', {});
  return true;
}
