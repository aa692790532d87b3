import { sql } from 'kysely';
import type { Database } from './database.ts';

/** How much room everything takes. */
export interface StorageUse {
  /** Of the whole database, in bytes. */
  readonly databaseBytes: number;
  readonly photos: number;
  /** Of encrypted photos and what was made of them. */
  readonly blobBytes: number;
}

export async function measureStorage(db: Database): Promise<StorageUse> {
  const { rows } = await sql<StorageUse>`
    select pg_database_size(current_database())::float8 as "databaseBytes",
      (select count(*) from photo)::float8 as photos,
      (select coalesce(sum(bytes), 0) from blob)::float8 as "blobBytes"`.execute(db);
  return rows[0] ?? { databaseBytes: 0, photos: 0, blobBytes: 0 };
}
