import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVault } from '../../adapters/vault.ts';
import { SYSTEM } from '../../core/actor.ts';
import { getDataKey, insertDataKey } from '../../db/keys.ts';
import { openPlatform } from '../../open-platform.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { verifyAuditLog } from '../audit-log.ts';
import { rotateKeys } from './rotation.ts';

const KEYS = 4000;
const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const both = () => openVault({ present: newKey, old: [oldKey] });

let test: TestPlatform;
let oldKeysFile: string;
/** The bytes of each data key, by id. */
const expected = new Map<string, string>();

beforeAll(async () => {
  test = await openTestPlatform({ key: async () => oldKey });
  oldKeysFile = join(test.app.dataDir, 'old-keys');
  await writeFile(oldKeysFile, `${oldKey.toString('hex')}\n`);
  const vault = openVault({ present: oldKey });
  for (let number = 0; number < KEYS; number++) {
    const key = vault.newKey();
    await insertDataKey(test.app.db, key);
    expected.set(key.id, vault.open(key).toString('hex'));
  }
});
afterAll(() => test.close());

/** A server that has the new key, and the old one to read. */
async function openRotating() {
  const config = { ...test.app.config, oldKeysFile };
  return openPlatform(
    { ...test.app, config, key: async () => newKey },
    { isWorker: false, databaseUrl: test.databaseUrl, log: test.app.log },
  );
}

async function masterKeys(): Promise<Map<string, number>> {
  const rows = await test.app.db
    .selectFrom('data_key')
    .select(['master_key', (row) => row.fn.countAll<number>().as('keys')])
    .groupBy('master_key')
    .execute();
  return new Map(rows.map(({ master_key, keys }) => [master_key, keys]));
}

/** Each key opens, whichever master key it is under just now. */
async function expectAllReadable(vault = both()) {
  for (const [id, bytes] of [...expected].filter((_, index) => index % 97 === 0))
    expect(vault.open(await getDataKey(test.app.db, id)).toString('hex')).toBe(bytes);
}

it('killed in the middle, has every key readable, and goes on where it was', async () => {
  const program = fileURLToPath(new URL('../../testing/rotate-keys.ts', import.meta.url));
  const tsx = fileURLToPath(new URL('../../../node_modules/tsx/dist/cli.mjs', import.meta.url));
  const words = [tsx, program, test.databaseUrl, newKey.toString('hex'), oldKeysFile, test.app.dataDir];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  await once(child.stdout, 'data');
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await once(child, 'exit');

  const between = await masterKeys();
  expect(between.size).toBe(2);
  expect(between.get(both().masterKey)).toBeLessThan(KEYS);
  await expectAllReadable();

  const { app, close } = await openRotating();
  const rotated = await rotateKeys(app);
  expect(rotated).toBe(between.get(openVault({ present: oldKey }).masterKey));
  expect([...(await masterKeys()).keys()]).toEqual([app.vault.masterKey]);
  await expectAllReadable(openVault({ present: newKey }));
  expect(await rotateKeys(app)).toBe(0);
  await close();
});

it('leaves the keys of the log and of certificates as they are', async () => {
  const { app, close } = await openPlatform(
    { ...test.app, key: async () => newKey },
    { isWorker: false, databaseUrl: test.databaseUrl, log: test.app.log },
  );
  expect(Buffer.from(app.auditKey)).toEqual(Buffer.from(test.app.auditKey));
  expect((await verifyAuditLog(app, SYSTEM)).broken).toBeNull();
  await close();
});

it('says which key is missing', async () => {
  await expect(
    openPlatform(
      { ...test.app, key: async () => randomBytes(32) },
      { isWorker: false, databaseUrl: test.databaseUrl, log: test.app.log },
    ),
  ).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('HOMEWARD_OLD_KEYS_FILE') });
});
