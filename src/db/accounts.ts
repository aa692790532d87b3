import { sql } from 'kysely';
import type { Role } from '../core/actor.ts';
import { AppError } from '../core/errors.ts';
import type { Database } from './database.ts';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly username: string | null;
  readonly role: Role;
  readonly agencyId: string | null;
  /** BCP 47. */
  readonly locale: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly hasSecondFactor: boolean;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
}

const COLUMNS = [
  'id',
  'name',
  'email',
  'username',
  'role',
  'agency_id as agencyId',
  'locale',
  'time_zone as timeZone',
  'two_factor_enabled as hasSecondFactor',
  'disabled_at as disabledAt',
  'created_at as createdAt',
] as const;

export interface AccountFilter {
  /** Only the people of this agency. */
  readonly agencyId?: string | undefined;
  readonly role?: Role | undefined;
  /** Part of a name or an e-mail address. */
  readonly search?: string | undefined;
  /** Id that the page before ended with. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** By name. */
export async function listAccounts(db: Database, filter: AccountFilter): Promise<Account[]> {
  const { agencyId, role, search, after, limit } = filter;
  const part = `%${(search ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .selectFrom('account')
    .select(COLUMNS)
    .$narrowType<{ role: Role }>()
    .$if(agencyId !== undefined, (query) => query.where('agency_id', '=', agencyId ?? ''))
    .$if(role !== undefined, (query) => query.where('role', '=', role ?? ''))
    .$if(search !== undefined, (query) =>
      query.where((row) => row.or([row('name', 'ilike', part), row('email', 'ilike', part)])),
    )
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(name, id) > (select name, id from account where id = ${after})`),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** The names of people of the staff, by id. Guardians keep theirs. */
export async function listStaffNames(db: Database, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('account')
    .select(['id', 'name'])
    .where('id', '=', (row) => row.fn.any(row.val([...ids])))
    .where('role', '<>', 'guardian')
    .execute();
}

export async function findAccount(db: Database, id: string): Promise<Account | undefined> {
  return db.selectFrom('account').select(COLUMNS).$narrowType<{ role: Role }>().where('id', '=', id).executeTakeFirst();
}

/** Whose e-mail address or user name this is. */
export async function findAccountBySignInName(db: Database, name: string): Promise<Account | undefined> {
  return db
    .selectFrom('account')
    .select(COLUMNS)
    .$narrowType<{ role: Role }>()
    .where(name.includes('@') ? 'email' : 'username', '=', name.trim().toLowerCase())
    .executeTakeFirst();
}

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly username: string | null;
  readonly role: Role;
  readonly agencyId: string | null;
  readonly passwordHash: string;
  readonly locale: string;
}

/**
 * An account with a verified e-mail address and a password.
 *
 * @throws AppError `conflict` when the e-mail address or the user name is taken
 */
export async function insertAccount(db: Database, account: NewAccount): Promise<string> {
  const row = await db
    .insertInto('account')
    .values({
      name: account.name,
      email: account.email.toLowerCase(),
      email_verified: true,
      username: account.username?.toLowerCase() ?? null,
      display_username: account.username,
      role: account.role,
      agency_id: account.agencyId,
      locale: account.locale,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw new AppError('conflict', 'There is an account with this e-mail address or user name already.');
  await db
    .insertInto('credential')
    .values({ account_id: row.id, user_id: row.id, provider_id: 'credential', password: account.passwordHash })
    .execute();
  return row.id;
}

export type AccountChanges = { readonly [field in keyof Changes]?: Changes[field] | undefined };

type Changes = Pick<NewAccount, 'name' | 'locale' | 'role' | 'agencyId'> & {
  readonly username: string;
  readonly timeZone: string;
  readonly disabledAt: Date | null;
};

/** @throws AppError `conflict` when somebody else has the user name */
export async function updateAccount(db: Database, id: string, changes: AccountChanges): Promise<void> {
  const { name, username, locale, timeZone, role, agencyId, disabledAt } = changes;
  if (username !== undefined) await refuseTakenUsername(db, id, username);
  await db
    .updateTable('account')
    .set({
      ...{ name, locale, role, time_zone: timeZone, agency_id: agencyId, disabled_at: disabledAt },
      ...{ username: username?.toLowerCase(), display_username: username },
      updated_at: new Date(),
    })
    .where('id', '=', id)
    .execute();
}

async function refuseTakenUsername(db: Database, id: string, username: string): Promise<void> {
  const other = await findAccountBySignInName(db, username);
  if (other && other.id !== id) throw new AppError('conflict', 'This user name is taken. Choose another one.');
}

/** Whether anybody can run the system. */
export async function hasAdmin(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The next sign-in asks for no code, and staff must set up a new one. */
export async function deleteSecondFactor(db: Database, accountId: string): Promise<void> {
  await db.deleteFrom('two_factor').where('user_id', '=', accountId).execute();
  await db.updateTable('account').set({ two_factor_enabled: false }).where('id', '=', accountId).execute();
}

export async function findPasswordHash(db: Database, accountId: string): Promise<string | null> {
  const row = await db
    .selectFrom('credential')
    .select('password')
    .where('user_id', '=', accountId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst();
  return row?.password ?? null;
}

export async function updatePasswordHash(db: Database, accountId: string, passwordHash: string): Promise<void> {
  await db
    .updateTable('credential')
    .set({ password: passwordHash, updated_at: new Date() })
    .where('user_id', '=', accountId)
    .where('provider_id', '=', 'credential')
    .execute();
}
