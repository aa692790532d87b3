import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { countCasePhotos, listPhotosToAnalyse } from '../../db/case-photos.ts';
import { type CaseColumns, type CaseFile, type CaseState, updateCase } from '../../db/cases.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import type { Action } from '../policy.ts';
import { fieldsOf } from './edit.ts';
import { accountIdOf, loadCaseToChange } from './load.ts';
import { missingForOpening, missingPhotos } from './opening.ts';

export const Opening = z.object({
  noPhotoYet: z.boolean().default(false).describe('Somebody confirms that there is no photo of the child yet'),
});
export const Resolution = z.object({
  reason: z.enum(['found-safe', 'found-injured', 'found-deceased', 'returned', 'other'], 'Say how the case ended.'),
});
export const Withdrawal = z.object({
  reason: z.enum(
    ['consent-withdrawn', 'entered-in-error', 'duplicate', 'handed-over', 'other'],
    'Say why the case is withdrawn.',
  ),
});
export const Reopening = z.object({
  reason: z.enum(
    ['closed-in-error', 'missing-again', 'new-information', 'consent-renewed', 'other'],
    'Say why the case is reopened.',
  ),
});
export type Opening = z.output<typeof Opening>;
export type Resolution = z.output<typeof Resolution>;
export type Withdrawal = z.output<typeof Withdrawal>;
export type Reopening = z.output<typeof Reopening>;

/** The state a case is in now, and what that brings with it. */
export const StateChange = z.object({
  state: z.enum(['draft', 'open', 'resolved', 'withdrawn']),
  version: z.number().int(),
  consequences: z.array(z.string()),
});
export type StateChange = z.output<typeof StateChange>;

/** Open a draft: from now on its child's face is searched. @throws AppError `invalid` with all that it lacks */
export function openCase(app: Platform, actor: Actor, caseId: string, { noPhotoYet }: Opening): Promise<StateChange> {
  return changeState(app, actor, caseId, {
    action: 'case.open',
    from: ['draft'],
    check: (tx, file) => refuseUnready(tx, file, { now: app.clock(), noPhotoYet }),
    columns: (file) => ({ state: 'open', openedAt: app.clock(), officerId: file.officerId ?? accountIdOf(actor) }),
    enqueue: async (tx) => {
      await app.jobs.enqueue(tx, 'search-case', { caseId, reason: 'new-case' });
      await app.jobs.enqueue(tx, 'find-duplicates', { caseId }, { key: caseId });
    },
    details: { noPhotoYet },
    consequences: [
      'Every sighting from now on, and every past one that is still kept, is compared with the photos of this case.',
      'The officers of your agency are told of candidates.',
    ],
  });
}

/** The child is found. What the face was searched with is erased. */
export function resolveCase(app: Platform, actor: Actor, caseId: string, { reason }: Resolution): Promise<StateChange> {
  return changeState(app, actor, caseId, closing(app, caseId, { state: 'resolved', from: ['open'], reason }));
}

/** The search ends for another reason. What the face was searched with is erased. */
export function withdrawCase(
  app: Platform,
  actor: Actor,
  caseId: string,
  { reason }: Withdrawal,
): Promise<StateChange> {
  return changeState(app, actor, caseId, closing(app, caseId, { state: 'withdrawn', from: ['draft', 'open'], reason }));
}

/** Search again for a child whose case was closed. What was erased is made anew from the photos that are left. */
export function reopenCase(app: Platform, actor: Actor, caseId: string, { reason }: Reopening): Promise<StateChange> {
  return changeState(app, actor, caseId, {
    action: 'case.reopen',
    from: ['resolved', 'withdrawn'],
    check: (tx, file) => refuseUnready(tx, file, { now: app.clock(), noPhotoYet: true }),
    columns: (file) => ({ state: 'open', closedAt: null, closingReason: null, openedAt: file.openedAt ?? app.clock() }),
    enqueue: async (tx) => {
      for (const photoId of await listPhotosToAnalyse(tx, caseId))
        await app.jobs.enqueue(tx, 'analyse-photo', { photoId });
      await app.jobs.enqueue(tx, 'search-case', { caseId, reason: 'again' });
      await app.jobs.enqueue(tx, 'find-duplicates', { caseId }, { key: caseId });
    },
    reason,
    consequences: [
      'Closing erased all face templates. They are made anew from the photos that are still kept; add photos where there are none.',
      'The publicity stays off until you turn it on again.',
    ],
  });
}

interface Transition {
  readonly action: Action;
  readonly from: readonly CaseState[];
  readonly check?: (tx: Database, file: CaseFile) => Promise<void>;
  readonly columns: (file: CaseFile) => Partial<CaseColumns> & Pick<CaseColumns, 'state'>;
  readonly enqueue: (tx: Database) => Promise<void>;
  readonly reason?: string;
  readonly details?: { readonly [name: string]: boolean };
  readonly consequences: string[];
}

async function changeState(app: Platform, actor: Actor, caseId: string, change: Transition): Promise<StateChange> {
  return inTransaction(app.db, async (tx) => {
    const file = await loadCaseToChange(tx, actor, change.action, caseId);
    if (!change.from.includes(file.state))
      throw new AppError(
        'conflict',
        `The case is ${WORDS[file.state]}. This can be done when it is ${listOf(change.from)}.`,
      );
    await change.check?.(tx, file);
    const columns = change.columns(file);
    await updateCase(tx, caseId, app.clock(), columns);
    await change.enqueue(tx);
    const version = file.version + 1;
    await audit(app, tx, actor, {
      action: actionOf(change, columns.state),
      entity: 'case',
      entityId: caseId,
      ...(change.reason === undefined ? {} : { reasonCode: change.reason }),
      details: { version, from: file.state, to: columns.state, ...change.details },
    });
    return { state: columns.state, version, consequences: change.consequences };
  });
}

function closing(
  app: Platform,
  caseId: string,
  { state, from, reason }: { state: 'resolved' | 'withdrawn'; from: readonly CaseState[]; reason: string },
): Transition {
  return {
    action: 'case.close',
    from,
    columns: () => ({ state, closedAt: app.clock(), closingReason: reason, isPublic: false }),
    enqueue: async (tx) => {
      await app.jobs.enqueue(tx, 'purge-case', { caseId });
      await app.jobs.enqueue(tx, 'find-duplicates', { caseId }, { key: caseId });
    },
    reason,
    consequences: [
      'The face is no longer searched, and the case is no longer public.',
      'Face templates are erased now, photos when their retention ends; a certificate will list what was erased.',
    ],
  };
}

async function refuseUnready(tx: Database, file: CaseFile, { now, noPhotoYet }: { now: Date; noPhotoYet: boolean }) {
  const missing = [
    ...missingForOpening(fieldsOf(file), now),
    ...missingPhotos(await countCasePhotos(tx, file.id), noPhotoYet),
  ];
  if (missing.length > 0) throw new AppError('invalid', ['The case cannot be opened yet:', ...missing].join('\n'));
}

/** In the log each way of closing has its own name. */
function actionOf({ action }: Transition, state: CaseState): string {
  if (action !== 'case.close') return action;
  return state === 'resolved' ? 'case.resolve' : 'case.withdraw';
}

const WORDS: Readonly<Record<CaseState, string>> = {
  draft: 'a draft',
  open: 'open',
  resolved: 'resolved',
  withdrawn: 'withdrawn',
};

function listOf(states: readonly CaseState[]): string {
  return states.map((state) => WORDS[state]).join(' or ');
}
