import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { findCandidateSubject, insertMatch, insertMatchStep } from '../../db/matches.ts';
import type { Platform } from '../../platform.ts';
import { requireAccount } from '../accounts/actor.ts';
import { audit } from '../audit.ts';
import { requireVisible } from '../policy.ts';
import { FACT_KINDS, type MatchView } from './match-view.ts';
import { readMatch } from './read.ts';

export const NewMatch = z.strictObject({
  candidateId: z.uuid(),
  factKind: z.enum(FACT_KINDS),
  fact: z.string().trim().min(10, 'Describe the fact: a face alone is not enough to act on.').max(2000),
});
export type NewMatch = z.output<typeof NewMatch>;

/**
 * Make a match of a candidate that two reviewers agree on and of one fact that is not the face.
 *
 * @throws AppError `conflict` when reviewers do not agree (yet), or when it is a match already
 */
export async function recordMatch(
  app: Platform,
  actor: Actor,
  { candidateId, ...given }: NewMatch,
): Promise<MatchView> {
  const { accountId: recordedBy } = requireAccount(actor);
  const at = app.clock();
  return inTransaction(app.db, async (tx) => {
    const candidate = requireVisible(actor, 'match.record', await findCandidateSubject(tx, candidateId));
    if (candidate.outcome !== 'same')
      throw new AppError('conflict', 'A match needs two reviewers who agree that it is the same child.');
    const id = await insertMatch(tx, { candidateId, caseId: candidate.caseId, ...given, recordedBy, at });
    if (!id) throw new AppError('conflict', 'This match is recorded already.');
    await insertMatchStep(tx, { matchId: id, status: 'verified', remark: null, recordedBy, at });
    await app.jobs.enqueue(tx, 'raise-alerts', { matchId: id });
    const view = await readMatch(tx, id);
    await audit(app, tx, actor, {
      action: 'match.record',
      entity: 'match',
      entityId: id,
      details: { candidateId, caseId: candidate.caseId, factKind: given.factKind },
    });
    return view;
  });
}
