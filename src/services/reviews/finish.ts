import type { Database } from '../../db/database.ts';
import type { Reviewer } from '../../db/review-queue.ts';
import { finishReviewSession, listReviewPairs, type ReviewPair } from '../../db/review-sessions.ts';
import { insertReviewMeasures } from '../../db/reviews.ts';
import { openAmong } from './session-view.ts';

/**
 * End a session in which nothing is left to judge. Only then do its controls count: until its end nobody can tell from
 * the statistics what was one.
 *
 * @returns whether it has ended
 */
export async function finishIfDone(
  tx: Database,
  { reviewer, now }: { reviewer: Reviewer; now: Date },
  sessionId: string,
): Promise<boolean> {
  const pairs = await listReviewPairs(tx, sessionId);
  if ((await openAmong(tx, { reviewer, now }, pairs)).size > 0) return false;
  await finishReviewSession(tx, sessionId, now);
  await insertReviewMeasures(tx, 'control', measuresOf(reviewer, pairs));
  return true;
}

function measuresOf({ accountId }: Reviewer, pairs: readonly ReviewPair[]) {
  return pairs
    .filter(({ controlId, reviewId }) => controlId !== null && reviewId !== null)
    .map(({ conclusion }) => ({ reviewerId: accountId, conclusion }));
}
