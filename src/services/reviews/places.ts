import type { Database } from '../../db/database.ts';
import { countReviewers, listOpenCandidates, type OpenCandidate, type Reviewer } from '../../db/review-queue.ts';
import { hasPlace } from './outcome.ts';

/** With fewer officers than rounds, leads review ordinary cases as well. */
const OFFICERS_NEEDED = 2;

/**
 * What a reviewer may judge now.
 *
 * Leads keep themselves for what only they can do, third rounds and protected cases, as long as there are officers for
 * the rest: a lead who did the first round could not settle a disagreement about it.
 *
 * @param ids only of these; absent: of all
 */
export async function listJudgeable(
  db: Database,
  reviewer: Reviewer,
  now: Date,
  ids?: readonly string[],
): Promise<OpenCandidate[]> {
  const open = await listOpenCandidates(db, reviewer, now, ids);
  const { officers } = await countReviewers(db, reviewer.agencyId);
  const doesAll = !reviewer.isLead || officers < OFFICERS_NEEDED;
  return open.filter(
    ({ reviews, held, isProtected }) =>
      hasPlace({ reviews, held, isLead: reviewer.isLead }) && (doesAll || isProtected || reviews === 2),
  );
}
