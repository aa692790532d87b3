import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import { findAdHocSearch, listAdHocSearches } from '../../db/searches.ts';
import type { Platform } from '../../platform.ts';
import { requireAccount } from '../accounts/actor.ts';
import { audit } from '../audit.ts';
import { accountIdOf } from '../cases/load.ts';
import { requireReach, requireVisible } from '../policy.ts';
import { ShownChild, showChildren } from './shown-children.ts';

/** A search by hand and whom it found. */
export const SearchView = z.object({
  id: z.uuid(),
  reasonCode: z.string().nullable(),
  incident: z.string().nullable(),
  at: z.iso.datetime(),
  basis: z.string().describe('What the strength rests on: start values, a blend, or the deployment’s own searches'),
  nobody: z.boolean().describe('Whether nobody came above the threshold'),
  candidates: z.array(ShownChild),
});
export type SearchView = z.output<typeof SearchView>;

/** What was kept of a result; this service alone writes it. */
const Results = z.array(z.object({ caseId: z.uuid(), oneIn: z.number(), strength: z.string() }));

/** A search by hand of one's agency. @throws AppError `forbidden`, `not-found` */
export function viewSearch(app: Platform, actor: Actor, id: string): Promise<SearchView> {
  return inTransaction(app.db, async (tx) => {
    const found = requireVisible(actor, 'search.view', await findAdHocSearch(tx, id));
    const candidates = await showChildren(tx, actor, Results.parse(found.results ?? []));
    await audit(app, tx, actor, { action: 'search.view', entity: 'search', entityId: id });
    const { reasonCode, incident, createdAt, basis } = found;
    // Whom a lead found may be nobody to a colleague: they may know of different children.
    const isOwn = found.requestedBy === accountIdOf(actor);
    const nobody = candidates.length === 0 || (isOwn && found.nobody);
    const at = createdAt.toISOString();
    return { id, reasonCode, incident, at, basis, nobody, candidates: [...candidates] };
  });
}

/** What one searched by hand oneself, newest first. */
export async function listOwnSearches(app: Platform, actor: Actor, limit = 10) {
  requireReach(actor, 'search.view');
  const { accountId } = requireAccount(actor);
  return listAdHocSearches(app.db, accountId, limit);
}
