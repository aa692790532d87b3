import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { findAgency } from '../../db/agencies.ts';
import { insertCase, nextCaseNumber } from '../../db/cases.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requirePermission, requireReach } from '../policy.ts';
import { type CaseFields, NewCase as Fields, given, NOTHING_KNOWN } from './case-fields.ts';
import { derivedColumns } from './derived.ts';
import { refuseMistakes, refuseOfficialBasis } from './field-mistakes.ts';
import { accountIdOf } from './load.ts';

export const NewCase = z.strictObject({
  ...Fields.shape,
  /** Guardians say which agency shall look for their child; staff create cases of their own. */
  agencyId: z.uuid('Choose an agency.').optional(),
});
export type NewCase = z.output<typeof NewCase>;

/**
 * Begin a case, as a draft: nothing is searched yet.
 *
 * A guardian's draft waits until an officer of the agency takes it over.
 */
export async function createCase(
  app: Platform,
  actor: Actor,
  { agencyId: wanted, childName, country, ...others }: NewCase,
): Promise<{ id: string; number: string }> {
  requireReach(actor, 'case.create');
  const owner = ownerOf(actor, wanted);
  requirePermission(actor, 'case.create', owner);
  const at = app.clock();
  const fields: CaseFields = { ...NOTHING_KNOWN, ...given(others), childName, country };
  refuseOfficialBasis(actor, fields);
  refuseMistakes(fields, at);
  return inTransaction(app.db, async (tx) => {
    if (!(await findAgency(tx, owner.agencyId))) throw new AppError('invalid', 'Choose an agency.');
    const created = await insert(tx, fields, { ...owner, createdBy: accountIdOf(actor), at });
    await app.jobs.enqueue(tx, 'find-duplicates', { caseId: created.id }, { key: created.id });
    await audit(app, tx, actor, { action: 'case.create', entity: 'case', entityId: created.id });
    return created;
  });
}

interface Owner {
  readonly agencyId: string;
  readonly guardianId: string | null;
  readonly officerId: string | null;
}

function ownerOf(actor: Actor, wanted: string | undefined): Owner {
  const own = actor.kind === 'account' || actor.kind === 'api-key' ? actor.agencyId : null;
  const agencyId = own ?? wanted;
  if (agencyId === undefined) throw new AppError('invalid', 'Choose the agency that shall look for the child.');
  if (own !== null && wanted !== undefined && wanted !== own)
    throw new AppError('forbidden', 'Cases are created in your own agency.');
  const accountId = accountIdOf(actor);
  return own === null
    ? { agencyId, guardianId: accountId, officerId: null }
    : { agencyId, guardianId: null, officerId: accountId };
}

async function insert(
  tx: Database,
  fields: CaseFields,
  { at, agencyId, createdBy, ...people }: Owner & { createdBy: string | null; at: Date },
) {
  const number = await nextCaseNumber(tx, at.getUTCFullYear());
  const columns = { ...fields, ...people, ...derivedColumns(fields, { number, createdAt: at }) };
  return { id: await insertCase(tx, { number, agencyId, createdBy, at }, columns), number };
}
