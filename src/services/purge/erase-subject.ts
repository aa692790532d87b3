import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/uuid.ts';
import { findCase, findCaseByNumber } from '../../db/cases.ts';
import { findAccountId, findSightingId } from '../../db/purging.ts';
import type { Platform } from '../../platform.ts';
import { requirePermission } from '../policy.ts';
import { logErasures } from './erasure-log.ts';
import { type OpenIndex, purgeCase, purgeCasePhotos } from './purge-case.ts';
import { eraseOne } from './retention.ts';

export const SUBJECTS = ['case', 'sighting', 'account'] as const;
export type Subject = (typeof SUBJECTS)[number];

/**
 * Erase everything about a person, on their request and before its time. Cannot be undone, from a backup either.
 *
 * @param name id, or number of the case or sighting, or e-mail address of the account
 * @throws AppError `not-found`; `conflict` for a case that is not closed
 */
export async function eraseSubject(
  app: Platform,
  actor: Actor,
  { subject, name }: { subject: Subject; name: string },
  openIndex?: OpenIndex,
): Promise<void> {
  requirePermission(actor, 'subject-access.erase', {});
  if (subject === 'case') await eraseCase(app, actor, name, openIndex);
  else {
    const id = subject === 'sighting' ? await findSightingId(app.db, name) : await findAccountId(app.db, name);
    if (id === undefined) throw new AppError('not-found', `There is no ${subject} «${name}».`);
    await eraseOne(app, actor, subject, id);
  }
  await logErasures(app);
}

async function eraseCase(app: Platform, actor: Actor, name: string, openIndex?: OpenIndex): Promise<void> {
  const file = (await findCaseByNumber(app.db, name)) ?? (isUuid(name) ? await findCase(app.db, name) : undefined);
  if (!file) throw new AppError('not-found', `There is no case «${name}».`);
  if (file.state !== 'resolved' && file.state !== 'withdrawn')
    throw new AppError('conflict', 'This case is not closed. Resolve or withdraw it first.');
  await purgeCase(app, file.id, openIndex);
  await purgeCasePhotos(app, file.id, openIndex);
  await eraseOne(app, actor, 'case-record', file.id);
}
