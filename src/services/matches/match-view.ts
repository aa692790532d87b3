import { z } from 'zod';
import type { listMatchSteps, MatchRow } from '../../db/matches.ts';
import { nextStatuses } from './ladder.ts';

export const MATCH_STATUSES = ['verified', 'agency-contacted', 'welfare-check', 'confirmed', 'refuted'] as const;
export const FACT_KINDS = [
  'mark',
  'clothing',
  'companion',
  'place-and-time',
  'relative',
  'document',
  'dna',
  'other',
] as const;

const Status = z.enum(MATCH_STATUSES);

export const MatchSummary = z.object({
  id: z.uuid(),
  /** Null once the sighting was erased. */
  candidateId: z.uuid().nullable(),
  case: z.object({ id: z.uuid(), number: z.string(), childName: z.string() }),
  /** What speaks for it beside the face. */
  factKind: z.enum(FACT_KINDS),
  fact: z.string(),
  status: Status,
  next: z.array(Status),
  recordedAt: z.iso.datetime(),
  /** When an officer let the guardian be told; null: not yet. */
  releasedAt: z.iso.datetime().nullable(),
});
export type MatchSummary = z.output<typeof MatchSummary>;

export const MatchView = MatchSummary.extend({
  steps: z.array(
    z.object({ status: Status, remark: z.string().nullable(), recordedBy: z.string(), at: z.iso.datetime() }),
  ),
});
export type MatchView = z.output<typeof MatchView>;

export function summaryOf(match: MatchRow): MatchSummary {
  return {
    id: match.id,
    candidateId: match.candidateId,
    case: { id: match.caseId, number: match.caseNumber, childName: match.childName },
    factKind: match.factKind,
    fact: match.fact,
    status: match.status,
    next: [...nextStatuses(match.status)],
    recordedAt: match.createdAt.toISOString(),
    releasedAt: match.releasedAt?.toISOString() ?? null,
  };
}

export function matchViewOf(match: MatchRow, steps: Awaited<ReturnType<typeof listMatchSteps>>): MatchView {
  return { ...summaryOf(match), steps: steps.map((step) => ({ ...step, at: step.at.toISOString() })) };
}
