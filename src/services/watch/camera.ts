import { randomUUID } from 'node:crypto';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { findOrder } from '../../db/watch-orders.ts';
import { findSource } from '../../db/watch-sources.ts';
import { findValidOrder } from '../../db/watch-valid.ts';
import type { Platform } from '../../platform.ts';
import { requireAccount } from '../accounts/actor.ts';
import { audit } from '../audit.ts';
import { requireVisible } from '../policy.ts';
import type { CameraSession } from './contract.ts';
import { listWatchOrders } from './orders.ts';

/** A browser's camera that an order names now. */
export interface CameraNow {
  readonly orderId: string;
  readonly sourceId: string;
  readonly name: string;
  readonly incident: string;
  readonly endsAt: string;
}

/** Orders end within a month: of more than this some have ended long ago. */
const MOST_ORDERS = 200;

/** With which cameras of browsers one may look now. */
export async function listCamerasNow(app: Platform, actor: Actor): Promise<CameraNow[]> {
  const { items } = await listWatchOrders(app, actor, { after: null, limit: MOST_ORDERS });
  return items
    .filter(({ status }) => status === 'valid')
    .flatMap(({ id: orderId, incident, endsAt, sources }) =>
      sources
        .filter(({ kind, isRemoved }) => kind === 'camera' && !isRemoved)
        .map(({ id: sourceId, name }) => ({ orderId, sourceId, name, incident, endsAt })),
    );
}

/**
 * Begin to look with the camera of a browser, under an order that names it as a source. Who looks is written down.
 *
 * @throws AppError `forbidden`, `not-found`; `invalid` for another kind of source; `conflict` while the order is not valid
 */
export function openCamera(
  app: Platform,
  actor: Actor,
  { orderId, sourceId }: { readonly orderId: string; readonly sourceId: string },
): Promise<CameraSession> {
  return inTransaction(app.db, async (tx) => {
    requireVisible(actor, 'watch.look', await findOrder(tx, orderId));
    const source = requireVisible(actor, 'watch.look', await findSource(tx, sourceId));
    if (source.kind !== 'camera') throw new AppError('invalid', 'Choose a source that is a browser’s camera.');
    if (!(await findValidOrder(tx, { orderId, sourceId }, app.clock())))
      throw new AppError(
        'conflict',
        'No watch order allows this now. Ask the safeguarding lead of your agency for one.',
      );
    const details = { orderId };
    await audit(app, tx, actor, { action: 'watch.look', entity: 'source', entityId: sourceId, details });
    return { id: randomUUID(), orderId, sourceId, accountId: requireAccount(actor).accountId };
  });
}
