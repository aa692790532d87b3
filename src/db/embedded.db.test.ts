import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase, serverVersion } from './database.ts';
import { startEmbedded } from './embedded.ts';

const QUICK = { isDurable: false };

let folder: string;
const opened: Database[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-embedded-'));
});
afterEach(async () => {
  for (const db of opened.splice(0)) await db.destroy();
  await startEmbedded(folder, QUICK).then(
    ({ stop }) => stop(),
    () => undefined,
  );
  await rm(folder, { recursive: true, force: true });
});

async function open(url: string): Promise<Database> {
  const db = await openDatabase(url, { connections: 1 });
  opened.push(db);
  return db;
}

it('keeps what was written when it is stopped and started', async () => {
  const first = await startEmbedded(folder);
  const db = await open(first.url);
  await db.schema.createTable('kept').addColumn('id', 'integer').execute();
  await opened.pop()?.destroy();
  await first.stop();
  await expect(openDatabase(first.url)).rejects.toMatchObject({ code: 'unavailable' });
  const second = await startEmbedded(folder);
  const tables = await (await open(second.url)).introspection.getTables();
  expect(tables.map(({ name }) => name)).toContain('kept');
});

it('goes on for a server when a command beside it ends, and stops with the last one', async () => {
  const server = await startEmbedded(folder, QUICK);
  const db = await open(server.url);
  const command = await startEmbedded(folder, QUICK);
  expect(command.url).toBe(server.url);
  await (await openDatabase(command.url)).destroy();
  await command.stop();
  expect(await serverVersion(db)).toBeGreaterThanOrEqual(15);
  await opened.pop()?.destroy();
  await server.stop();
  await expect(openDatabase(server.url)).rejects.toMatchObject({ code: 'unavailable' });
});

it('says in its own words why it cannot start', async () => {
  const server = await startEmbedded(folder, QUICK);
  await server.stop();
  await writeFile(join(folder, 'postgresql', 'postgresql.conf'), 'no such setting = 1\n');
  await expect(startEmbedded(folder, QUICK)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('postgresql.conf'),
  });
});
