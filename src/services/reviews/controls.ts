import { inTransaction } from '../../db/database.ts';
import { countFewestControls, insertControls, listReviewingAgencies } from '../../db/review-controls.ts';
import type { Platform } from '../../platform.ts';

/** Controls that every reviewer should have left. */
const WANTED = 20;

/**
 * Make controls where reviewers run out of them: photos of one case against another case of the same agency.
 *
 * They never become candidates, so nothing can follow from them.
 */
export async function topUpControls(app: Platform): Promise<void> {
  if (app.config.controlRate === 0) return;
  for (const agencyId of await listReviewingAgencies(app.db)) {
    await inTransaction(app.db, async (tx) => {
      const left = await countFewestControls(tx, agencyId);
      if (left !== null && left < WANTED) await insertControls(tx, agencyId, WANTED - left);
    });
  }
}
