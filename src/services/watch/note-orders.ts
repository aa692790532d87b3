import { SYSTEM } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import { notifyLive } from '../../db/live.ts';
import { countWork, lockOrdersToNote, updateNoted } from '../../db/watch-orders.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';

/**
 * Write down which orders have begun or are over by themselves, and tell the pages of their agency.
 *
 * It only notes: an order begins and ends by the clock, whether or not anybody notes it.
 */
export async function noteOrders(app: Platform): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const now = app.clock();
    for (const { id, agencyId, startsAt, endsAt, beginNotedAt } of await lockOrdersToNote(tx, now)) {
      if (beginNotedAt === null && startsAt <= now) {
        await updateNoted(tx, id, 'begin', now);
        await audit(app, tx, SYSTEM, { action: 'watch.begin', entity: 'watch-order', entityId: id });
      }
      if (endsAt <= now) {
        await updateNoted(tx, id, 'end', now);
        const details = await countWork(tx, id);
        await audit(app, tx, SYSTEM, { action: 'watch.end', entity: 'watch-order', entityId: id, details });
      }
      await notifyLive(tx, { topics: ['watch'], agencyId, caseId: null, ended: null });
    }
  });
}
