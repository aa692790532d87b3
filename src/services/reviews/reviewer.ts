import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import type { Reviewer } from '../../db/review-queue.ts';
import { type Action, reachOf, requireReach } from '../policy.ts';

/** Who reviews: a person of an agency. @throws AppError `forbidden` */
export function requireReviewer(actor: Actor, action: Action = 'review.do'): Reviewer {
  requireReach(actor, action);
  if (actor.kind !== 'account' || actor.agencyId === null)
    throw new AppError('forbidden', 'Reviews are done by people of an agency.');
  return {
    accountId: actor.accountId,
    agencyId: actor.agencyId,
    isLead: reachOf(actor, 'review.decide-disagreement') !== 'none',
  };
}
