import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';

/** Who signs for a step. @throws AppError `forbidden` for programs: people decide; `unauthenticated` for the public */
export function requireAccount(actor: Actor): string {
  if (actor.kind === 'account') return actor.accountId;
  const code = actor.kind === 'public' ? 'unauthenticated' : 'forbidden';
  throw new AppError(code, 'Only a person who is signed in may do this.');
}
