import type { Actor } from '../../core/actor.ts';
import { type CaseFile, findCase, lockCase } from '../../db/cases.ts';
import type { Database } from '../../db/database.ts';
import { type Action, requireVisible } from '../policy.ts';

/** @throws AppError `forbidden`; `not-found` for a case that is not there, or out of the actor's reach */
export async function loadCase(db: Database, actor: Actor, action: Action, caseId: string): Promise<CaseFile> {
  return requireVisible(actor, action, await findCase(db, caseId));
}

/** The same, and nobody else changes the case until the transaction ends. */
export async function loadCaseToChange(tx: Database, actor: Actor, action: Action, caseId: string): Promise<CaseFile> {
  return requireVisible(actor, action, await lockCase(tx, caseId));
}

/** The account behind an actor; programs and Homeward itself have none. */
export function accountIdOf(actor: Actor): string | null {
  return actor.kind === 'account' ? actor.accountId : null;
}

export function isGuardian(actor: Actor): boolean {
  return actor.kind === 'account' && actor.role === 'guardian';
}
