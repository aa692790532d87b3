import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, types } from 'pg';
import { AppError, messageOf } from '../core/errors.ts';
import type { DB } from './schema.ts';

/** A database, or a transaction of it: every function of db/ takes either. */
export type Database = Kysely<DB>;

/** The oldest PostgreSQL that Homeward runs on. */
const LEAST_VERSION = 15;

/** 64-bit numbers (counts, sequences) stay far below 2⁵³ here, decimal ones have a digit after the point. */
types.setTypeParser(types.builtins.INT8, Number);
types.setTypeParser(types.builtins.NUMERIC, Number);

export interface DatabaseOptions {
  /** Most connections at once. */
  readonly connections?: number;
  /** Told of errors of idle connections, which nobody waits for. */
  readonly onError?: (error: Error) => void;
}

/**
 * Connect to PostgreSQL.
 *
 * @param url as `DATABASE_URL` has it; sockets as `postgres://user:password@/name?host=/folder`
 * @throws AppError `unavailable` when nobody answers, `invalid` when the server is too old
 */
export async function openDatabase(
  url: string,
  { connections = 10, onError }: DatabaseOptions = {},
): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: connections, connectionTimeoutMillis: 10_000 });
  pool.on('error', (error) => onError?.(error));
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  try {
    const version = await serverVersion(db);
    if (version < LEAST_VERSION)
      throw new AppError('invalid', `The database is PostgreSQL ${version}; Homeward needs ${LEAST_VERSION} or newer.`);
    return db;
  } catch (error) {
    await db.destroy();
    if (error instanceof AppError) throw error;
    throw new AppError(
      'unavailable',
      `The database does not answer: ${messageOf(error)}. Check DATABASE_URL and that the server runs.`,
      { cause: error },
    );
  }
}

/** Major version of the server, for example 18. */
export async function serverVersion(db: Database): Promise<number> {
  const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`.execute(
    db,
  );
  return Math.floor((rows[0]?.version ?? 0) / 10_000);
}

/** The time as the server has it. */
export async function serverTime(db: Database): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now ?? new Date(Number.NaN);
}

/** Run `work` in one transaction; what it throws undoes everything. */
export function inTransaction<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}
