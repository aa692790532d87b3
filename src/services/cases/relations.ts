import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { parsePartialDate } from '../../core/partial-date.ts';
import { type CaseFile, findCaseByNumber } from '../../db/cases.ts';
import { inTransaction } from '../../db/database.ts';
import { deleteRelation, listRelatives, putRelation } from '../../db/relations.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { can, requireVisible } from '../policy.ts';
import { STATES } from './case-view.ts';
import { accountIdOf, loadCase } from './load.ts';

export const NewRelation = z.object({
  number: z.string().trim().toUpperCase().describe("Number of the relative's case, such as HW-2026-000123"),
  kind: z.enum(['sibling', 'twin'], 'Say whether they are siblings or twins.'),
});
export type NewRelation = z.output<typeof NewRelation>;

export const Relative = z.object({
  id: z.uuid(),
  number: z.string(),
  childName: z.string(),
  state: z.enum(STATES),
  kind: z.enum(['sibling', 'twin']),
});
export type Relative = z.output<typeof Relative>;

/** Twins are born hours apart, at most: round midnight that is two dates. */
const TWINS_APART_MILLISECONDS = 86_400_000;

/** Say that the children of two cases are siblings: their faces are alike, and a search explains that. */
export async function relateCases(app: Platform, actor: Actor, caseId: string, given: NewRelation): Promise<Relative> {
  return inTransaction(app.db, async (tx) => {
    const file = await loadCase(tx, actor, 'case.relate', caseId);
    const other = requireVisible(actor, 'case.view', await findCaseByNumber(tx, given.number));
    refuseImpossible(file, other, given.kind);
    await putRelation(tx, [file.id, other.id], { kind: given.kind, createdBy: accountIdOf(actor), at: app.clock() });
    await app.jobs.enqueue(tx, 'find-duplicates', { caseId }, { key: caseId });
    // Not under the case: whoever reads its history may not know of the other one.
    await audit(app, tx, actor, {
      action: 'case.relate',
      entity: 'relation',
      details: { ...ids(file, other), ...kindOf(given) },
    });
    return { id: other.id, number: other.number, childName: other.childName, state: other.state, kind: given.kind };
  });
}

/** Take a relation back. @throws AppError `not-found` when there is none */
export async function unrelateCases(app: Platform, actor: Actor, caseId: string, otherId: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const file = await loadCase(tx, actor, 'case.relate', caseId);
    const other = await loadCase(tx, actor, 'case.view', otherId);
    if (!(await deleteRelation(tx, file.id, other.id))) throw new AppError('not-found', 'These cases are not related.');
    await audit(app, tx, actor, { action: 'case.unrelate', entity: 'relation', details: ids(file, other) });
  });
}

/** The siblings and twins whose cases the actor may see. */
export async function listRelativesOf(app: Platform, actor: Actor, caseId: string): Promise<Relative[]> {
  return inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'case.view', caseId);
    const relatives = (await listRelatives(tx, caseId)).filter((relative) => can(actor, 'case.view', relative));
    await audit(app, tx, actor, {
      action: 'case.view',
      entity: 'case',
      entityId: caseId,
      details: { part: 'relatives' },
    });
    return relatives.map(({ id, number, childName, state, kind }) => ({ id, number, childName, state, kind }));
  });
}

function refuseImpossible(file: CaseFile, other: CaseFile, kind: NewRelation['kind']): void {
  if (file.id === other.id)
    throw new AppError('invalid', 'Give the number of another case: nobody is their own sibling.');
  if (kind !== 'twin' || file.birthDate === null || other.birthDate === null) return;
  const [first, second] = [parsePartialDate(file.birthDate), parsePartialDate(other.birthDate)];
  const apart = Math.max(first.from.getTime() - second.until.getTime(), second.from.getTime() - first.until.getTime());
  if (apart >= TWINS_APART_MILLISECONDS)
    throw new AppError(
      'invalid',
      `Born ${file.birthDate} and ${other.birthDate} they are no twins. Choose sibling, or mend a date.`,
    );
}

const ids = (file: CaseFile, other: CaseFile) => ({ caseId: file.id, otherCaseId: other.id });
const kindOf = ({ kind }: NewRelation) => ({ kind });
