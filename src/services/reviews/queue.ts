import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { ageAt } from '../../core/dates.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { listControlsFor } from '../../db/review-controls.ts';
import { countReviewers, lockReviews, type OpenCandidate, type Reviewer } from '../../db/review-queue.ts';
import {
  findUnfinishedSession,
  insertReviewSession,
  type PairContent,
  type ReviewSession,
  updateLease,
} from '../../db/review-sessions.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { finishIfDone } from './finish.ts';
import { leaseFrom } from './lease.ts';
import { listJudgeable } from './places.ts';
import { requireReviewer } from './reviewer.ts';
import { SessionView, viewOf } from './session-view.ts';
import { urgencyOf } from './urgency.ts';

/** Longer lists make reviewers find less and err more (Heyer et al. 2018). */
const MOST_PAIRS = 20;

export const QueueView = z.object({
  /** Probes that this person can review now, with the one at hand. */
  waiting: z.number().int(),
  /** What keeps reviews of this agency from coming to an end, in sentences. */
  notes: z.array(z.string()),
});
export type QueueView = z.output<typeof QueueView>;

export const Taken = z.object({ session: SessionView.nullable() });
export type Taken = z.output<typeof Taken>;

/** How much waits for this reviewer. Which probe comes next is not chosen: the most urgent one is given. */
export async function viewQueue(app: Platform, actor: Actor): Promise<QueueView> {
  const reviewer = requireReviewer(actor, 'review.list');
  const judgeable = await listJudgeable(app.db, reviewer, app.clock());
  const { officers, leads } = await countReviewers(app.db, reviewer.agencyId);
  return {
    waiting: new Set(judgeable.map(({ faceId }) => faceId)).size,
    notes: reviewer.isLead ? shortages(officers, leads) : [],
  };
}

/**
 * Take the most urgent probe that has a round left for this reviewer, or go on with the one at hand.
 *
 * @returns no session when nothing waits
 */
export async function takeProbe(app: Platform, actor: Actor): Promise<Taken> {
  const reviewer = requireReviewer(actor);
  const now = app.clock();
  return inTransaction(app.db, async (tx) => {
    await lockReviews(tx, reviewer.agencyId);
    const session =
      (await resume(tx, { reviewer, now })) ?? (await begin(tx, { reviewer, now }, app.config.controlRate));
    if (!session) return { session: null };
    const view = await viewOf(tx, { reviewer, now }, session);
    await audit(app, tx, actor, { action: 'review.take', entity: 'review-session', entityId: session.id });
    return { session: view };
  });
}

interface Who {
  readonly reviewer: Reviewer;
  readonly now: Date;
}

async function resume(tx: Database, { reviewer, now }: Who): Promise<ReviewSession | null> {
  const session = await findUnfinishedSession(tx, reviewer);
  if (!session || (await finishIfDone(tx, { reviewer, now }, session.id))) return null;
  await updateLease(tx, session.id, leaseFrom(now));
  return { ...session, leaseUntil: leaseFrom(now) };
}

async function begin(tx: Database, { reviewer, now }: Who, controlRate: number): Promise<ReviewSession | null> {
  const candidates = mostUrgent(await listJudgeable(tx, reviewer, now), now);
  const [first] = candidates;
  if (!first) return null;
  // As many controls as there would have been candidates: the number tells nothing.
  const controls = isControlDue(controlRate) ? await listControlsFor(tx, reviewer, candidates.length) : [];
  const faceId = controls[0]?.faceId ?? first.faceId;
  const pairs: PairContent[] =
    controls.length > 0
      ? controls.map(({ id }) => ({ candidateId: null, controlId: id }))
      : candidates.map(({ id }) => ({ candidateId: id, controlId: null }));
  await insertReviewSession(tx, reviewer, { faceId, leaseUntil: leaseFrom(now), pairs });
  return (await findUnfinishedSession(tx, reviewer)) ?? null;
}

/** The candidates of the probe that should be looked at first, most urgent first. */
function mostUrgent(candidates: readonly OpenCandidate[], now: Date): OpenCandidate[] {
  const rated = candidates
    .map((candidate) => ({ candidate, urgency: urgencyOf({ ...candidate, ageYears: ageOf(candidate, now) }, now) }))
    .sort((a, b) => b.urgency - a.urgency);
  const faceId = rated[0]?.candidate.faceId;
  return rated
    .map(({ candidate }) => candidate)
    .filter((candidate) => candidate.faceId === faceId)
    .slice(0, MOST_PAIRS);
}

function ageOf({ bornAbout }: OpenCandidate, now: Date): number | null {
  return bornAbout && ageAt(bornAbout, now);
}

const MILLION = 1_000_000;

function isControlDue(rate: number): boolean {
  return randomInt(MILLION) < rate * MILLION;
}

/** Said to every lead of such an agency, whether anything waits or not: it tells nothing of what there is. */
function shortages(officers: number, leads: number): string[] {
  const notes: string[] = [];
  if (leads < 2)
    notes.push(
      'Your agency has one safeguarding lead. Candidates of protected cases need two of them, and so does a disagreement that the lead took part in: ask the administrator to invite a second lead.',
    );
  if (officers + leads < 3)
    notes.push('Fewer than three people review in your agency: a disagreement between two cannot be settled.');
  return notes;
}
