import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { findSightingByNumber, listSightingsOfCase } from '../../db/case-sightings.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { reachOf, requirePermission } from '../policy.ts';
import { linkSighting } from '../sightings/inbox.ts';
import { loadCase } from './load.ts';

export const NewSightingLink = z.object({
  number: z.string().trim().toUpperCase().min(1, 'Write the number of the sighting, such as S-2026-000123.'),
  reason: z.string().trim().min(1, 'Say why they belong together.').max(500),
});
export type NewSightingLink = z.output<typeof NewSightingLink>;

/** A sighting that people connected with a case. */
export interface CaseSighting {
  readonly id: string;
  readonly number: string;
  readonly place: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly seenAt: Date;
  readonly reason: string;
  readonly linkedAt: Date;
  readonly linkedBy: string | null;
  /** Two reviewers and a fact say that it was this child. */
  readonly isConfirmed: boolean;
}

/** Sightings connected with a case; none for who may see the case, but no sightings. */
export async function viewSightingsOfCase(app: Platform, actor: Actor, caseId: string): Promise<CaseSighting[]> {
  if (reachOf(actor, 'sighting.view') === 'none') return [];
  return inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'case.view', caseId);
    const sightings = await listSightingsOfCase(tx, caseId);
    const details = { part: 'sightings', count: sightings.length };
    await audit(app, tx, actor, { action: 'case.view', entity: 'case', entityId: caseId, details });
    return sightings;
  });
}

/** Connect a sighting with a case by its number. @throws AppError `not-found` */
export async function linkSightingByNumber(
  app: Platform,
  actor: Actor,
  caseId: string,
  { number, reason }: NewSightingLink,
): Promise<void> {
  requirePermission(actor, 'sighting.view');
  const sighting = await findSightingByNumber(app.db, number);
  if (!sighting) throw new AppError('invalid', `There is no sighting with the number ${number}.`);
  await linkSighting(app, actor, sighting.id, { caseId, reason });
}
