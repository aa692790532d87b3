import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { type Database, inTransaction } from './database.ts';

/** The same depth from src/db and dist/db. */
const FOLDER = new URL('../../migrations/', import.meta.url);

/** Any number that nobody else takes a lock on. */
const LOCK = 4_869_221;

/**
 * Bring the database up to date: run each migration that it does not know yet, in the order of the names.
 *
 * Each runs in a transaction of its own, under a lock: of two servers that start at once, one migrates and the other waits.
 *
 * @returns the names of those that ran
 */
export async function migrate(db: Database): Promise<string[]> {
  await sql`create table if not exists migration (name text primary key, at timestamptz not null default now())`.execute(
    db,
  );
  const ran: string[] = [];
  for (const name of await migrationNames()) if (await runOnce(db, name)) ran.push(name);
  return ran;
}

/** Migrations that this program has and the database lacks. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(db);
  const known = new Set(rows.map(({ name }) => name));
  return (await migrationNames()).filter((name) => !known.has(name));
}

async function migrationNames(): Promise<string[]> {
  return (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
}

async function runOnce(db: Database, name: string): Promise<boolean> {
  const text = await readFile(new URL(name, FOLDER), 'utf8');
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    const inserted = await sql`insert into migration (name) values (${name}) on conflict do nothing`.execute(tx);
    if (inserted.numAffectedRows === 0n) return false;
    await sql.raw(text).execute(tx);
    return true;
  });
}
