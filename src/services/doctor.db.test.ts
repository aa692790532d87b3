import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMailer } from '../adapters/mail.ts';
import { SYSTEM } from '../core/actor.ts';
import type { Platform } from '../platform.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { examine } from './doctor.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());

async function finding(name: string, parts: Partial<Platform> = {}) {
  const all = await examine({ ...test.app, ...parts }, SYSTEM);
  return all.find((each) => each.name === name);
}

it('finds a healthy database, clock, queue and disk', async () => {
  for (const name of ['database', 'clock', 'jobs', 'models'])
    expect(await finding(name)).toMatchObject({ name, state: 'fine' });
});

it('says what to do when the mail server is away, and is content when it answers', async () => {
  const away = await finding('mail', { mailer: openMailer('smtp://127.0.0.1:9', 'a@b.example') });
  expect(away).toMatchObject({ state: 'fault', detail: expect.stringContaining('No alert goes out') });
  expect((await finding('mail', { mailer: openMailer(null, 'a@b.example') }))?.detail).toContain('HOMEWARD_SMTP_URL');
  const server = await openMailServer();
  const mailer = openMailer(server.url, 'a@b.example');
  expect(await finding('mail', { mailer })).toMatchObject({ state: 'fine' });
  mailer.close();
  await server.close();
});

it('sees a key file that others can read', async () => {
  const keyFile = join(test.app.dataDir, 'key');
  await writeFile(keyFile, 'x', { mode: 0o600 });
  const config = { ...test.app.config, key: null, keyFile };
  expect(await finding('key', { config })).toMatchObject({ state: 'fine' });
  await chmod(keyFile, 0o644);
  expect(await finding('key', { config })).toMatchObject({ state: 'fault' });
});

it('sees an address that is not encrypted', async () => {
  const at = (url: string) => finding('address', { config: { ...test.app.config, url } });
  expect(await at('https://homeward.example')).toMatchObject({ state: 'fine' });
  expect(await at('http://localhost:3000')).toMatchObject({ state: 'warning' });
  expect(await at('http://homeward.example')).toMatchObject({ state: 'fault' });
});

it('sees a database that lacks a migration, and a folder that is gone', async () => {
  await sql`delete from migration where name like '0008%'`.execute(test.app.db);
  expect(await finding('database')).toMatchObject({ state: 'fault', detail: expect.stringContaining('0008') });
  expect(await finding('disk', { dataDir: '/nowhere' })).toMatchObject({ state: 'fault' });
});

it('is for admins', async () => {
  await expect(examine(test.app, { kind: 'public' })).rejects.toMatchObject({ code: 'unauthenticated' });
});
