import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { streamOf } from '../../adapters/blobs.ts';
import { SYSTEM } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import type { Engine } from '../../face/engine.ts';
import { openTemplate } from '../../gallery/sealed.ts';
import { fakeApp, fakePhoto } from '../../testing/fake-app.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { openBlob } from '../storage/blob-writing.ts';
import { addCasePhoto, admitCasePhoto, type PhotoDate } from './add.ts';
import { analysePhoto } from './analyse.ts';
import { chooseFace } from './choose-face.ts';
import { discardPhoto, receivePhoto, storePhoto } from './intake.ts';
import { openCrop, openDisplay, openOriginal, viewCasePhotos, viewPhoto } from './view.ts';

let test: TestPlatform;
let app: TestPlatform['app'];
/** Stands in for a newer engine, or a broken one. */
let override: Engine['extractFaces'] | undefined;
let agencyId: string;
let officer: Awaited<ReturnType<typeof makeAccount>>['actor'];
let partner: typeof officer;
let stranger: typeof officer;

beforeAll(async () => {
  const engine = await fakeApp().engine();
  const extractFaces: Engine['extractFaces'] = (...given) => (override ?? engine.extractFaces)(...given);
  test = await openTestPlatform({ engine: async () => ({ ...engine, extractFaces }) });
  app = test.app;
  agencyId = (await makeAgency(app)).id;
  officer = (await makeAccount(app, 'officer', agencyId)).actor;
  partner = (await makeAccount(app, 'partner', agencyId)).actor;
  stranger = (await makeAccount(app, 'officer', (await makeAgency(app)).id)).actor;
});
afterAll(() => test.close());

let counter = 0;
const photoOf = (...faces: number[]) => fakePhoto({ faces, remark: String(counter++) });
const receive = (bytes: Buffer) => receivePhoto(app, streamOf(bytes));

async function add(caseId: string, bytes = photoOf(1), date: PhotoDate = {}) {
  const received = await receive(bytes);
  return addCasePhoto(app, officer, caseId, { received, date }).catch(async (error: unknown) => {
    await discardPhoto(app, received);
    throw error;
  });
}

async function analysed(caseId: string, bytes = photoOf(1)) {
  const { id } = await add(caseId, bytes);
  await analysePhoto(app, id);
  return viewPhoto(app, officer, id);
}

async function read({ content }: { content: AsyncIterable<Buffer> }) {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

const templatesOf = (photoId: string) =>
  app.db
    .selectFrom('face_template')
    .innerJoin('face', 'face.id', 'face_template.face_id')
    .selectAll('face_template')
    .where('face.photo_id', '=', photoId)
    .orderBy('face_template.id')
    .execute();

const jobs = async (kind: string) => (await app.jobs.counts()).find((job) => job.kind === kind)?.waiting ?? 0;

const auditOf = async (entityId: string) =>
  (
    await app.db
      .selectFrom('audit_event')
      .select('action')
      .where('entity_id', '=', entityId)
      .orderBy('sequence')
      .execute()
  ).map(({ action }) => action);

async function blobFiles(): Promise<string[]> {
  const entries = await readdir(join(app.dataDir, 'blobs'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Every file has a row and every row a file. */
async function expectNoOrphans() {
  const rows = await app.db.selectFrom('blob').select('id').execute();
  expect((await blobFiles()).sort()).toEqual(rows.map(({ id }) => id).sort());
}

describe('adding a photo to a case', () => {
  it('keeps the original unchanged and encrypted, and asks for its analysis', async () => {
    const file = await makeCase(app, agencyId);
    const before = await jobs('analyse-photo');
    const bytes = photoOf(1);
    const { id, state } = await add(file.id, bytes);
    expect(state).toBe('waiting');
    expect(await jobs('analyse-photo')).toBe(before + 1);
    const original = await openOriginal(app, officer, id);
    expect(original).toMatchObject({ mediaType: 'image/jpeg', bytes: bytes.length });
    expect(await read(original)).toEqual(bytes);
    expect(await auditOf(id)).toEqual(['photo.upload', 'photo.original']);
    await expectNoOrphans();
  });

  it('takes the same file once', async () => {
    const file = await makeCase(app, agencyId);
    const bytes = photoOf(1);
    const first = await add(file.id, bytes);
    expect(await add(file.id, bytes)).toEqual({ ...first, isDuplicate: true });
    expect(await Promise.all([add(file.id, bytes), add(file.id, bytes)])).toMatchObject([
      { id: first.id },
      { id: first.id },
    ]);
    await expectNoOrphans();
  });

  it('takes a file sent twice at once once', async () => {
    const file = await makeCase(app, agencyId);
    const bytes = photoOf(1);
    const added = await Promise.all([add(file.id, bytes), add(file.id, bytes), add(file.id, bytes)]);
    expect(new Set(added.map(({ id }) => id)).size).toBe(1);
    expect(added.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(1);
  });

  it('refuses what is no photo, and keeps nothing of it', async () => {
    const before = await blobFiles();
    for (const bytes of [Buffer.from('%PDF-1.7 …'), Buffer.from('<svg/>'), Buffer.alloc(0), Buffer.alloc(9000, 1)])
      await expect(receive(bytes)).rejects.toMatchObject({ code: 'unsupported-media' });
    expect(await blobFiles()).toEqual(before);
  });

  it('refuses what is too large, and keeps nothing of it', async () => {
    const before = await blobFiles();
    async function* endless() {
      yield fakePhoto({});
      for (;;) yield Buffer.alloc(1e6);
    }
    await expect(receivePhoto(app, endless())).rejects.toMatchObject({ code: 'invalid', message: /40 MB/ });
    expect(await blobFiles()).toEqual(before);
  });

  it('refuses strangers, closed cases and dates to come', async () => {
    const file = await makeCase(app, agencyId);
    const closed = await makeCase(app, agencyId, { state: 'resolved' });
    await expect(admitCasePhoto(app, stranger, file.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(admitCasePhoto(app, officer, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
    await expect(admitCasePhoto(app, officer, closed.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(admitCasePhoto(app, { kind: 'public' }, file.id)).rejects.toMatchObject({ code: 'unauthenticated' });
    for (const capturedOn of ['2031', 'yesterday', '2021-02-30'])
      await expect(add(file.id, photoOf(1), { capturedOn })).rejects.toMatchObject({ code: 'invalid' });
    const received = await receive(photoOf(1));
    await expect(addCasePhoto(app, officer, closed.id, { received, date: {} })).rejects.toMatchObject({
      code: 'conflict',
    });
    await discardPhoto(app, received);
    expect(await blobFiles()).not.toContain(received.blob.id);
  });
});

describe('analysing a photo', () => {
  it('gives verdict, faces, copy to show and crops; the only face is chosen', async () => {
    const file = await makeCase(app, agencyId);
    const searches = await jobs('search-case');
    const photo = await analysed(file.id);
    expect(photo).toMatchObject({ state: 'analysed', verdict: 'good', chosenBy: 'only-face', width: 400, height: 300 });
    expect(photo.faces).toMatchObject([{ isChosen: true, position: 0, quality: 80, hasCrop: true }]);
    expect((await read(await openDisplay(app, officer, photo.id))).toString('latin1')).toContain('display copy');
    expect((await read(await openCrop(app, officer, photo.faces[0]?.id ?? ''))).toString('latin1')).toContain('face 1');
    expect(await jobs('search-case')).toBe(searches + 1);
    await expectNoOrphans();
  });

  it('seals templates with the key of the case, for their face alone', async () => {
    const file = await makeCase(app, agencyId);
    const photo = await analysed(file.id, photoOf(7));
    const [template] = await templatesOf(photo.id);
    const { key_id } = await app.db
      .selectFrom('case_file')
      .select('key_id')
      .where('id', '=', file.id)
      .executeTakeFirstOrThrow();
    expect(template?.key_id).toBe(key_id);
    const row = await app.db
      .selectFrom('data_key')
      .selectAll()
      .where('id', '=', key_id ?? '')
      .executeTakeFirstOrThrow();
    const key = app.vault.open({ id: row.id, wrapped: row.wrapped, masterKey: row.master_key });
    const owner = { faceId: template?.face_id ?? '', model: 'fr512', version: '1' };
    expect(openTemplate(key, template?.sealed ?? Buffer.alloc(0), owner)).toBeInstanceOf(Uint8Array);
    expect(openTemplate(key, template?.sealed ?? Buffer.alloc(0), { ...owner, faceId: randomUUID() })).toBeUndefined();
  });

  it('asks for a choice among several, and keeps templates of the chosen face alone', async () => {
    const file = await makeCase(app, agencyId);
    const photo = await analysed(file.id, photoOf(1, 2, 3));
    expect(photo).toMatchObject({ verdict: 'choose-face', chosenBy: null });
    expect(await templatesOf(photo.id)).toHaveLength(3);
    const [first, second] = photo.faces.map(({ id }) => id);
    const searches = await jobs('search-case');
    await chooseFace(app, officer, photo.id, second ?? '');
    expect(await jobs('search-case')).toBeGreaterThanOrEqual(searches);
    expect((await templatesOf(photo.id)).map(({ face_id }) => face_id)).toEqual([second]);
    expect(await viewPhoto(app, officer, photo.id)).toMatchObject({ verdict: 'good', chosenBy: 'person' });

    const waiting = await jobs('analyse-photo');
    await chooseFace(app, officer, photo.id, first ?? '');
    expect(await jobs('analyse-photo')).toBe(waiting + 1);
    await analysePhoto(app, photo.id);
    expect((await templatesOf(photo.id)).map(({ face_id }) => face_id)).toEqual([first]);
    await expect(chooseFace(app, officer, photo.id, randomUUID())).rejects.toMatchObject({ code: 'invalid' });
    await expect(chooseFace(app, stranger, photo.id, first ?? '')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('run again, changes nothing but what is new: ids, choice and decisions stay', async () => {
    const file = await makeCase(app, agencyId);
    const photo = await analysed(file.id, photoOf(1, 2));
    const [first, second] = photo.faces.map(({ id }) => id);
    await chooseFace(app, officer, photo.id, second ?? '');
    const before = await templatesOf(photo.id);
    await analysePhoto(app, photo.id);
    await analysePhoto(app, photo.id);
    const after = await viewPhoto(app, officer, photo.id);
    expect(after.faces.map(({ id, isChosen }) => [id, isChosen])).toEqual([
      [first, false],
      [second, true],
    ]);
    expect((await templatesOf(photo.id)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    await expectNoOrphans();
  });

  it('follows a newer model: other boxes, other order, other versions', async () => {
    const file = await makeCase(app, agencyId);
    const bytes = photoOf(1, 2);
    const photo = await analysed(file.id, bytes);
    const [first, second] = photo.faces.map(({ id }) => id);
    await chooseFace(app, officer, photo.id, second ?? '');
    const known = await (await fakeApp().engine()).extractFaces(bytes, { thumbnails: true });
    override = async () => ({
      ...known,
      faces: known.faces.toReversed().map((face) => ({
        ...face,
        box: { ...face.box, x: face.box.x + 4, width: face.box.width + 5 },
        embeddings: face.embeddings.map((each) => ({ ...each, version: '2' })),
      })),
    });
    await analysePhoto(app, photo.id).finally(() => {
      override = undefined;
    });
    const after = await viewPhoto(app, officer, photo.id);
    expect(after.faces.map(({ id, isChosen }) => [id, isChosen])).toEqual([
      [second, true],
      [first, false],
    ]);
    expect((await templatesOf(photo.id)).map(({ face_id, version }) => [face_id, version])).toEqual([[second, '2']]);
    await expectNoOrphans();
  });

  it('keeps a chosen face that a newer model no longer finds, and drops one that nobody needs', async () => {
    const file = await makeCase(app, agencyId);
    const photo = await analysed(file.id, photoOf(1, 2));
    const [first] = photo.faces.map(({ id }) => id);
    await chooseFace(app, officer, photo.id, first ?? '');
    override = async (bytes, options) => ({
      ...(await (await fakeApp().engine()).extractFaces(bytes, options)),
      faces: [],
    });
    await analysePhoto(app, photo.id).finally(() => {
      override = undefined;
    });
    const after = await viewPhoto(app, officer, photo.id);
    expect(after.faces.map(({ id, isChosen }) => [id, isChosen])).toEqual([[first, true]]);
    expect(await templatesOf(photo.id)).toHaveLength(1);
    await expectNoOrphans();
  });

  it('takes what the engine refuses for an answer', async () => {
    const file = await makeCase(app, agencyId);
    override = async () => {
      throw new AppError('invalid', 'This photo is damaged or cut off. Send it again.');
    };
    const photo = await analysed(file.id).finally(() => {
      override = undefined;
    });
    expect(photo).toMatchObject({ state: 'refused', verdict: 'refused', message: /Send it again/ });
  });

  it('leaves the photo waiting when the engine is not there, and nothing on the disk', async () => {
    const file = await makeCase(app, agencyId);
    const { id } = await add(file.id);
    override = async () => {
      throw new AppError('unavailable', 'The photo took too long.');
    };
    await expect(analysePhoto(app, id)).rejects.toMatchObject({ code: 'unavailable' });
    override = undefined;
    expect(await viewPhoto(app, officer, id)).toMatchObject({ state: 'waiting', verdict: 'waiting' });
    await expectNoOrphans();
  });

  it('leaves photos of a case alone that was closed while they were looked at', async () => {
    const file = await makeCase(app, agencyId);
    const { id } = await add(file.id);
    const engine = await fakeApp().engine();
    override = async (bytes, options) => {
      await app.db.updateTable('case_file').set({ state: 'withdrawn' }).where('id', '=', file.id).execute();
      return engine.extractFaces(bytes, options);
    };
    await analysePhoto(app, id).finally(() => {
      override = undefined;
    });
    expect(await templatesOf(id)).toEqual([]);
    expect(await viewPhoto(app, officer, id)).toMatchObject({ state: 'waiting', faces: [] });
    await expectNoOrphans();
  });

  it('takes the camera’s date when no person gives one', async () => {
    const file = await makeCase(app, agencyId);
    const capturedAt = '2021-05-03T10:00:00Z';
    const camera = { capturedAt, place: { latitude: 17.4, longitude: 78.5 }, faces: [1] };
    expect(await analysed(file.id, fakePhoto(camera))).toMatchObject({
      capturedOn: '2021-05-03',
      capturedBy: 'camera',
      exif: { capturedAt: '2021-05-03T10:00:00.000Z', latitude: 17.4, longitude: 78.5 },
    });
    const told = await add(file.id, fakePhoto({ capturedAt, remark: 'told' }), { capturedOn: '2020' });
    await analysePhoto(app, told.id);
    expect(await viewPhoto(app, officer, told.id)).toMatchObject({ capturedOn: '2020', capturedBy: 'person' });
    const aged = await add(file.id, fakePhoto({ capturedAt, remark: 'aged' }), { ageYears: 6 });
    await analysePhoto(app, aged.id);
    expect(await viewPhoto(app, officer, aged.id)).toMatchObject({ capturedOn: null, ageYears: 6 });
  });
});

describe('looking at photos', () => {
  it('shows a photo to those who may, and writes it down', async () => {
    const file = await makeCase(app, agencyId);
    const photo = await analysed(file.id);
    const crop = photo.faces[0]?.id ?? '';
    await openDisplay(app, partner, photo.id).then(read);
    await openCrop(app, partner, crop).then(read);
    await expect(openOriginal(app, partner, photo.id)).rejects.toMatchObject({ code: 'forbidden' });
    for (const open of [viewPhoto, openDisplay, openOriginal])
      await expect(open(app, stranger, photo.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(openCrop(app, stranger, crop)).rejects.toMatchObject({ code: 'not-found' });
    await expect(viewCasePhotos(app, stranger, file.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await viewCasePhotos(app, partner, file.id)).toHaveLength(1);
    const actions = await auditOf(photo.id);
    expect(actions).toEqual(['photo.upload', 'photo.analyse', 'photo.view', 'photo.view', 'photo.view']);
    expect(await auditOf(file.id)).toContain('photo.list');
  });

  it('hides photos of a protected case from everybody but the lead', async () => {
    const file = await makeCase(app, agencyId);
    const photo = await analysed(file.id);
    await app.db
      .updateTable('case_file')
      .set({ is_protected: true, protected_reason: 'refuge' })
      .where('id', '=', file.id)
      .execute();
    await expect(viewPhoto(app, officer, photo.id)).rejects.toMatchObject({ code: 'not-found' });
    const lead = (await makeAccount(app, 'lead', agencyId)).actor;
    expect(await viewPhoto(app, lead, photo.id)).toMatchObject({ id: photo.id });
  });

  it('waits for the analysis as long as it is told to', async () => {
    const file = await makeCase(app, agencyId);
    const { id } = await add(file.id);
    const waiting = viewPhoto(app, officer, id, 20);
    await analysePhoto(app, id);
    expect(await waiting).toMatchObject({ state: 'analysed' });
    const other = await add(file.id);
    const start = performance.now();
    expect(await viewPhoto(app, officer, other.id, 0.3)).toMatchObject({ state: 'waiting' });
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

it('stores photos of sightings, whose chosen face is searched for', async () => {
  const received = await receive(photoOf(4));
  const { id: sightingId } = await app.db
    .insertInto('sighting')
    .values({
      number: `S-${randomUUID()}`,
      tracking_hash: Buffer.from(randomUUID()),
      seen_at: new Date(),
      keep_until: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const owner = { purpose: 'sighting', sightingId } as const;
  const id = await inTransaction(app.db, (tx) => storePhoto(app, tx, received, owner));
  const searches = await jobs('search-face');
  await analysePhoto(app, id);
  expect(await jobs('search-face')).toBe(searches + 1);
  expect(await viewPhoto(app, stranger, id)).toMatchObject({ purpose: 'sighting', chosenBy: 'only-face' });
  await expect(viewPhoto(app, partner, id)).rejects.toMatchObject({ code: 'not-found' });
  const blob = await app.db.selectFrom('photo').select('original_id').where('id', '=', id).executeTakeFirstOrThrow();
  expect(await openBlob(app, app.db, blob.original_id ?? '').then(read)).toHaveLength(received.blob.bytes);
});

it('writes every step into the log, which stays whole', async () => {
  const { verifyAuditLog } = await import('../audit-log.ts');
  expect((await verifyAuditLog(app, SYSTEM)).broken).toBeNull();
});
