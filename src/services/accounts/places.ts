import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { findAgency } from '../../db/agencies.ts';
import type { Platform } from '../../platform.ts';

/** What somebody of the staff is, and where. */
export const StaffPlace = z.object({
  role: z.enum(['officer', 'lead', 'partner', 'admin', 'auditor'], 'Choose officer, lead, partner, admin or auditor'),
  agencyId: z.uuid('This is no id').nullable(),
});
export type StaffPlace = z.output<typeof StaffPlace>;

/** Officers, leads and partners work for an agency; admins and auditors for none, so that they stay apart from cases. */
export async function refuseWrongPlace(app: Platform, { role, agencyId }: StaffPlace): Promise<void> {
  const standsApart = role === 'admin' || role === 'auditor';
  if (standsApart && agencyId !== null) throw new AppError('invalid', `An ${role} belongs to no agency.`);
  if (!standsApart && (agencyId === null || !(await findAgency(app.db, agencyId))))
    throw new AppError('invalid', 'Choose the agency that this person works for.');
}
