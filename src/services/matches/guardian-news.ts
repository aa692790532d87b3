import type { Actor } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import { listReleasedMatches } from '../../db/matches.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { loadCase } from '../cases/load.ts';

/** That there is news which an officer has released. Where the child is, the officer says: nothing more is in it. */
export interface GuardianNews {
  /** ISO 8601. */
  readonly releasedAt: string;
}

/** News of a case for its guardian, newest first. Nothing shows before an officer has released it, or after it was refuted. */
export async function viewGuardianNews(app: Platform, actor: Actor, caseId: string): Promise<GuardianNews[]> {
  return inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'case.view', caseId);
    const released = await listReleasedMatches(tx, caseId);
    await audit(app, tx, actor, { action: 'case.view', entity: 'case', entityId: caseId, details: { part: 'news' } });
    return released.map((releasedAt) => ({ releasedAt: releasedAt.toISOString() }));
  });
}
