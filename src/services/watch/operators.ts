import { SYSTEM } from '../../core/actor.ts';
import { listOfficers } from '../../db/alerts.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { lockTold, updateTold } from '../../db/watch-states.ts';
import type { Platform } from '../../platform.ts';
import { queueMessage } from '../alerts/outbox.ts';
import { audit } from '../audit.ts';

/** A camera that comes and goes is one message in this time. */
const QUIET_MILLISECONDS = 6 * 3600_000;

/** Tell officers and leads of its agency by mail that a source shows nothing any more. @returns whether they are told */
export function tellSourceLost(app: Platform, sourceId: string): Promise<boolean> {
  return inTransaction(app.db, async (tx) => {
    const told = await lockTold(tx, sourceId);
    const now = app.clock();
    if (!told || (told.lostToldAt && now.getTime() - told.lostToldAt.getTime() < QUIET_MILLISECONDS)) return false;
    await tell(app, tx, { ...told, sourceId, kind: 'lost' });
    return true;
  });
}

/** Tell them that it is back; only who was told that it was lost, and once. @returns whether they are told */
export function tellSourceBack(app: Platform, sourceId: string): Promise<boolean> {
  return inTransaction(app.db, async (tx) => {
    const told = await lockTold(tx, sourceId);
    if (!told?.lostToldAt || (told.backToldAt && told.backToldAt >= told.lostToldAt)) return false;
    await tell(app, tx, { ...told, sourceId, kind: 'back' });
    return true;
  });
}

interface Told {
  readonly sourceId: string;
  readonly agencyId: string;
  readonly kind: 'lost' | 'back';
}

async function tell(app: Platform, tx: Database, { sourceId, agencyId, kind }: Told): Promise<void> {
  const at = app.clock();
  await updateTold(tx, sourceId, kind, at);
  const officers = await listOfficers(tx, agencyId, { isProtected: false });
  const wanting = officers.filter(({ mode }) => mode !== 'off');
  // Whoever turned messages off hears all the same when nobody else would.
  const recipients = wanting.length > 0 ? wanting : officers;
  for (const { id, email, locale } of recipients)
    await queueMessage(app, tx, {
      dedupeKey: `source-${kind} ${sourceId} ${at.getTime()} ${id}`,
      ...{ channel: 'email' as const, kind: `source-${kind}`, address: email, recipientId: id, agencyId, locale },
      payload: { sourceId },
    });
  const details = { recipients: recipients.length };
  await audit(app, tx, SYSTEM, { action: `watch.source-${kind}`, entity: 'source', entityId: sourceId, details });
}
