import { inTransaction } from '../../db/database.ts';
import { listDigestMessages, settleDigested } from '../../db/messages.ts';
import type { Platform } from '../../platform.ts';
import { queueMessage } from './outbox.ts';

/** One summary for each person who wants that, of all that has gathered since the last one. */
export async function sendDigests(app: Platform): Promise<void> {
  const hour = app.clock().toISOString().slice(0, 13);
  await inTransaction(app.db, async (tx) => {
    const waiting = await listDigestMessages(tx);
    for (const [recipientId, messages] of Map.groupBy(waiting, ({ recipientId }) => recipientId)) {
      const [first] = messages;
      if (!first || recipientId === null) continue;
      await queueMessage(app, tx, {
        dedupeKey: `digest ${recipientId} ${hour}`,
        channel: 'email',
        kind: 'digest',
        address: first.address,
        recipientId,
        agencyId: first.agencyId,
        locale: first.locale,
        payload: { candidateIds: messages.flatMap(({ candidateId }) => candidateId ?? []) },
      });
      await settleDigested(
        tx,
        messages.map(({ id }) => id),
        app.clock(),
      );
    }
  });
}
