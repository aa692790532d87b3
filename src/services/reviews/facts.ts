import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { type CandidateFacts, listCandidateFacts } from '../../db/review-facts.ts';
import type { Reviewer } from '../../db/review-queue.ts';
import { findReviewSession, listReviewPairs, type ReviewPair } from '../../db/review-sessions.ts';
import { listReviewRemarks, listReviews } from '../../db/reviews.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { Checklist } from './checklist.ts';
import { Conclusion, wordsFor } from './conclusion.ts';
import { standingOf } from './outcome.ts';
import { requireReviewer } from './reviewer.ts';

/** A candidate with all that was hidden before. */
export const Facts = z.object({
  candidateId: z.uuid(),
  case: z.object({
    id: z.uuid(),
    number: z.string(),
    childName: z.string(),
    marks: z.array(z.string()),
    clothing: z.string().nullable(),
    lastPlace: z.string().nullable(),
    lastSeenAt: z.iso.datetime().nullable(),
  }),
  sighting: z.object({
    id: z.uuid(),
    number: z.string(),
    place: z.string().nullable(),
    seenAt: z.iso.datetime(),
    remarks: z.string().nullable(),
  }),
  rank: z.number().int(),
  score: z.number(),
  strength: z.string(),
  /** About one search in this many would bring an unrelated child this high. */
  oneIn: z.number(),
  /** Reasons for and against beside the face, one each. */
  plausibility: z.array(z.unknown()),
});
export type Facts = z.output<typeof Facts>;

const OtherJudgement = z.object({
  round: z.number().int(),
  conclusion: Conclusion,
  words: z.string(),
  checklist: Checklist,
  remark: z.string().nullable(),
});

const JudgedPair = z.object({
  pairId: z.uuid(),
  conclusion: Conclusion,
  words: z.string(),
  /** What this person added later. */
  remarks: z.array(z.object({ text: z.string(), at: z.iso.datetime() })),
  /** Two children known to differ, mixed in to measure reviewers: there is no sighting and nothing follows from it. */
  isControl: z.boolean(),
  standing: z.enum(['second-review-wanted', 'disagreement', 'same', 'different', 'unsure']).nullable(),
  /** Null for controls. */
  facts: Facts.nullable(),
  /** What the first two concluded, for the lead who came third; never who they are. */
  others: z.array(OtherJudgement),
});

export const JudgedPairs = z.object({ pairs: z.array(JudgedPair) });
export type JudgedPairs = z.output<typeof JudgedPairs>;

/**
 * What was hidden, once all pairs of a probe are judged. Not earlier: the place of a sighting and the rank of one
 * candidate would tell about the others.
 *
 * @throws AppError `conflict` while there is something left to judge
 */
export async function viewFacts(app: Platform, actor: Actor, sessionId: string): Promise<JudgedPairs> {
  const reviewer = requireReviewer(actor);
  return inTransaction(app.db, async (tx) => {
    const session = await findReviewSession(tx, reviewer, sessionId);
    if (!session) throw new AppError('not-found', 'There is no such review.');
    if (!session.finishedAt) throw new AppError('conflict', 'Judge all pairs of this probe first.');
    const judged = (await listReviewPairs(tx, sessionId)).filter((pair) => isShown(reviewer, pair));
    const pairs = await Promise.all((await withFacts(tx, judged)).map((pair) => describe(tx, pair)));
    const candidateIds = judged.flatMap(({ candidateId }) => candidateId ?? []);
    await audit(app, tx, actor, {
      action: 'review.facts',
      entity: 'review-session',
      entityId: sessionId,
      details: { candidateIds },
    });
    return { pairs };
  });
}

export function factsOf(row: CandidateFacts): Facts {
  return {
    candidateId: row.id,
    case: {
      id: row.caseId,
      number: row.caseNumber,
      childName: row.childName,
      marks: row.marks,
      clothing: row.clothing,
      lastPlace: row.lastPlace,
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    },
    sighting: {
      id: row.sightingId,
      number: row.sightingNumber,
      place: row.place,
      seenAt: row.seenAt.toISOString(),
      remarks: row.remarks,
    },
    rank: row.rank,
    score: row.score,
    strength: row.strength,
    oneIn: row.oneIn,
    plausibility: z.array(z.unknown()).parse(row.plausibility),
  };
}

function isShown(reviewer: Reviewer, { reviewId, agencyId, isProtected }: ReviewPair): boolean {
  return reviewId !== null && agencyId === reviewer.agencyId && (!isProtected || reviewer.isLead);
}

type PairWithFacts = ReviewPair & { readonly facts: CandidateFacts | null };

async function withFacts(tx: Database, pairs: readonly ReviewPair[]): Promise<PairWithFacts[]> {
  const rows = await listCandidateFacts(
    tx,
    pairs.flatMap(({ candidateId }) => candidateId ?? []),
  );
  const facts = new Map(rows.map((row) => [row.id, row]));
  return pairs.map((pair) => ({ ...pair, facts: facts.get(pair.candidateId ?? '') ?? null }));
}

async function describe(tx: Database, pair: PairWithFacts): Promise<z.output<typeof JudgedPair>> {
  const conclusion = Conclusion.parse(pair.conclusion);
  const reviews = pair.candidateId === null ? [] : await listReviews(tx, pair.candidateId);
  const standing = standingOf(reviews.map((review) => Conclusion.parse(review.conclusion)));
  const remarks = await listReviewRemarks(tx, [pair.reviewId ?? '']);
  return {
    pairId: pair.id,
    conclusion,
    words: wordsFor(conclusion),
    remarks: remarks.map(({ text, createdAt }) => ({ text, at: createdAt.toISOString() })),
    isControl: pair.controlId !== null,
    standing: standing === 'pending' ? null : standing,
    facts: pair.facts && factsOf(pair.facts),
    others: pair.round === 3 ? reviews.filter(({ round }) => round < 3).map(otherJudgement) : [],
  };
}

function otherJudgement(review: Awaited<ReturnType<typeof listReviews>>[number]): z.output<typeof OtherJudgement> {
  const conclusion = Conclusion.parse(review.conclusion);
  return {
    round: review.round,
    conclusion,
    words: wordsFor(conclusion),
    checklist: Checklist.parse(review.checklist),
    remark: review.remark,
  };
}
