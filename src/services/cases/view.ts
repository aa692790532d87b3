import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { getCasePeople } from '../../db/case-people.ts';
import { countCasePhotos } from '../../db/case-photos.ts';
import type { CaseFile } from '../../db/cases.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { type GuardianCase, guardianView, type StaffCase, staffView } from './case-view.ts';
import { fieldsOf } from './edit.ts';
import { isGuardian, loadCase } from './load.ts';
import { missingForOpening, missingPhotos } from './opening.ts';

/** Why somebody looks at a case, where its agency asks. */
export const ViewReason = z.enum(
  ['case-work', 'new-information', 'review', 'supervision', 'handover', 'legal-request', 'quality-check'],
  'Say why you look at this case.',
);
export type ViewReason = z.output<typeof ViewReason>;

/**
 * Look at a case. Who looked, and why, is written down.
 *
 * @throws AppError `invalid` when the agency wants a reason and none is given
 */
export async function viewCase(
  app: Platform,
  actor: Actor,
  caseId: string,
  { reason }: { readonly reason?: ViewReason | undefined } = {},
): Promise<StaffCase | GuardianCase> {
  return inTransaction(app.db, async (tx) => {
    const file = await loadCase(tx, actor, 'case.view', caseId);
    const people = await getCasePeople(tx, caseId);
    if (people.asksViewReason && !isGuardian(actor) && reason === undefined)
      throw new AppError('invalid', `Your agency asks why: give a reason, one of ${ViewReason.options.join(', ')}.`);
    const view = isGuardian(actor)
      ? guardianView(file, people, app.clock())
      : { ...staffView(file, people, app.clock()), missing: await missingOf(tx, file, app.clock()) };
    await audit(app, tx, actor, {
      action: 'case.view',
      entity: 'case',
      entityId: caseId,
      ...(reason === undefined ? {} : { reasonCode: reason }),
    });
    return view;
  });
}

async function missingOf(tx: Database, file: CaseFile, now: Date): Promise<string[]> {
  if (file.state !== 'draft') return [];
  return [...missingForOpening(fieldsOf(file), now), ...missingPhotos(await countCasePhotos(tx, file.id), false)];
}
