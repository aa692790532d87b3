import type { Role } from '../core/actor.ts';
import type { Database } from './database.ts';

type StaffRole = Exclude<Role, 'guardian'>;

export interface Invitation {
  readonly id: string;
  /** Null for the first admin, who says it when accepting. */
  readonly email: string | null;
  readonly role: StaffRole;
  readonly agencyId: string | null;
  /** Null: the server, for the first admin. */
  readonly invitedBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
}

const COLUMNS = [
  'id',
  'email',
  'role',
  'agency_id as agencyId',
  'invited_by as invitedBy',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'accepted_at as acceptedAt',
] as const;

export interface NewInvitation {
  readonly tokenHash: Buffer;
  readonly email: string | null;
  readonly role: StaffRole;
  readonly agencyId: string | null;
  readonly invitedBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertInvitation(db: Database, invitation: NewInvitation): Promise<string> {
  const { id } = await db
    .insertInto('invitation')
    .values({
      token_hash: invitation.tokenHash,
      email: invitation.email,
      role: invitation.role,
      agency_id: invitation.agencyId,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Those that nobody has accepted yet, newest first. @param agencyId only of this agency */
export async function listOpenInvitations(db: Database, now: Date, agencyId?: string): Promise<Invitation[]> {
  return db
    .selectFrom('invitation')
    .select(COLUMNS)
    .$narrowType<{ role: StaffRole }>()
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', now)
    .where('invited_by', 'is not', null)
    .$if(agencyId !== undefined, (query) => query.where('agency_id', '=', agencyId ?? ''))
    .orderBy('created_at', 'desc')
    .execute();
}

export async function findInvitation(db: Database, id: string): Promise<Invitation | undefined> {
  return db
    .selectFrom('invitation')
    .select(COLUMNS)
    .$narrowType<{ role: StaffRole }>()
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Locked until the transaction ends, so that a link works once. */
export async function findInvitationByToken(db: Database, tokenHash: Buffer): Promise<Invitation | undefined> {
  return db
    .selectFrom('invitation')
    .select(COLUMNS)
    .$narrowType<{ role: StaffRole }>()
    .where('token_hash', '=', tokenHash)
    .forUpdate()
    .executeTakeFirst();
}

export async function acceptInvitation(db: Database, id: string, by: { accountId: string; at: Date }): Promise<void> {
  await db
    .updateTable('invitation')
    .set({ accepted_at: by.at, accepted_by: by.accountId })
    .where('id', '=', id)
    .execute();
}

export async function deleteInvitation(db: Database, id: string): Promise<void> {
  await db.deleteFrom('invitation').where('id', '=', id).execute();
}

/** Links for the first admin that nobody used. */
export async function deleteServerInvitations(db: Database): Promise<void> {
  await db.deleteFrom('invitation').where('invited_by', 'is', null).where('accepted_at', 'is', null).execute();
}
