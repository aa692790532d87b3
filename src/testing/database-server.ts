import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../db/database.ts';
import { startEmbedded } from '../db/embedded.ts';
import { openJobs } from '../db/jobs.ts';
import { migrate } from '../db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Server of the run, with a template that has all migrations. */
    databaseServer: string;
  }
}

const TEMPLATE = 'homeward_template';

/** One PostgreSQL for a whole run: the built-in one, or the one of TEST_DATABASE_URL. Databases are copies of a template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startServer(process.env.TEST_DATABASE_URL);
  await makeTemplate(url);
  project.provide('databaseServer', url);
  return stop;
}

async function startServer(given: string | undefined): Promise<{ url: string; stop: () => Promise<void> }> {
  if (given) return { url: given, stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'homeward-test-'));
  const server = await startEmbedded(folder, { isDurable: false });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(server: string): Promise<void> {
  await onServer(server, [`drop database if exists ${TEMPLATE} with (force)`, `create database ${TEMPLATE}`]);
  const url = urlOf(server, TEMPLATE);
  const db = await openDatabase(url, { connections: 1 });
  await migrate(db);
  await db.destroy();
  const jobs = await openJobs(url, { isWorker: false });
  await jobs.stop();
}

/** A new database that has all migrations and queues, and nothing else. */
export async function makeDatabase(server: string, name: string): Promise<string> {
  await onServer(server, [`create database ${name} template ${TEMPLATE}`]);
  return urlOf(server, name);
}

export async function dropDatabase(server: string, name: string): Promise<void> {
  await onServer(server, [`drop database if exists ${name} with (force)`]);
}

async function onServer(server: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same server, another database. The host may be a folder, which `URL` does not read. */
function urlOf(server: string, name: string): string {
  return server.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}
