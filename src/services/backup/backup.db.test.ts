import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { streamOf } from '../../adapters/blobs.ts';
import { SYSTEM } from '../../core/actor.ts';
import { openPlatform } from '../../open-platform.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { verifyAuditLog } from '../audit-log.ts';
import { addCasePhoto } from '../photos/add.ts';
import { analysePhoto } from '../photos/analyse.ts';
import { receivePhoto } from '../photos/intake.ts';
import { openDisplay, openOriginal, viewCasePhotos } from '../photos/view.ts';
import { checkErased, isErased, isGenuine, viewCertificates } from '../purge/certificate.ts';
import { purgeCase } from '../purge/purge-case.ts';
import { openFaceIndex } from '../search/face-index.ts';
import { sweepBlobs } from '../storage/sweep.ts';
import { makeBackup } from './make.ts';
import { restoreBackup } from './restore.ts';

let test: TestPlatform;
let app: TestPlatform['app'];
let folder: string;
let file: string;
let agencyId: string;
let officer: Awaited<ReturnType<typeof makeAccount>>['actor'];

beforeEach(async () => {
  test = await openTestPlatform();
  app = test.app;
  folder = await mkdtemp(join(tmpdir(), 'homeward-backup-'));
  file = join(folder, 'backup.tar');
  agencyId = (await makeAgency(app)).id;
  officer = (await makeAccount(app, 'officer', agencyId)).actor;
});
afterEach(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

async function caseWithPhoto(person: number) {
  const made = await makeCase(app, agencyId, { child_name: `Child ${person}` });
  const received = await receivePhoto(app, streamOf(fakePhoto({ faces: [person] })));
  const { id } = await addCasePhoto(app, officer, made.id, { received, date: {} });
  await analysePhoto(app, id);
  return { ...made, photoId: id };
}

/** Every row of every table but the log, which goes on. */
async function everything() {
  const tables = ['agency', 'account', 'case_file', 'photo', 'blob', 'data_key', 'face'] as const;
  const rows = await Promise.all(tables.map((table) => app.db.selectFrom(table).selectAll().orderBy('id').execute()));
  const sealed = await app.db.selectFrom('face_template').select(['id', 'face_id', 'sealed']).orderBy('id').execute();
  return [...rows, sealed];
}

async function read({ content }: { content: AsyncIterable<Buffer> }) {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

it('brings everything back as it was, and says so in the log', async () => {
  const made = await caseWithPhoto(1);
  await app.db.updateTable('case_file').set({ circumstances: 'tab\t, line\n, \\N and «quotes»' }).execute();
  const before = await everything();
  const { blobs } = await makeBackup(app, file);
  expect(blobs).toBe(3);
  await caseWithPhoto(2);
  await app.db.updateTable('case_file').set({ child_name: 'changed' }).execute();
  for await (const { name } of app.blobs.list()) await app.blobs.delete(name);

  expect(await restoreBackup(app, file)).toMatchObject({ blobs: 3, erasedAgain: 0 });
  expect(await everything()).toEqual(before);
  expect(await read(await openOriginal(app, officer, made.photoId))).toEqual(fakePhoto({ faces: [1] }));
  expect((await sweepBlobs(app)).missing).toEqual([]);
  expect((await verifyAuditLog(app, SYSTEM)).broken).toBeNull();
  await expect(app.db.deleteFrom('audit_event').execute()).rejects.toThrow('never changed');
  const next = await caseWithPhoto(3);
  expect(await viewCasePhotos(app, officer, next.id)).toHaveLength(1);
});

it('erases again what was erased after the backup was made; the certificate still holds', async () => {
  const closed = await caseWithPhoto(1);
  const open = await caseWithPhoto(2);
  await makeBackup(app, file);
  await app.db
    .updateTable('case_file')
    .set({ state: 'resolved', closed_at: app.clock() })
    .where('id', '=', closed.id)
    .execute();
  const index = await openFaceIndex(app);
  await purgeCase(app, closed.id, async () => index);
  await index.close();
  const [certificate] = await viewCertificates(app, officer, closed.id);
  if (!certificate) throw new Error('no certificate');

  expect(await restoreBackup(app, file)).toMatchObject({ erasedAgain: 1 });

  const after = await openFaceIndex(app);
  const checks = await checkErased(app, certificate.contents.erased, after);
  expect(isErased(checks)).toBe(true);
  const [face] = (await viewCasePhotos(app, officer, open.id))[0]?.faces ?? [];
  expect(after.embeddingsOf(face?.id ?? '')).toHaveLength(1);
  await after.close();
  expect(isGenuine(app, certificate)).toBe(true);
  expect(await viewCertificates(app, officer, closed.id)).toEqual([certificate]);
  const templates = await app.db.selectFrom('face_template').select('id').execute();
  expect(templates).toHaveLength(1);
  expect((await restoreBackup(app, file)).erasedAgain).toBe(1);
});

it('moves to a new machine: another database, another folder, the same master key', async () => {
  const made = await caseWithPhoto(1);
  await makeBackup(app, file);
  const other = await openTestPlatform();
  await restoreBackup(other.app, file);
  // As a server that starts afterwards.
  const { app: started, close } = await openPlatform(
    { ...other.app, config: { ...other.app.config } },
    { isWorker: false, databaseUrl: other.databaseUrl, log: other.app.log },
  );
  expect((await read(await openDisplay(started, officer, made.photoId))).length).toBeGreaterThan(0);
  expect((await verifyAuditLog(started, SYSTEM)).broken).toBeNull();
  expect(Buffer.from(started.secret('x'))).toEqual(Buffer.from(app.secret('x')));
  await close();
  await other.close();
});

it('shows nothing without the master key', async () => {
  await caseWithPhoto(1);
  await makeBackup(app, file);
  const bytes = await readFile(file);
  for (const word of ['Child 1', 'Asha', 'agency.example', 'police-power']) expect(bytes.includes(word)).toBe(false);
  const other = await openTestPlatform({ key: async () => randomBytes(32) });
  await expect(restoreBackup(other.app, file)).rejects.toMatchObject({ code: 'unavailable', message: /OLD_KEYS/ });
  await other.close();
});

it('refuses what is damaged or no backup, and leaves everything as it is', async () => {
  await caseWithPhoto(1);
  await makeBackup(app, file);
  const before = await everything();
  const bytes = await readFile(file);
  const table = bytes.indexOf('tables/case_file') + 512 + 100;
  const damaged = [
    Buffer.from('no tar at all'),
    bytes.subarray(0, bytes.length / 2),
    Buffer.concat([bytes.subarray(0, table), randomBytes(4), bytes.subarray(table + 4)]),
  ];
  for (const content of damaged) {
    await writeFile(join(folder, 'damaged.tar'), content);
    await expect(restoreBackup(app, join(folder, 'damaged.tar'))).rejects.toMatchObject({
      code: expect.stringMatching(/invalid|unavailable/),
    });
    expect(await everything()).toEqual(before);
  }
  await expect(restoreBackup(app, join(folder, 'none.tar'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(makeBackup(app, join(folder, 'nowhere', 'x.tar'))).rejects.toMatchObject({ code: 'unavailable' });
});

it('is of one moment, though people go on working', async () => {
  await caseWithPhoto(1);
  const backup = makeBackup(app, file);
  const working = Promise.all([2, 3, 4].map((person) => caseWithPhoto(person)));
  await Promise.all([backup, working]);
  await restoreBackup(app, file);
  expect((await sweepBlobs(app)).missing).toEqual([]);
  const orphans = await app.db
    .selectFrom('face_template')
    .leftJoin('data_key', 'data_key.id', 'face_template.key_id')
    .where('data_key.id', 'is', null)
    .select('face_template.id')
    .execute();
  expect(orphans).toEqual([]);
});
