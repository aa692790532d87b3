import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { lockMatch, type MatchRow, updateMatchReleased } from '../../db/matches.ts';
import type { Platform } from '../../platform.ts';
import { requireAccount } from '../accounts/actor.ts';
import { audit } from '../audit.ts';
import { requireVisible } from '../policy.ts';
import type { MatchView } from './match-view.ts';
import { readMatch } from './read.ts';

/**
 * Let the guardian be told of a confirmed match: the one way by which a guardian ever hears of one.
 *
 * @throws AppError `conflict` before it is confirmed, without a guardian, or a second time; `forbidden` for a protected
 *   case, whose guardian may be whom the child fled from
 */
export async function releaseMatch(app: Platform, actor: Actor, id: string): Promise<MatchView> {
  const { accountId: releasedBy } = requireAccount(actor);
  return inTransaction(app.db, async (tx) => {
    const match = requireVisible(actor, 'match.release', await lockMatch(tx, id));
    refuseUnready(match);
    await updateMatchReleased(tx, id, { releasedBy, at: app.clock() });
    await app.jobs.enqueue(tx, 'raise-alerts', { matchId: id });
    const view = await readMatch(tx, id);
    await audit(app, tx, actor, { action: 'match.release', entity: 'match', entityId: id });
    return view;
  });
}

function refuseUnready({ isProtected, status, guardianId, releasedAt }: MatchRow): void {
  if (isProtected)
    throw new AppError(
      'forbidden',
      'This case is protected: Homeward tells its guardian nothing. Whom to tell, and how, is for you to decide outside of it.',
    );
  if (status !== 'confirmed') throw new AppError('conflict', 'Only a confirmed match is told to the guardian.');
  if (!guardianId)
    throw new AppError('conflict', 'This case has no guardian with an account: tell the family yourself.');
  if (releasedAt) throw new AppError('conflict', 'The guardian has been told of this match.');
}
