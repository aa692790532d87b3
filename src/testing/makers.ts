import { randomUUID } from 'node:crypto';
import type { Actor, Role } from '../core/actor.ts';
import type { Platform } from '../platform.ts';

/** An agency, straight into the database. */
export async function makeAgency({ db }: Platform, { name = `Agency ${randomUUID()}`, country = 'IN' } = {}) {
  return db
    .insertInto('agency')
    .values({ name, kind: 'police', country, phone: '100', email: 'desk@agency.example' })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An account with a verified e-mail address, and the actor that it is. */
export async function makeAccount({ db }: Platform, role: Role, agencyId: string | null = null) {
  const account = await db
    .insertInto('account')
    .values({
      name: `A ${role}`,
      email: `${randomUUID()}@agency.example`,
      email_verified: true,
      role,
      agency_id: agencyId,
      two_factor_enabled: role !== 'guardian',
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const actor = { kind: 'account', accountId: account.id, role, agencyId } as const satisfies Actor;
  return { ...account, actor };
}

/** A case, straight into the database: open and lawful, unless told otherwise. */
export async function makeCase({ db }: Platform, agencyId: string, given: Partial<CaseColumns> = {}) {
  return db
    .insertInto('case_file')
    .values({
      number: `HW-TEST-${randomUUID()}`,
      agency_id: agencyId,
      state: 'open',
      child_name: 'Asha Rao',
      sex: 'female',
      birth_date: '2017-04-02',
      country: 'IN',
      last_place: 'Secunderabad station',
      last_latitude: 17.4337,
      last_longitude: 78.5016,
      last_seen_at: new Date('2024-03-01T08:00:00Z'),
      legal_basis: 'police-power',
      opened_at: new Date('2024-03-02T08:00:00Z'),
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

interface CaseColumns {
  readonly state: 'draft' | 'open' | 'resolved' | 'withdrawn';
  readonly guardian_id: string | null;
  readonly child_name: string;
  readonly sex: 'female' | 'male' | 'other' | null;
  readonly birth_date: string | null;
  readonly is_protected: boolean;
  readonly protected_reason: string | null;
  readonly is_public: boolean;
  readonly legal_basis: string | null;
}
