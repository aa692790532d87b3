import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type CaseFile, updateCase } from '../../db/cases.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { PROTECTED_REASONS } from './case-view.ts';
import { loadCaseToChange } from './load.ts';

export const Publicity = z.object({ isPublic: z.boolean() });
export type Publicity = z.output<typeof Publicity>;

export const Protection = z.object({
  reason: z
    .enum(PROTECTED_REASONS, 'Say why the child needs protection.')
    .nullable()
    .describe('Null lifts the protection; only a safeguarding lead may'),
});
export type Protection = z.output<typeof Protection>;

/** What follows from the switch, in words for whoever turned it. */
export const Consequences = z.object({ consequences: z.array(z.string()) });
export type Consequences = z.output<typeof Consequences>;

/**
 * Show a case to the public, or no longer. Off by default.
 *
 * @throws AppError `conflict` when the case is not open, has no consent, or is protected
 */
export async function setPublicity(
  app: Platform,
  actor: Actor,
  caseId: string,
  { isPublic }: Publicity,
): Promise<Consequences> {
  return inTransaction(app.db, async (tx) => {
    const file = await loadCaseToChange(tx, actor, 'case.publish', caseId);
    if (isPublic) refusePublicity(file);
    if (isPublic !== file.isPublic) {
      await updateCase(tx, caseId, app.clock(), { isPublic });
      const action = isPublic ? 'case.publish' : 'case.unpublish';
      await audit(app, tx, actor, { action, entity: 'case', entityId: caseId, details: { version: file.version + 1 } });
    }
    return { consequences: isPublic ? PUBLIC : NOT_PUBLIC };
  });
}

/**
 * Protect a child from being found through Homeward, by whoever looks for it: a court order, a refuge, a flight from
 * abuse. Anybody of the agency who learns of it may; leads alone then see the case, and lift the protection.
 */
export async function setProtection(
  app: Platform,
  actor: Actor,
  caseId: string,
  { reason }: Protection,
): Promise<Consequences> {
  return inTransaction(app.db, async (tx) => {
    const action = reason === null ? 'case.unprotect' : 'case.protect';
    const file = await loadCaseToChange(tx, actor, action, caseId);
    if (reason !== file.protectedReason) await protect(app, tx, actor, { file, action, reason });
    return { consequences: reason === null ? NOT_PROTECTED : PROTECTED };
  });
}

async function protect(
  app: Platform,
  tx: Database,
  actor: Actor,
  { file, action, reason }: { file: CaseFile; action: string; reason: Protection['reason'] },
): Promise<void> {
  await updateCase(tx, file.id, app.clock(), { protectedReason: reason, isPublic: false });
  const details = { version: file.version + 1, wasPublic: file.isPublic };
  const why = reason === null ? {} : { reasonCode: reason };
  await audit(app, tx, actor, { action, entity: 'case', entityId: file.id, details, ...why });
}

function refusePublicity({ state, isProtected, consentBy, consentAt }: CaseFile): void {
  const reasons = [
    ...(state === 'open' ? [] : ['Only an open case can be public.']),
    ...(isProtected ? ['The child is protected: the case must not be public.'] : []),
    ...(consentBy !== null && consentAt !== null ? [] : ['Publicity needs consent: write who gave it, and when.']),
  ];
  if (reasons.length > 0) throw new AppError('conflict', reasons.join('\n'));
}

const PUBLIC = [
  'Anybody can now see the name, the age, the description, one photo and the place where the child was last seen.',
  'What is public is copied and stays on the internet, even after the child is found.',
  'The public never sees sightings, candidates, contacts, medical needs or the police reference.',
];
const NOT_PUBLIC = [
  'The public no longer sees the case. Copies that others made stay where they are: ask for removal there.',
];
const PROTECTED = [
  'Only the safeguarding leads of your agency see this case now. For everybody else it is as if it were not there.',
  'The publicity is off and stays off while the child is protected.',
  'The guardian no longer sees the case either. Think about what you say to them before they ask.',
  'Sightings are still compared with it; what is found goes to the leads alone.',
];
const NOT_PROTECTED = [
  'Officers, partners and the guardian of the case see it again, with all that happened meanwhile.',
  'The publicity stays off until you turn it on.',
];
