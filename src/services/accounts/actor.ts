import type { Actor, Role } from '../../core/actor.ts';

export type AccountActor = Extract<Actor, { kind: 'account' }>;

/** An account that acts, with its second factor passed. */
export function accountActor(account: {
  readonly id: string;
  readonly role: Role;
  readonly agencyId: string | null;
}): AccountActor {
  return { kind: 'account', accountId: account.id, role: account.role, agencyId: account.agencyId };
}

/** Everybody but guardians: they reach other people's data, so a password alone does not let them in. */
export function isStaff(role: Role): boolean {
  return role !== 'guardian';
}
