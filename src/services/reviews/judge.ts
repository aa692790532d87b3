import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { lockReviews, type Reviewer } from '../../db/review-queue.ts';
import { findReviewPair, findReviewSession, type ReviewPair, updateLease } from '../../db/review-sessions.ts';
import {
  findProbeAnalysis,
  insertDecision,
  insertReview,
  insertReviewMeasures,
  insertReviewRemark,
  listReviews,
} from '../../db/reviews.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { Checklist } from './checklist.ts';
import { Conclusion, objectionTo } from './conclusion.ts';
import { finishIfDone } from './finish.ts';
import { leaseFrom } from './lease.ts';
import { isOutcome, type Outcome, standingOf } from './outcome.ts';
import { requireReviewer } from './reviewer.ts';
import { openAmong, type SessionView, viewOf } from './session-view.ts';

export const Judgement = z
  .strictObject({ checklist: Checklist, conclusion: Conclusion, remark: z.string().trim().max(2000).optional() })
  .superRefine(({ checklist, conclusion }, context) => {
    const message = objectionTo(conclusion, checklist);
    if (message) context.addIssue({ code: 'custom', path: ['conclusion'], message });
  });
export type Judgement = z.output<typeof Judgement>;

/**
 * Judge a pair, once and for good.
 *
 * @throws AppError `not-found` for a pair of somebody else; `conflict` when it was judged before, when the probe was not
 *   analysed, or when others have decided it meanwhile
 */
export async function judgePair(
  app: Platform,
  actor: Actor,
  pairId: string,
  judgement: Judgement,
): Promise<SessionView> {
  const reviewer = requireReviewer(actor);
  const now = app.clock();
  return inTransaction(app.db, async (tx) => {
    await lockReviews(tx, reviewer.agencyId);
    const pair = await getVisiblePair(tx, reviewer, pairId);
    await refuseUnready(tx, { reviewer, now }, pair);
    const outcome = await record(tx, { reviewer, now }, pair, judgement);
    if (!(await finishIfDone(tx, { reviewer, now }, pair.sessionId)))
      await updateLease(tx, pair.sessionId, leaseFrom(now));
    const session = await findReviewSession(tx, reviewer, pair.sessionId);
    if (!session) throw new RangeError('a pair without its session');
    const view = await viewOf(tx, { reviewer, now }, session);
    // Neither the conclusion nor what the pair is: the log is read by leads, who may be next to judge it.
    await audit(app, tx, actor, { action: 'review.judge', entity: 'review-pair', entityId: pairId });
    if (outcome && pair.candidateId)
      await audit(app, tx, actor, {
        action: 'review.decide',
        entity: 'candidate',
        entityId: pair.candidateId,
        details: { outcome },
      });
    return view;
  });
}

/** Add to an own judgement what came to mind later, or correct it in words; the judgement stays. */
export async function addRemark(app: Platform, actor: Actor, pairId: string, text: string): Promise<void> {
  const reviewer = requireReviewer(actor);
  await inTransaction(app.db, async (tx) => {
    const pair = await getVisiblePair(tx, reviewer, pairId);
    if (pair.reviewId === null)
      throw new AppError('conflict', 'Judge the pair first; a remark can be given with the judgement.');
    await insertReviewRemark(tx, pair.reviewId, text);
    await audit(app, tx, actor, { action: 'review.remark', entity: 'review-pair', entityId: pairId });
  });
}

/** @throws AppError `not-found` for somebody else's pair, and for a case that has become protected or another agency's */
export async function getVisiblePair(db: Database, reviewer: Reviewer, pairId: string): Promise<ReviewPair> {
  const pair = await findReviewPair(db, reviewer, pairId);
  if (!pair || pair.agencyId !== reviewer.agencyId || (pair.isProtected && !reviewer.isLead))
    throw new AppError('not-found', 'There is no such review.');
  return pair;
}

async function refuseUnready(tx: Database, who: { reviewer: Reviewer; now: Date }, pair: ReviewPair): Promise<void> {
  if (!(await findProbeAnalysis(tx, pair.faceId, who.reviewer.accountId)))
    throw new AppError('conflict', 'Analyse the probe first, before you compare it with anybody.');
  if (pair.reviewId !== null)
    throw new AppError('conflict', 'You have judged this pair; that stays. Add a remark to correct it.');
  if (!(await openAmong(tx, who, [pair])).has(pair.id))
    throw new AppError('conflict', 'This pair needs no judgement any more. Nothing is lost: go on with the next one.');
}

/** @returns what was decided by this judgement, if anything */
async function record(
  tx: Database,
  { reviewer, now }: { reviewer: Reviewer; now: Date },
  pair: ReviewPair,
  { checklist, conclusion, remark }: Judgement,
): Promise<Outcome | null> {
  const { candidateId, controlId, faceId, caseId } = pair;
  const before = candidateId === null ? [] : await listReviews(tx, candidateId);
  await insertReview(tx, {
    candidateId,
    controlId,
    faceId,
    caseId,
    reviewerId: reviewer.accountId,
    round: before.length + 1,
    checklist,
    conclusion,
    remark: remark ?? null,
    at: now,
  });
  return candidateId === null ? null : decide(tx, candidateId, now);
}

async function decide(tx: Database, candidateId: string, at: Date): Promise<Outcome | null> {
  const reviews = await listReviews(tx, candidateId);
  const standing = standingOf(reviews.map(({ conclusion }) => Conclusion.parse(conclusion)));
  if (!isOutcome(standing)) return null;
  await insertDecision(tx, { candidateId, outcome: standing, at });
  // The lead's own judgement made the consensus, so it is not measured by it.
  if (standing === 'same')
    await insertReviewMeasures(
      tx,
      'consensus',
      reviews.filter(({ round }) => round < 3),
    );
  return standing;
}
