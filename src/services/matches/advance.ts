import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { insertMatchStep, lockMatch, type MatchRow, updateMatchStatus } from '../../db/matches.ts';
import type { Platform } from '../../platform.ts';
import { requireAccount } from '../accounts/actor.ts';
import { audit } from '../audit.ts';
import { Resolution, resolveCase } from '../cases/state.ts';
import { requirePermission, requireVisible } from '../policy.ts';
import { nextStatuses } from './ladder.ts';
import { MATCH_STATUSES, type MatchView } from './match-view.ts';
import { readMatch } from './read.ts';

export const MatchAdvance = z
  .strictObject({
    status: z.enum(MATCH_STATUSES),
    remark: z.string().trim().min(1).max(2000).optional(),
    /** With `confirmed` only: close the case as well, for this reason. */
    closeCase: Resolution.shape.reason.optional(),
  })
  .refine(({ status, closeCase }) => closeCase === undefined || status === 'confirmed', {
    error: 'Only a confirmed match closes its case.',
    path: ['closeCase'],
  })
  .refine(({ status, remark }) => status !== 'refuted' || remark, {
    error: 'Say what refutes the match.',
    path: ['remark'],
  });
export type MatchAdvance = z.output<typeof MatchAdvance>;

/**
 * Take a match one step further, or refute it. Steps are never changed or taken back.
 *
 * Closing the case is a second transaction: when it fails, the match is confirmed and the case can be closed by itself.
 *
 * @throws AppError `conflict` when this step is not the next one
 */
export async function advanceMatch(
  app: Platform,
  actor: Actor,
  id: string,
  { status, remark, closeCase }: MatchAdvance,
): Promise<MatchView> {
  const { accountId: recordedBy } = requireAccount(actor);
  const { view, match } = await inTransaction(app.db, async (tx) => {
    const found = requireVisible(actor, 'match.advance', await lockMatch(tx, id));
    if (closeCase !== undefined) requirePermission(actor, 'case.close', found);
    refuseDetour(found, status);
    await updateMatchStatus(tx, id, status);
    await insertMatchStep(tx, { matchId: id, status, remark: remark ?? null, recordedBy, at: app.clock() });
    const view = await readMatch(tx, id);
    const details = { from: found.status, to: status };
    await audit(app, tx, actor, { action: 'match.advance', entity: 'match', entityId: id, details });
    return { view, match: found };
  });
  if (closeCase !== undefined && match.caseState === 'open')
    await resolveCase(app, actor, match.caseId, { reason: closeCase });
  return view;
}

function refuseDetour({ status }: MatchRow, wanted: MatchRow['status']): void {
  const next = nextStatuses(status);
  if (next.includes(wanted)) return;
  const advice = next.length > 0 ? `Next is «${next[0]}», or «refuted».` : 'Nothing follows on that.';
  throw new AppError('conflict', `The match is «${status}». ${advice}`);
}
