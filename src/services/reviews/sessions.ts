import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { lockReviews, type Reviewer } from '../../db/review-queue.ts';
import { findReviewSession, type ReviewSession, updateLease } from '../../db/review-sessions.ts';
import { insertProbeAnalysis } from '../../db/reviews.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import type { ProbeAnalysis } from './analysis.ts';
import { leaseFrom } from './lease.ts';
import { requireReviewer } from './reviewer.ts';
import { type SessionView, viewOf } from './session-view.ts';

/** A session of this reviewer. @throws AppError `not-found`, also for somebody else's */
export async function viewSession(app: Platform, actor: Actor, id: string): Promise<SessionView> {
  return inSession(app, actor, id, async (tx, session, reviewer) => {
    const view = await viewOf(tx, { reviewer, now: app.clock() }, session);
    await audit(app, tx, actor, { action: 'review.view', entity: 'review-session', entityId: id });
    return view;
  });
}

/**
 * Write down what the probe shows, before any candidate is shown.
 *
 * @throws AppError `conflict` when this person has done so before: what was seen first stays
 */
export async function analyseProbe(
  app: Platform,
  actor: Actor,
  id: string,
  analysis: ProbeAnalysis,
): Promise<SessionView> {
  return inSession(app, actor, id, async (tx, session, reviewer) => {
    const isFirst = await insertProbeAnalysis(tx, {
      faceId: session.faceId,
      reviewerId: reviewer.accountId,
      analysis,
    });
    if (!isFirst) throw new AppError('conflict', 'You have analysed this probe; the analysis stays as it is.');
    const renewed = { ...session, leaseUntil: leaseFrom(app.clock()) };
    await updateLease(tx, id, renewed.leaseUntil);
    const view = await viewOf(tx, { reviewer, now: app.clock() }, renewed);
    await audit(app, tx, actor, { action: 'review.analyse', entity: 'review-session', entityId: id });
    return view;
  });
}

/** Let others do the rest; what was judged stays. The same reviewer may take it up again. */
export async function giveBack(app: Platform, actor: Actor, id: string): Promise<void> {
  await inSession(app, actor, id, async (tx) => {
    await updateLease(tx, id, app.clock());
    await audit(app, tx, actor, { action: 'review.give-back', entity: 'review-session', entityId: id });
  });
}

async function inSession<T>(
  app: Platform,
  actor: Actor,
  id: string,
  work: (tx: Database, session: ReviewSession, reviewer: Reviewer) => Promise<T>,
): Promise<T> {
  const reviewer = requireReviewer(actor);
  return inTransaction(app.db, async (tx) => {
    await lockReviews(tx, reviewer.agencyId);
    const session = await findReviewSession(tx, reviewer, id);
    if (!session) throw new AppError('not-found', 'There is no such review.');
    return work(tx, session, reviewer);
  });
}
