import type { Actor, Role } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';

export type AccountActor = Extract<Actor, { kind: 'account' }>;

/** An account that acts, with its second factor passed. */
export function accountActor(account: {
  readonly id: string;
  readonly role: Role;
  readonly agencyId: string | null;
}): AccountActor {
  return { kind: 'account', accountId: account.id, role: account.role, agencyId: account.agencyId };
}

/** A person who is signed in. @throws AppError `unauthenticated` for the public, `forbidden` for programs */
export function requireAccount(actor: Actor): AccountActor {
  if (actor.kind === 'account') return actor;
  throw new AppError(actor.kind === 'public' ? 'unauthenticated' : 'forbidden', 'Sign in with an account first.');
}

/** Everybody but guardians: they reach other people's data, so a password alone does not let them in. */
export function isStaff(role: Role): boolean {
  return role !== 'guardian';
}
