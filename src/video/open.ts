import { messageOf } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import type { Watching } from '../services/watch/contract.ts';
import { recordHit } from '../services/watch/hits.ts';
import { isOrderValid, searchUnderOrder } from '../services/watch/searching.ts';
import { openWatching } from './supervisor.ts';
import { type LookParts, openLook } from './watch-source.ts';

interface Options extends Pick<LookParts, 'onTiming'> {
  /** Whether this process watches cameras and films; otherwise it only tests sources and looks for browsers. */
  readonly watches: boolean;
}

/**
 * Join engine, search and records to what watches.
 *
 * @throws AppError `unavailable` when the models are not installed
 */
export async function openWatchingOf(app: Platform, { watches, ...timing }: Options): Promise<Watching> {
  const engine = await app.engine();
  const look = openLook({
    engine,
    isOrderValid: (order) => isOrderValid(app, order),
    search: (order, probe) => searchUnderOrder(app, order, probe),
    record: (hit) => recordHit(app, hit),
    onFailure: (error) => app.log.error({ error: messageOf(error) }, 'somebody could not be searched for'),
    now: () => performance.now(),
    ...timing,
  });
  return openWatching(app, {
    look,
    findFaces: async (image) => (await engine.findFrameFaces(image)).map(({ box }) => box),
    watches,
  });
}
