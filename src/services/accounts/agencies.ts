import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import * as agencies from '../../db/agencies.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { Country } from '../cases/case-fields.ts';
import { requirePermission, requireVisible } from '../policy.ts';
import { type Page, type PageOptions, pageOf } from './page.ts';

export const NewAgency = z.object({
  name: z.string().trim().min(2, 'Write the name of the agency').max(200, 'Write at most 200 characters'),
  kind: z.enum(['police', 'ngo', 'other'], 'Choose police, ngo or other'),
  country: Country,
  phone: z.string().trim().min(3).max(40).nullable().default(null),
  email: z.email('Write an e-mail address').max(320).nullable().default(null),
  asksViewReason: z.boolean().default(false).describe('Whoever views one of its cases says why'),
});
export type NewAgency = z.output<typeof NewAgency>;

export const AgencyChanges = z
  .object({
    ...NewAgency.shape,
    phone: NewAgency.shape.phone.unwrap(),
    email: NewAgency.shape.email.unwrap(),
    asksViewReason: NewAgency.shape.asksViewReason.unwrap(),
  })
  .partial();
export type AgencyChanges = z.output<typeof AgencyChanges>;

export async function createAgency(app: Platform, actor: Actor, input: NewAgency): Promise<{ id: string }> {
  requirePermission(actor, 'agency.create');
  return inTransaction(app.db, async (tx) => {
    const id = await agencies.insertAgency(tx, input);
    await audit(app, tx, actor, { action: 'agency.create', entity: 'agency', entityId: id });
    return { id };
  });
}

/** By name. It is a directory: names and numbers, nothing of their cases. */
export async function listAgencies(app: Platform, actor: Actor, options: PageOptions): Promise<Page<agencies.Agency>> {
  requirePermission(actor, 'agency.list');
  const found = await agencies.listAgencies(app.db, { ...options, limit: options.limit + 1 });
  return pageOf(found, options.limit, ({ name }) => name);
}

/** One entry of the directory. */
export async function viewAgency(app: Platform, actor: Actor, id: string): Promise<agencies.Agency> {
  const found = await agencies.findAgency(app.db, id);
  const { agency } = requireVisible(actor, 'agency.list', found && { agencyId: id, agency: found });
  return agency;
}

/** @throws AppError `conflict` when another agency has the name */
export async function editAgency(app: Platform, actor: Actor, id: string, changes: AgencyChanges): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const found = await agencies.findAgency(tx, id);
    requireVisible(actor, 'agency.edit', found && { agencyId: found.id });
    await agencies.updateAgency(tx, id, changes);
    await audit(app, tx, actor, {
      action: 'agency.edit',
      entity: 'agency',
      entityId: id,
      details: { fields: Object.keys(changes) },
    });
  });
}
