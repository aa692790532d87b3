import { AppError } from '../../core/errors.ts';
import type { Template } from '../../core/face.ts';
import { getDataKey } from '../../db/keys.ts';
import { findOrigin } from '../../db/watch-sources.ts';
import { countSearch, findValidOrder, listWatched, type OrderAt } from '../../db/watch-valid.ts';
import type { Platform } from '../../platform.ts';
import { isAboveThreshold } from '../search/weigh.ts';
import { openAddress } from './addresses.ts';
import type { SourceAddress, WatchAnswer, WatchedSource } from './contract.ts';
import { openFilm } from './films.ts';

/** All that valid orders ask to be watched now; asked again and again, for orders end by themselves. */
export async function listWatchedSources(app: Platform): Promise<WatchedSource[]> {
  const watched: WatchedSource[] = [];
  for (const { scope: _, ...part } of await listWatched(app.db, app.clock())) {
    const address = part.kind === 'camera' ? null : await addressOf(app, part.sourceId);
    if (address || part.kind === 'camera') watched.push({ ...part, address });
  }
  return watched;
}

/**
 * Where a source's pictures come from, with its credentials: only for whoever looks at it.
 *
 * @returns null for a browser's camera, for a source that was removed, and for a film that was erased
 */
export async function addressOf(app: Platform, sourceId: string): Promise<SourceAddress | null> {
  const origin = await findOrigin(app.db, sourceId);
  if (!origin?.keyId) return null;
  const { keyId, sealedAddress, blobId, filmStartedAt } = origin;
  if (blobId !== null && filmStartedAt !== null) return filmAt(app, blobId, filmStartedAt);
  if (sealedAddress === null) return null;
  return { kind: 'stream', url: openAddress(app, await getDataKey(app.db, keyId), sourceId, sealedAddress) };
}

async function filmAt(app: Platform, blobId: string, startedAt: Date): Promise<SourceAddress | null> {
  try {
    return { kind: 'file', film: await openFilm(app, blobId, startedAt) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}

/** Whether somebody may be searched for at this source now. */
export async function isOrderValid(app: Platform, at: OrderAt): Promise<boolean> {
  return (await findValidOrder(app.db, at, app.clock())) !== undefined;
}

/**
 * Search for one person before a source, in memory: nothing of them is written, whatever comes of it. That a search was
 * made is counted, by order and source.
 *
 * The order is looked at before the search and after: one that ends or is stopped meanwhile answers `no-order`.
 */
export async function searchUnderOrder(app: Platform, at: OrderAt, probe: Template): Promise<WatchAnswer> {
  const order = await countSearch(app.db, at, app.clock());
  if (!order) return { outcome: 'no-order' };
  const { index, scoring } = await app.searching();
  await index.catchUp();
  // Children who are protected are looked for like all others; who gets to know is decided where it is shown.
  const result = await scoring.search(probe, { protectedOf: 'all' });
  const reached = result.candidates.filter(({ score, rank }) => isAboveThreshold(score, rank, result));
  const now = await findValidOrder(app.db, at, app.clock());
  if (!now) return { outcome: 'no-order' };
  const caseIds = reached
    .map(({ child }) => child)
    .filter((caseId) => now.scope === 'gallery' || now.caseIds.includes(caseId));
  return caseIds.length === 0 ? { outcome: 'nobody' } : { outcome: 'hit', caseIds };
}
