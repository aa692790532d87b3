import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';

/** Who signs for a step. @throws AppError `forbidden` for programs: people decide about matches */
export function requireAccount(actor: Actor): string {
  if (actor.kind !== 'account') throw new AppError('forbidden', 'Only a person who is signed in may do this.');
  return actor.accountId;
}
