import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { findSource } from '../../db/watch-sources.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireVisible } from '../policy.ts';
import type { SourceTest } from './contract.ts';
import { addressOf } from './searching.ts';
import { listWatchSources, requireThere, type SourceView } from './sources.ts';

/**
 * Open a source for some seconds and say what it shows: nobody is searched for, nothing is kept. Who did so is written
 * down before.
 *
 * @throws AppError `forbidden`, `not-found`; `invalid` or `unavailable` with what is wrong and what to do
 */
export async function testWatchSource(app: Platform, actor: Actor, id: string): Promise<SourceTest> {
  await inTransaction(app.db, async (tx) => {
    const { kind } = requireThere(requireVisible(actor, 'watch.source-edit', await findSource(tx, id)));
    if (kind === 'camera')
      throw new AppError('invalid', 'This camera is of a browser. Open «Look with this device» to test it.');
    await audit(app, tx, actor, { action: 'watch.test-source', entity: 'source', entityId: id });
  });
  const address = await addressOf(app, id);
  if (!address) throw new AppError('not-found', 'The film is no longer kept. Send it in again.');
  return (await app.watching()).test(address);
}

/**
 * The newest picture of a source, in which nobody can be known: that is why a look at it leaves no row in the log, as
 * the page around it does.
 *
 * @returns JPEG
 * @throws AppError `not-found` as well while nobody watches it in this process
 */
export async function viewStill(app: Platform, actor: Actor, id: string): Promise<Uint8Array> {
  requireVisible(actor, 'watch.view', await findSource(app.db, id));
  const still = (await app.watching()).still(id);
  if (!still) throw new AppError('not-found', 'There is no picture: this source is not being watched here.');
  return still;
}

/** All sources of one's agency, to be looked at on the wall. Who looked is written down, once for the page. */
export async function viewWall(app: Platform, actor: Actor): Promise<SourceView[]> {
  const sources = await listWatchSources(app, actor);
  const details = { sources: sources.length };
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'watch.view-wall', details }));
  return sources;
}
