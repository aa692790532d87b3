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
export async function createCase(app: Platform, actor: Actor, wanted: NewCase): Promise<CreatedCase> {
  const [created] = await createCases(app, actor, [wanted]);
  if (!created) throw new RangeError('no case was created');
  return created;
}

export interface CreatedCase {
  readonly id: string;
  readonly number: string;
}

/** The same for many, all of them or none. */
export async function createCases(app: Platform, actor: Actor, wanted: readonly NewCase[]): Promise<CreatedCase[]> {
  requireReach(actor, 'case.create');
  const at = app.clock();
  const drafts = wanted.map((each) => draftOf(actor, each, at));
  return inTransaction(app.db, async (tx) => {
    const created: CreatedCase[] = [];
    for (const { fields, owner } of drafts) {
      if (!(await findAgency(tx, owner.agencyId))) throw new AppError('invalid', 'Choose an agency.');
      const draft = await insert(tx, fields, { ...owner, createdBy: accountIdOf(actor), at });
      await app.jobs.enqueue(tx, 'find-duplicates', { caseId: draft.id }, { key: draft.id });
      created.push(draft);
    }
    for (const { id } of created) await audit(app, tx, actor, { action: 'case.create', entity: 'case', entityId: id });
    return created;
  });
}

function draftOf(actor: Actor, { agencyId, childName, country, ...others }: NewCase, at: Date) {
  const owner = ownerOf(actor, agencyId);
  requirePermission(actor, 'case.create', owner);
  const fields: CaseFields = { ...NOTHING_KNOWN, ...given(others), childName, country };
  refuseOfficialBasis(actor, fields);
  refuseMistakes(fields, at);
  return { owner, fields };
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
