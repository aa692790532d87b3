import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, escapeIdentifier as name } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Database } from './database.ts';
import type { DB } from './schema.ts';

/** A table and its columns, in the order in which they are copied. */
export interface DumpedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What a copy of the database needs beside the rows. */
export interface DumpOutline {
  /** Which migrations made the tables. */
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
  /** Next values, by name of the sequence. */
  readonly sequences: Readonly<Record<string, number>>;
}

/** The database as it is at one moment, however long it takes to read. */
export interface Snapshot extends DumpOutline {
  readonly blobIds: readonly string[];
  rowsOf(table: DumpedTable): Readable;
  close(): Promise<void>;
}

/** Says what made the tables; a restore keeps its own. */
const MIGRATIONS = 'migration';

/** Begin to read everything as it is now. Nobody is held up by it. */
export async function openSnapshot(databaseUrl: string): Promise<Snapshot> {
  const client = await connect(databaseUrl);
  try {
    await client.query('begin isolation level repeatable read read only');
    const outline = await readOutline(client);
    const { rows } = await client.query<{ id: string }>('select id from blob order by id');
    return {
      ...outline,
      blobIds: rows.map(({ id }) => id),
      rowsOf: (table) => client.query(copyTo(`copy ${name(table.name)} (${columnsOf(table)}) to stdout`)),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Names of the migrations that made the tables of a database. */
export async function listMigrations(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('migration').select('name').orderBy('name').execute();
  return rows.map((row) => row.name);
}

/**
 * Replace all rows of all tables by those of a copy, in one transaction: nobody ever sees a half.
 *
 * Foreign keys are taken away and put back, which checks every row; triggers rest meanwhile, so that what is final can
 * be replaced.
 *
 * @param finish does the rest, in the same transaction
 */
export async function replaceRows<Result>(
  databaseUrl: string,
  outline: DumpOutline,
  rowsOf: (table: DumpedTable) => AsyncIterable<Uint8Array>,
  finish: (tx: Database) => Promise<Result>,
): Promise<Result> {
  const client = await connect(databaseUrl);
  try {
    await client.query('begin');
    const tables = (await listTables(client)).map((table) => name(table));
    const foreignKeys = await listForeignKeys(client);
    for (const key of foreignKeys) await client.query(`alter table ${key.table} drop constraint ${name(key.name)}`);
    for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
    await client.query(`truncate ${tables.join(', ')}`);
    for (const table of outline.tables)
      await pipeline(
        rowsOf(table),
        client.query(copyFrom(`copy ${name(table.name)} (${columnsOf(table)}) from stdin`)),
      );
    for (const [sequence, value] of Object.entries(outline.sequences))
      await client.query('select setval($1::regclass, $2, false)', [sequence, value]);
    // Transactions of another server are numbered otherwise; see [Note: changed templates].
    for (const table of ['face_template', 'template_gone'])
      await client.query(`update ${table} set changed_in = pg_current_xact_id()`);
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
    for (const key of foreignKeys)
      await client.query(`alter table ${key.table} add constraint ${name(key.name)} ${key.definition}`);
    const result = await finish(transactionOf(client));
    await client.query('commit');
    return result;
  } finally {
    // Ends the transaction too, when it was not committed.
    await client.end();
  }
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

async function readOutline(client: Client): Promise<DumpOutline> {
  const migrations = await client.query<{ name: string }>('select name from migration order by name');
  const sequences = await client.query<{ name: string; value: number }>(
    `select quote_ident(sequencename) as name, coalesce(last_value + increment_by, start_value) as value
     from pg_sequences where schemaname = 'public' order by 1`,
  );
  const tables: DumpedTable[] = [];
  for (const table of await listTables(client)) {
    const { rows } = await client.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
      [table],
    );
    tables.push({ name: table, columns: rows.map((column) => column.name) });
  }
  return {
    migrations: migrations.rows.map((row) => row.name),
    tables,
    sequences: Object.fromEntries(sequences.rows.map((row) => [row.name, Number(row.value)])),
  };
}

async function listTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> $1 order by 1`,
    [MIGRATIONS],
  );
  return rows.map((row) => row.name);
}

async function listForeignKeys(client: Client): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`,
  );
  return rows;
}

function columnsOf({ columns }: DumpedTable): string {
  return columns.map((column) => name(column)).join(', ');
}

/** The functions of db/ in a transaction that was begun by hand. */
function transactionOf(client: Client): Database {
  const held = Object.assign(client, { release: () => {} });
  const pool = { connect: async () => held, end: async () => {}, options: {} };
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
