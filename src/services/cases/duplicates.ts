import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { decideProposal, listProposals, lockProposal, type Proposal, type ProposalScope } from '../../db/duplicates.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireReach, seesProtected } from '../policy.ts';
import { AgencyContact } from './case-view.ts';
import { TIMESTAMP } from './list.ts';
import { accountIdOf, loadCase } from './load.ts';

export const DuplicateDecision = z.object({
  decision: z.enum(['same', 'different'], 'Say whether it is the same child.'),
});
export type DuplicateDecision = z.output<typeof DuplicateDecision>;

const Reason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('name'), isSame: z.boolean().describe('False: only alike in sound') }),
  z.object({ kind: z.literal('birth-date') }),
  z.object({ kind: z.literal('age') }),
  z.object({ kind: z.literal('face'), oneIn: z.number().describe('About one in so many unrelated children') }),
]);

/** Two cases that may be about one child. Of another agency's case only its number shows, and whom to call. */
export const Duplicate = z.object({
  id: z.uuid(),
  reasons: z.array(Reason),
  own: z.object({ id: z.uuid(), number: z.string(), childName: z.string() }),
  other: z.object({
    number: z.string(),
    agency: AgencyContact,
    id: z.uuid().nullable().describe('Where both cases are of your agency'),
  }),
  decision: z.enum(['same', 'different']).nullable(),
  decidedAt: z.iso.datetime().nullable(),
  decidedBy: z.string().nullable().describe('Name of the agency'),
  createdAt: z.iso.datetime(),
});
export type Duplicate = z.output<typeof Duplicate>;

/** The end of a page. */
export const DuplicatePosition = z.object({ key: z.string().regex(TIMESTAMP), id: z.uuid() });
export type DuplicatePosition = z.output<typeof DuplicatePosition>;

interface Page {
  readonly caseId?: string | undefined;
  readonly isOpen?: boolean | undefined;
  readonly after?: DuplicatePosition | null;
  readonly limit?: number;
}

/** Possible duplicates of the agency's cases, newest first. Where a case is protected, only leads see the pair. */
export async function listDuplicates(
  app: Platform,
  actor: Actor,
  { caseId, isOpen = false, after = null, limit = 50 }: Page = {},
): Promise<{ items: Duplicate[]; next: DuplicatePosition | null }> {
  requireReach(actor, 'duplicate.list');
  const scope = scopeOf(actor);
  return inTransaction(app.db, async (tx) => {
    if (caseId !== undefined) await loadCase(tx, actor, 'case.view', caseId);
    const page = { ...(caseId === undefined ? {} : { caseId }), isOpen, after, limit: limit + 1 };
    const found = await listProposals(tx, scope, page);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    await audit(app, tx, actor, { action: 'duplicate.list', details: { count: rows.length } });
    return {
      items: rows.map((row) => duplicateOf(row, scope.agencyId, caseId)),
      next: last ? { key: last.sortKey, id: last.id } : null,
    };
  });
}

/** Say whether it is one child. Remembered: the pair is not proposed again. Whoever knows better may say so later. */
export async function decideDuplicate(
  app: Platform,
  actor: Actor,
  id: string,
  { decision }: DuplicateDecision,
): Promise<Duplicate> {
  requireReach(actor, 'duplicate.decide');
  const scope = scopeOf(actor);
  return inTransaction(app.db, async (tx) => {
    const before = await lockProposal(tx, scope, id);
    if (!before) throw new AppError('not-found', 'There is no such duplicate.');
    await decideProposal(tx, id, { decision, decidedBy: accountIdOf(actor), at: app.clock() });
    const after = await lockProposal(tx, scope, id);
    const details = { decision, before: before.decision };
    await audit(app, tx, actor, { action: 'duplicate.decide', entity: 'duplicate', entityId: id, details });
    return duplicateOf(after ?? before, scope.agencyId);
  });
}

function scopeOf(actor: Actor): ProposalScope {
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  if (agencyId === null) throw new AppError('forbidden', 'Duplicates are shown to the agencies that own the cases.');
  return { agencyId, withProtected: seesProtected(actor) };
}

function duplicateOf(row: Proposal, agencyId: string, caseId?: string): Duplicate {
  const first = {
    id: row.firstId,
    number: row.firstNumber,
    childName: row.firstName,
    agency: { id: row.firstAgencyId, name: row.firstAgency, phone: row.firstPhone, email: row.firstEmail },
  };
  const second = {
    id: row.secondId,
    number: row.secondNumber,
    childName: row.secondName,
    agency: { id: row.secondAgencyId, name: row.secondAgency, phone: row.secondPhone, email: row.secondEmail },
  };
  const isSecondOwn = caseId === undefined ? first.agency.id !== agencyId : second.id === caseId;
  const [own, other] = isSecondOwn ? [second, first] : [first, second];
  return {
    id: row.id,
    reasons: row.reasons,
    own: { id: own.id, number: own.number, childName: own.childName },
    other: { number: other.number, agency: other.agency, id: other.agency.id === agencyId ? other.id : null },
    decision: row.decision,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedBy,
    createdAt: row.createdAt.toISOString(),
  };
}
