import type { Scope } from '../core/actor.ts';
import type { Database } from './database.ts';

export interface ApiKey {
  readonly id: string;
  readonly agencyId: string;
  readonly name: string;
  /** How it begins, so that people can tell keys apart. */
  readonly prefix: string;
  readonly scopes: Scope[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const COLUMNS = [
  'id',
  'agency_id as agencyId',
  'name',
  'prefix',
  'scopes',
  'created_by as createdBy',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
] as const;

export interface NewApiKey {
  readonly agencyId: string;
  readonly name: string;
  readonly prefix: string;
  readonly keyHash: Buffer;
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export async function insertApiKey(db: Database, key: NewApiKey): Promise<ApiKey> {
  return db
    .insertInto('api_key')
    .values({
      agency_id: key.agencyId,
      name: key.name,
      prefix: key.prefix,
      key_hash: key.keyHash,
      scopes: [...key.scopes],
      created_by: key.createdBy,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
    })
    .returning(COLUMNS)
    .$narrowType<{ scopes: Scope[] }>()
    .executeTakeFirstOrThrow();
}

/** Newest first. @param agencyId only of this agency */
export async function listApiKeys(db: Database, agencyId?: string): Promise<ApiKey[]> {
  return db
    .selectFrom('api_key')
    .select(COLUMNS)
    .$narrowType<{ scopes: Scope[] }>()
    .$if(agencyId !== undefined, (query) => query.where('agency_id', '=', agencyId ?? ''))
    .orderBy('created_at', 'desc')
    .execute();
}

export async function findApiKey(db: Database, id: string): Promise<ApiKey | undefined> {
  return db
    .selectFrom('api_key')
    .select(COLUMNS)
    .$narrowType<{ scopes: Scope[] }>()
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function findApiKeyByHash(db: Database, keyHash: Buffer): Promise<ApiKey | undefined> {
  return db
    .selectFrom('api_key')
    .select(COLUMNS)
    .$narrowType<{ scopes: Scope[] }>()
    .where('key_hash', '=', keyHash)
    .executeTakeFirst();
}

export async function revokeApiKey(db: Database, id: string, at: Date): Promise<void> {
  await db
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

export async function touchApiKey(db: Database, id: string, at: Date): Promise<void> {
  await db.updateTable('api_key').set({ last_used_at: at }).where('id', '=', id).execute();
}
