import type { Actor } from '../../core/actor.ts';
import { findUnfinishedSession } from '../../db/review-sessions.ts';
import type { Platform } from '../../platform.ts';
import { listJudgeable } from './places.ts';
import { requireReviewer } from './reviewer.ts';

/** What a reviewer has at hand, and how long work has waited for anybody. */
export interface OwnWork {
  /** The probe that this person has not come to the end of; null when there is none. */
  readonly atHand: { readonly id: string; readonly leaseUntil: Date } | null;
  /** When the oldest candidate that this person may judge was proposed; null when nothing waits. */
  readonly waitingSince: Date | null;
}

export async function viewOwnWork(app: Platform, actor: Actor): Promise<OwnWork> {
  const reviewer = requireReviewer(actor, 'review.list');
  const session = await findUnfinishedSession(app.db, reviewer);
  const times = (await listJudgeable(app.db, reviewer, app.clock())).map(({ proposedAt }) => proposedAt.getTime());
  return {
    atHand: session ? { id: session.id, leaseUntil: session.leaseUntil } : null,
    waitingSince: times.length > 0 ? new Date(Math.min(...times)) : null,
  };
}
