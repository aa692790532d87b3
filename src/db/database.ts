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
  // The pool does not listen to a connection that somebody holds: lost between two statements of a transaction, it would
  // end the program. Whoever holds it learns of it from the next statement.
  pool.on('connect', (client) => client.on('error', () => undefined));
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

/** PostgreSQL's own words for: going down, coming up, out of connections, memory or disk. */
const AWAY_STATES = /^(08...|53...|57P0[123])$/;
const AWAY_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT']);
/** What the client library says without a code. */
const AWAY_WORDS =
  /^(connection terminated|timeout exceeded when trying to connect|client has encountered a connection error)/i;

/** Whether the database cannot be reached or cannot work at the moment, as opposed to a fault of ours. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  // The socket of a server that was stopped is no longer there.
  const isSocketGone = code === 'ENOENT' && syscall === 'connect';
  return isSocketGone || AWAY_STATES.test(code) || AWAY_CODES.has(code) || AWAY_WORDS.test(error.message);
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
