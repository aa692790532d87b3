import { z } from 'zod';
import type { Database } from '../../db/database.ts';
import { listOpenControls } from '../../db/review-controls.ts';
import type { Reviewer } from '../../db/review-queue.ts';
import { listReviewPairs, type ReviewPair, type ReviewSession } from '../../db/review-sessions.ts';
import { countReferenceCrops, findProbeAnalysis } from '../../db/reviews.ts';
import { ProbeAnalysis } from './analysis.ts';
import { Conclusion } from './conclusion.ts';
import { listJudgeable } from './places.ts';

/** What a reviewer sees of a probe and its pairs. Nothing here tells a candidate from a control, or one case from another. */
export const SessionView = z.object({
  id: z.uuid(),
  /** What this person found in the probe alone; null: to be done first. */
  analysis: ProbeAnalysis.nullable(),
  /** Empty until the probe is analysed. In an order that means nothing. */
  pairs: z.array(
    z.object({
      id: z.uuid(),
      /** Number of pictures to compare the probe with. */
      photos: z.number().int(),
      isJudged: z.boolean(),
      /** This person's own; null also means «unable to compare». */
      conclusion: Conclusion,
    }),
  ),
  /** All is judged: the facts can be read. */
  isFinished: z.boolean(),
  /** Until then nobody else is given this work; it is prolonged by going on. */
  leaseUntil: z.iso.datetime(),
});
export type SessionView = z.output<typeof SessionView>;

export async function viewOf(
  db: Database,
  { reviewer, now }: { reviewer: Reviewer; now: Date },
  session: ReviewSession,
): Promise<SessionView> {
  const found = await findProbeAnalysis(db, session.faceId, reviewer.accountId);
  const pairs = found ? await listVisiblePairs(db, { reviewer, now }, session.id) : [];
  const photos = await countReferenceCrops(
    db,
    pairs.map(({ caseId }) => caseId),
  );
  return {
    id: session.id,
    analysis: found ? ProbeAnalysis.parse(found.analysis) : null,
    pairs: pairs.map(({ id, caseId, reviewId, conclusion }) => ({
      id,
      photos: photos.get(caseId) ?? 0,
      isJudged: reviewId !== null,
      conclusion: Conclusion.parse(conclusion),
    })),
    isFinished: session.finishedAt !== null,
    leaseUntil: session.leaseUntil.toISOString(),
  };
}

/** Pairs of a session that were judged in it, or still can be. */
async function listVisiblePairs(db: Database, who: { reviewer: Reviewer; now: Date }, sessionId: string) {
  const pairs = (await listReviewPairs(db, sessionId)).filter(
    ({ agencyId, isProtected }) => agencyId === who.reviewer.agencyId && (!isProtected || who.reviewer.isLead),
  );
  const open = await openAmong(db, who, pairs);
  return pairs.filter(({ id, reviewId }) => reviewId !== null || open.has(id));
}

/** Ids of those pairs that this reviewer may judge now. */
export async function openAmong(
  db: Database,
  { reviewer, now }: { reviewer: Reviewer; now: Date },
  pairs: readonly ReviewPair[],
): Promise<Set<string>> {
  const unjudged = pairs.filter(({ reviewId }) => reviewId === null);
  const candidates = await listJudgeable(
    db,
    reviewer,
    now,
    unjudged.flatMap(({ candidateId }) => candidateId ?? []),
  );
  const controls = await listOpenControls(
    db,
    unjudged.flatMap(({ controlId }) => controlId ?? []),
    reviewer.accountId,
  );
  const open = new Set([...candidates, ...controls].map(({ id }) => id));
  return new Set(
    unjudged.filter(({ candidateId, controlId }) => open.has(candidateId ?? controlId ?? '')).map(({ id }) => id),
  );
}
