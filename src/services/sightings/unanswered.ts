import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { inTransaction } from '../../db/database.ts';
import { deleteExpiredCounts } from '../../db/protection.ts';
import { forgetSources, listUnansweredFaces } from '../../db/sightings.ts';
import type { Platform } from '../../platform.ts';
import { CHOICE_MILLISECONDS } from './report-faces.ts';

/** Unified quality from which a face is searched for though nobody said that it is meant; the best one is always. */
const LEAST_QUALITY = 35;
const AT_ONCE = 200;
const SOURCE_DAYS = 30;

/**
 * Search for the faces of photos whose reporter never said which one is meant, once their time is over; and forget what
 * is of no use any more. Runs every few minutes, and may run twice.
 */
export async function searchUnanswered(app: Platform): Promise<void> {
  const now = app.clock();
  const before = new Date(now.getTime() - CHOICE_MILLISECONDS);
  await inTransaction(app.db, async (tx) => {
    const faces = await listUnansweredFaces(tx, { before, leastQuality: LEAST_QUALITY, limit: AT_ONCE });
    for (const faceId of faces)
      await app.jobs.enqueue(tx, 'search-face', { faceId, reason: 'sighting' }, { key: faceId });
  });
  await deleteExpiredCounts(app.db, now);
  await forgetSources(app.db, new Date(now.getTime() - SOURCE_DAYS * DAY_MILLISECONDS));
}
