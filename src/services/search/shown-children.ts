import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { listShownCases } from '../../db/candidates.ts';
import type { Database } from '../../db/database.ts';
import { seesProtected } from '../policy.ts';
import type { ProtectedScope } from './contract.ts';

/** A child whom a search by hand found, as it is kept: best first. */
export interface FoundChild {
  readonly caseId: string;
  readonly oneIn: number;
  readonly strength: string;
}

/** A child whom a search by hand found, as it is shown. Of another agency's case only the number, and whom to call. */
export const ShownChild = z.object({
  rank: z.int().describe('1 is the most alike'),
  caseNumber: z.string(),
  caseId: z.uuid().nullable().describe('Where the case is of your agency'),
  agency: z.object({ name: z.string(), phone: z.string().nullable(), email: z.string().nullable() }),
  strength: z.string(),
  oneIn: z.number().describe('About one search in so many for an unrelated child would bring somebody this high'),
});
export type ShownChild = z.output<typeof ShownChild>;

/** Whose protected children this person may know of. */
export function whoSees(actor: Actor): ProtectedScope {
  if (actor.kind === 'system') return 'all';
  return seesProtected(actor) && actor.kind === 'account' && actor.agencyId !== null
    ? { agencyId: actor.agencyId }
    : 'none';
}

/** Children in their order, without those who may not, or no longer, be shown: their places close up. */
export async function showChildren(
  db: Database,
  actor: Actor,
  found: readonly FoundChild[],
): Promise<readonly ShownChild[]> {
  const cases = await listShownCases(
    db,
    found.map(({ caseId }) => caseId),
    whoSees(actor),
  );
  const shown = new Map(cases.map((each) => [each.caseId, each]));
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  return found
    .flatMap(({ caseId, oneIn, strength }) => {
      const child = shown.get(caseId);
      return child ? [{ ...child, oneIn, strength }] : [];
    })
    .map(({ caseId, caseNumber, oneIn, strength, ...agency }, place) => ({
      rank: place + 1,
      caseNumber,
      caseId: agency.agencyId === agencyId ? caseId : null,
      agency: { name: agency.agencyName, phone: agency.phone, email: agency.email },
      strength,
      oneIn,
    }));
}
