import { SYSTEM } from '../../core/actor.ts';
import { findCase } from '../../db/cases.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import {
  type DuplicateReason,
  deleteProposal,
  keepPossible,
  listNamesakes,
  listProposalsOf,
  putProposal,
} from '../../db/duplicates.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { type SimilarCase, similarCases } from '../search/similar-cases.ts';
import { identityReasons } from './duplicate-reasons.ts';

type Found = ReadonlyMap<string, readonly DuplicateReason[]>;

/**
 * Propose the cases, of any agency, that may be about the child of this one. People decide; nothing is ever merged.
 *
 * May run any number of times: what people decided stays, and proposals that no longer hold go.
 */
export async function findDuplicates(
  app: Platform,
  { caseId }: { readonly caseId: string },
  findSimilar = similarCases,
): Promise<void> {
  const similar = await findSimilar(app, caseId);
  await inTransaction(app.db, async (tx) => {
    const found = await reasonsOf(tx, caseId, similar);
    const known = await listProposalsOf(tx, caseId);
    const created: string[] = [];
    // In one order everywhere, so that two searches of this kind never wait for one another in a circle.
    for (const [otherId, reasons] of [...found].sort(byPair(caseId))) {
      const merged = withFace(reasons, known.get(otherId)?.reasons ?? []);
      const id = await putProposal(tx, [caseId, otherId], merged, app.clock());
      if (id !== undefined) created.push(id);
    }
    const possible = await keepPossible(tx, caseId, [...known.keys()]);
    for (const [otherId, { id, reasons }] of known)
      if (!possible.has(otherId) || !(found.has(otherId) || reasons.some(isFace))) await deleteProposal(tx, id);
    for (const entityId of created)
      await audit(app, tx, SYSTEM, { action: 'duplicate.propose', entity: 'duplicate', entityId });
  });
}

async function reasonsOf(tx: Database, caseId: string, similar: readonly SimilarCase[]): Promise<Found> {
  const file = await findCase(tx, caseId);
  if (!file) return new Map();
  const found = new Map<string, DuplicateReason[]>();
  for (const other of await listNamesakes(tx, caseId, file.nameKeys)) {
    const reasons = identityReasons(file, other);
    if (reasons.length > 0) found.set(other.id, reasons);
  }
  for (const { caseId: otherId, oneIn } of similar)
    if (otherId !== caseId) found.set(otherId, [...(found.get(otherId) ?? []), { kind: 'face', oneIn }]);
  const kept = await keepPossible(tx, caseId, [...found.keys()]);
  return new Map([...found].filter(([otherId]) => kept.has(otherId)));
}

function byPair(caseId: string) {
  const pair = (otherId: string) => [caseId, otherId].sort().join(' ');
  return ([first]: readonly [string, unknown], [second]: readonly [string, unknown]) =>
    pair(first) < pair(second) ? -1 : 1;
}

/** The search from the other side may have seen what this one did not. */
function withFace(reasons: readonly DuplicateReason[], known: readonly DuplicateReason[]): readonly DuplicateReason[] {
  return reasons.some(isFace) ? reasons : [...reasons, ...known.filter(isFace)];
}

function isFace({ kind }: DuplicateReason): boolean {
  return kind === 'face';
}
