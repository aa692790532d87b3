import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { findGuardianByEmail } from '../../db/case-people.ts';
import { updateCase } from '../../db/cases.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountIdOf, loadCaseToChange } from './load.ts';

export const GuardianLink = z.object({
  email: z.email("Write the e-mail address of the guardian's account.").nullable().describe('Null ends the link'),
});
export type GuardianLink = z.output<typeof GuardianLink>;

/** Take on a case as its officer: a guardian's draft first of all, or that of a colleague. */
export async function takeOverCase(app: Platform, actor: Actor, caseId: string): Promise<{ version: number }> {
  return inTransaction(app.db, async (tx) => {
    const file = await loadCaseToChange(tx, actor, 'case.take-over', caseId);
    const officerId = accountIdOf(actor);
    if (file.officerId === officerId) return { version: file.version };
    const version = file.version + 1;
    await updateCase(tx, caseId, app.clock(), { officerId });
    const details = { version, fromId: file.officerId };
    await audit(app, tx, actor, { action: 'case.take-over', entity: 'case', entityId: caseId, details });
    return { version };
  });
}

/** Say who the guardian is, so that they see the case in their own way. @throws AppError `not-found` without account */
export async function linkGuardian(
  app: Platform,
  actor: Actor,
  caseId: string,
  { email }: GuardianLink,
): Promise<{ version: number }> {
  return inTransaction(app.db, async (tx) => {
    const file = await loadCaseToChange(tx, actor, 'case.assign-guardian', caseId);
    const guardian = email === null ? null : await findGuardianByEmail(tx, email);
    if (guardian === undefined)
      throw new AppError('not-found', 'No guardian has an account with this address. Ask them to register first.');
    const guardianId = guardian?.id ?? null;
    if (guardianId === file.guardianId) return { version: file.version };
    const version = file.version + 1;
    // Whoever links is the officer of a draft that a program began: it is not the guardian's to write.
    await updateCase(tx, caseId, app.clock(), { guardianId, officerId: file.officerId ?? accountIdOf(actor) });
    const details = { version, guardianId, before: file.guardianId };
    await audit(app, tx, actor, { action: 'case.assign-guardian', entity: 'case', entityId: caseId, details });
    return { version };
  });
}
