import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { listCandidates } from '../../db/candidates.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountIdOf, loadCase } from '../cases/load.ts';
import { reachOf, requireReach, seesProtected } from '../policy.ts';

const Reason = z.object({
  kind: z.string(),
  verdict: z.enum(['supports', 'neutral', 'against', 'unknown']),
  key: z.string().describe('Names the sentence, for translations'),
  parameters: z.record(z.string(), z.unknown()),
  text: z.string().describe('The sentence in English'),
});

/** What the machine says of a candidate. Never a percentage: strength in words, and how rarely strangers come as far. */
const Assessment = z.object({
  strength: z.string(),
  oneIn: z.number().describe('About one search in so many for an unrelated child would bring somebody this high'),
  basis: z.string(),
  isAlert: z.boolean(),
  reasons: z.array(Reason),
});

/** A child who may be on the photo of a sighting. */
export const CandidateItem = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  caseNumber: z.string(),
  sightingId: z.uuid(),
  sightingNumber: z.string(),
  faceId: z.uuid(),
  seenAt: z.iso.datetime(),
  decision: z.enum(['same', 'different', 'unsure']).nullable(),
  assessment: Assessment.nullable().describe(
    'Null for reviewers who have not finished with the probe: they judge first',
  ),
});
export type CandidateItem = z.output<typeof CandidateItem>;

/** The end of a page: an id alone, because a score would tell those who have yet to judge. */
export const CandidatePosition = z.uuid();
export type CandidatePosition = z.output<typeof CandidatePosition>;

/** Of a case, or of a sighting as far as it touches cases of the actor's agency. */
export type CandidatesOf = { readonly caseId: string } | { readonly sightingId: string };

interface Page {
  readonly after: CandidatePosition | null;
  readonly limit: number;
}

/**
 * Candidates: best first for those who never judge any, and in the order of the sightings for reviewers, to whom a place
 * in the list would say what the machine thinks. Those of protected cases show up for leads of the owning agency alone; for all others the
 * list is as if they were not there.
 *
 * @throws AppError `forbidden`; `not-found` for a case out of reach
 */
export async function listCandidatesFor(
  app: Platform,
  actor: Actor,
  of: CandidatesOf,
  { after, limit }: Page,
): Promise<{ items: CandidateItem[]; next: CandidatePosition | null }> {
  const reach = requireReach(actor, 'candidate.list');
  return inTransaction(app.db, async (tx) => {
    if ('caseId' in of) await loadCase(tx, actor, 'candidate.list', of.caseId);
    const filter = {
      ...of,
      agencyId: reach === 'any' || !('agencyId' in actor) ? null : actor.agencyId,
      withProtected: seesProtected(actor),
      viewerId: accountIdOf(actor),
    };
    const order = isReviewer(actor) ? 'seen' : 'best';
    const found = await listCandidates(tx, filter, { order, after, limit: limit + 1, now: app.clock() });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const entity =
      'caseId' in of ? { entity: 'case', entityId: of.caseId } : { entity: 'sighting', entityId: of.sightingId };
    await audit(app, tx, actor, { action: 'candidate.list', ...entity, details: { count: rows.length } });
    return {
      items: rows.map((row) => itemOf(row, actor)),
      next: last?.id ?? null,
    };
  });
}

type Row = Awaited<ReturnType<typeof listCandidates>>[number];

function itemOf(row: Row, actor: Actor): CandidateItem {
  const { id, caseId, caseNumber, sightingId, sightingNumber, faceId, seenAt, outcome } = row;
  return {
    ...{ id, caseId, caseNumber, sightingId, sightingNumber, faceId },
    seenAt: seenAt.toISOString(),
    decision: outcome,
    assessment: mayKnow(row, actor) ? assessmentOf(row) : null,
  };
}

/**
 * Whoever may still have to judge must not know what the machine thinks (docs/review.md): not of this pair, and not of
 * another one of the probe at hand, which would tell about it.
 */
function mayKnow({ outcome, isFinishedByViewer, isHeldByViewer }: Row, actor: Actor): boolean {
  return !isReviewer(actor) || (!isHeldByViewer && (outcome !== null || isFinishedByViewer));
}

function isReviewer(actor: Actor): boolean {
  return reachOf(actor, 'review.do') !== 'none';
}

function assessmentOf({ strength, oneIn, basis, isAlert, plausibility }: Row): CandidateItem['assessment'] {
  const reasons = plausibility.map((each) => ({ ...each, parameters: { ...each.parameters } }));
  return { strength, oneIn, basis, isAlert, reasons };
}
