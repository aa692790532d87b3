import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { listChangesSince } from '../../db/case-history.ts';
import { type CaseFile, updateCase } from '../../db/cases.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { CaseFields, given } from './case-fields.ts';
import { isGuardiansDraft } from './case-view.ts';
import { derivedColumns } from './derived.ts';
import { refuseMistakes, refuseOfficialBasis } from './field-mistakes.ts';
import { isGuardian, loadCaseToChange } from './load.ts';
import { missingForOpening } from './opening.ts';

/** Only what changes. `version` is that of the case as the person saw it. */
export const CaseChanges = z.strictObject({
  ...CaseFields.partial().shape,
  version: z.number('Give the version of the case that you changed.').int().min(1),
});
export type CaseChanges = z.output<typeof CaseChanges>;

type FieldName = keyof CaseFields;
const FIELD_NAMES = CaseFields.keyof().options;

/** What duplicates are found by. */
const IDENTITY: readonly FieldName[] = ['childName', 'otherNames', 'birthDate', 'ageYears', 'lastSeenAt'];
/** What decides how plausible a candidate is. */
const PLAUSIBILITY: readonly FieldName[] = [
  ...(['birthDate', 'ageYears', 'sex', 'heightCm', 'marks'] as const),
  ...(['lastSeenAt', 'lastLatitude', 'lastLongitude', 'country'] as const),
];

/**
 * Change fields of a case.
 *
 * @returns the new version
 * @throws AppError `conflict` when somebody else changed the case since, saying who and what; nothing is written then.
 *   `invalid` with all that is wrong; an open case must stay fit to be open
 */
export async function editCase(
  app: Platform,
  actor: Actor,
  caseId: string,
  { version, ...changes }: CaseChanges,
): Promise<{ version: number }> {
  return inTransaction(app.db, async (tx) => {
    const before = await loadCaseToChange(tx, actor, 'case.edit', caseId);
    refuseWhenFixed(before, actor);
    refuseOfficialBasis(actor, given(changes));
    if (version !== before.version) throw await conflict(tx, before, version);

    const after = { ...fieldsOf(before), ...oneOfBirthAndAge(given(changes)) };
    const changed = FIELD_NAMES.filter((name) => !isDeepStrictEqual(after[name], before[name]));
    if (changed.length === 0) return { version };
    refuseUnfit(before, after, app.clock());

    await updateCase(tx, caseId, app.clock(), { ...after, ...derivedColumns(after, before) });
    await enqueueFollowUps(app, tx, before, changed);
    const details = { version: version + 1, fields: changed };
    await audit(app, tx, actor, { action: 'case.edit', entity: 'case', entityId: caseId, details });
    return { version: version + 1 };
  });
}

/** What people write in a case, of a case. */
export function fieldsOf(file: CaseFile): CaseFields {
  return Object.fromEntries(FIELD_NAMES.map((name) => [name, file[name]])) as CaseFields;
}

function refuseWhenFixed({ state, officerId }: CaseFile, actor: Actor): void {
  if (state === 'resolved' || state === 'withdrawn')
    throw new AppError('conflict', 'The case is closed. Ask your safeguarding lead to reopen it first.');
  if (isGuardian(actor) && !isGuardiansDraft({ state, officerId }))
    throw new AppError('conflict', 'An officer works on the case now. Write a note with what should change.');
}

function refuseUnfit(before: CaseFile, after: CaseFields, now: Date): void {
  if (before.isPublic && (after.consentBy === null || after.consentAt === null))
    throw new AppError('conflict', 'The case is public, which needs the consent. End the publicity first.');
  refuseMistakes(after, now);
  const missing = before.state === 'open' ? missingForOpening(after, now) : [];
  if (missing.length > 0) throw new AppError('invalid', ['An open case needs this:', ...missing].join('\n'));
}

/** Who learns the birth date has no more need of the age, and the other way round. */
function oneOfBirthAndAge(changes: Partial<CaseFields>): Partial<CaseFields> {
  if (changes.birthDate != null && changes.ageYears === undefined) return { ...changes, ageYears: null };
  if (changes.ageYears != null && changes.birthDate === undefined) return { ...changes, birthDate: null };
  return changes;
}

async function enqueueFollowUps(app: Platform, tx: Database, { id, state }: CaseFile, changed: readonly FieldName[]) {
  const touches = (names: readonly FieldName[]) => changed.some((name) => names.includes(name));
  if (touches(IDENTITY)) await app.jobs.enqueue(tx, 'find-duplicates', { caseId: id }, { key: id });
  if (state === 'open' && touches(PLAUSIBILITY))
    await app.jobs.enqueue(tx, 'search-case', { caseId: id, reason: 'again' });
}

async function conflict(tx: Database, { id, version: current }: CaseFile, seen: number): Promise<AppError> {
  if (seen > current) return new AppError('invalid', `The case has no version ${seen}; it is at version ${current}.`);
  const edits = await listChangesSince(tx, id, seen);
  const lines = edits.map(({ at, name, fields }) => {
    const what = fields.length > 0 ? fields.join(', ') : 'its state';
    return `${name ?? 'Somebody'} changed ${what} (${at.toISOString().slice(0, 16).replace('T', ' ')} UTC).`;
  });
  return new AppError(
    'conflict',
    [
      'The case was changed while you wrote; nothing of yours is saved yet, and nothing of theirs is lost.',
      ...lines,
      `Look at the case as it is now (version ${current}), then save what you still want to change.`,
    ].join('\n'),
  );
}
