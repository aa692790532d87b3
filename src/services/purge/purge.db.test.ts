import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { streamOf } from '../../adapters/blobs.ts';
import { SYSTEM } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addCasePhoto } from '../photos/add.ts';
import { analysePhoto } from '../photos/analyse.ts';
import { removePhoto } from '../photos/change.ts';
import { receivePhoto, storePhoto } from '../photos/intake.ts';
import { openFaceIndex } from '../search/face-index.ts';
import { sweepBlobs } from '../storage/sweep.ts';
import { Certificate, checkErased, isErased, isGenuine, viewCertificates } from './certificate.ts';
import { eraseSubject } from './erase-subject.ts';
import { readErasures } from './erasure-log.ts';
import { purgeCase } from './purge-case.ts';
import { keepRetention, previewRetention } from './retention.ts';

const DAY = 24 * 3600;

let test: TestPlatform;
let app: TestPlatform['app'];
let index: Awaited<ReturnType<typeof openFaceIndex>>;
let agencyId: string;
let officer: Awaited<ReturnType<typeof makeAccount>>['actor'];
const openIndex = async () => index;

beforeAll(async () => {
  test = await openTestPlatform();
  app = test.app;
  agencyId = (await makeAgency(app)).id;
  officer = (await makeAccount(app, 'officer', agencyId)).actor;
  index = await openFaceIndex(app);
});
afterAll(async () => {
  await index.close();
  await test.close();
});

let counter = 0;
const receive = (...faces: number[]) => receivePhoto(app, streamOf(fakePhoto({ faces, remark: `purge ${counter++}` })));

async function caseWithPhotos(count = 2) {
  const file = await makeCase(app, agencyId);
  const photos: string[] = [];
  for (let number = 0; number < count; number++) {
    const { id } = await addCasePhoto(app, officer, file.id, { received: await receive(number + 1), date: {} });
    await analysePhoto(app, id);
    photos.push(id);
  }
  return { ...file, photos };
}

async function sightingWithPhoto(keepDays = 100) {
  const keepUntil = new Date(app.clock().getTime() + 1000 * DAY * keepDays);
  const received = await receive(50);
  return inTransaction(app.db, async (tx) => {
    const { id } = await tx
      .insertInto('sighting')
      .values({
        number: `S-${randomUUID()}`,
        tracking_hash: Buffer.from(randomUUID()),
        seen_at: app.clock(),
        keep_until: keepUntil,
        created_at: app.clock(),
        contact: JSON.stringify({ phone: '123' }),
        source_hash: Buffer.from('source'),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const photoId = await storePhoto(app, tx, received, { purpose: 'sighting', sightingId: id });
    return { id, photoId };
  });
}

/** A match, straight into the database: how people come to one is tested with the reviews. */
async function matchOf(caseId: string, faceId: string): Promise<string> {
  const { id: searchId } = await app.db
    .insertInto('search_run')
    .values({ reason: 'sighting', face_id: faceId, profile: 'test', gallery_size: 1, basis: 'start', nobody: false })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: candidateId } = await app.db
    .insertInto('candidate')
    .values({
      ...{ face_id: faceId, case_id: caseId, search_id: searchId, rank: 1, score: 9, one_in: 1000, strength: 'strong' },
      ...{ basis: 'start', photos: '[]', plausibility: '{}', is_alert: true, is_above_threshold: true },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await app.db
    .insertInto('match')
    .values({
      ...{ candidate_id: candidateId, case_id: caseId, fact_kind: 'mark', fact: 'a scar' },
      recorded_by: officer.accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const close = (id: string) =>
  app.db
    .updateTable('case_file')
    .set({ state: 'resolved', closed_at: app.clock(), closing_reason: 'found-safe' })
    .where('id', '=', id)
    .execute();

const facesOf = async (photos: readonly string[]) =>
  (await app.db.selectFrom('face').select('id').where('photo_id', 'in', photos).execute()).map(({ id }) => id);

const count = async (table: 'face_template' | 'photo' | 'blob' | 'data_key' | 'purge_certificate') =>
  (
    await app.db
      .selectFrom(table)
      .select((row) => row.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

describe('closing a case', () => {
  it('erases templates, crops and their key, and certifies it', async () => {
    const file = await caseWithPhotos();
    const faces = await facesOf(file.photos);
    await index.catchUp();
    expect(faces.map((id) => index.embeddingsOf(id).length)).toEqual([1, 1]);
    const crops = await app.db.selectFrom('face').select('crop_id').where('id', 'in', faces).execute();
    const { key_id } = await app.db
      .selectFrom('case_file')
      .select('key_id')
      .where('id', '=', file.id)
      .executeTakeFirstOrThrow();

    await close(file.id);
    await purgeCase(app, file.id, openIndex);

    const [certificate] = await viewCertificates(app, officer, file.id);
    expect(certificate?.contents).toMatchObject({
      caseId: file.id,
      caseNumber: file.number,
      what: 'biometrics',
      reason: 'found-safe',
      erased: { faces: faces.toSorted(), photos: [], keys: [key_id] },
      checks: { templatesInDatabase: 0, keysInDatabase: 0, blobsInDatabase: 0, filesOnDisk: 0, facesInIndex: 0 },
    });
    expect(certificate?.contents.erased.templates).toHaveLength(2);
    expect(certificate?.contents.erased.blobs.toSorted()).toEqual(crops.map(({ crop_id }) => crop_id ?? '').toSorted());
    for (const { crop_id } of crops) expect(await app.blobs.has(crop_id ?? '')).toBe(false);
    expect(faces.map((id) => index.embeddingsOf(id))).toEqual([[], []]);
    const left = await app.db.selectFrom('face').selectAll().where('id', 'in', faces).execute();
    expect(left.map(({ crop_id, landmarks }) => [crop_id, landmarks])).toEqual([
      [null, []],
      [null, []],
    ]);
    const photos = await app.db.selectFrom('photo').select('original_id').where('case_id', '=', file.id).execute();
    for (const { original_id } of photos) expect(await app.blobs.has(original_id ?? '')).toBe(true);
  });

  it('gives a certificate that proves itself, and no changed one', async () => {
    const file = await caseWithPhotos(1);
    await close(file.id);
    await purgeCase(app, file.id, openIndex);
    const [certificate] = await viewCertificates(app, officer, file.id);
    if (!certificate) throw new Error('no certificate');
    const copy = Certificate.parse(JSON.parse(JSON.stringify(certificate)));
    expect(isGenuine(app, copy)).toBe(true);
    expect(isGenuine(app, { ...copy, contents: { ...copy.contents, reason: 'returned' } })).toBe(false);
    expect(isGenuine({ secret: () => Buffer.alloc(32) }, copy)).toBe(false);
  });

  it('finds what is still there', async () => {
    const file = await caseWithPhotos(1);
    const faces = await facesOf(file.photos);
    const [crop] = await app.db.selectFrom('face').select('crop_id').where('id', 'in', faces).execute();
    const rows = await app.db
      .selectFrom('face_template')
      .select(['id', 'key_id'])
      .where('face_id', 'in', faces)
      .execute();
    const checks = await checkErased(
      app,
      {
        faces,
        templates: rows.map(({ id }) => id),
        keys: rows.map(({ key_id }) => key_id),
        blobs: [crop?.crop_id ?? ''],
        photos: [],
      },
      index,
    );
    expect(checks).toMatchObject({
      templatesInDatabase: 1,
      keysInDatabase: 1,
      blobsInDatabase: 1,
      filesOnDisk: 1,
      facesInIndex: 1,
    });
    expect(isErased(checks)).toBe(false);
  });

  it('goes on after a crash between erasing and certifying', async () => {
    const file = await caseWithPhotos(1);
    await close(file.id);
    const crash = async () => {
      throw new Error('kill -9');
    };
    await expect(purgeCase(app, file.id, crash)).rejects.toThrow('kill -9');
    expect(await viewCertificates(app, officer, file.id)).toEqual([]);
    await purgeCase(app, file.id, openIndex);
    await purgeCase(app, file.id, openIndex);
    const certificates = await viewCertificates(app, officer, file.id);
    expect(certificates).toHaveLength(1);
    expect(certificates[0]?.contents.erased.templates).toHaveLength(1);
  });

  it('leaves a case alone that was reopened, and enrols it anew', async () => {
    const file = await caseWithPhotos(1);
    const before = await count('face_template');
    await purgeCase(app, file.id, openIndex);
    expect(await count('face_template')).toBe(before);
    await close(file.id);
    await purgeCase(app, file.id, openIndex);
    expect(await count('face_template')).toBe(before - 1);
    await analysePhoto(app, file.photos[0] ?? '');
    expect(await count('face_template')).toBe(before - 1);
    await app.db.updateTable('case_file').set({ state: 'open', closed_at: null }).where('id', '=', file.id).execute();
    await analysePhoto(app, file.photos[0] ?? '');
    expect(await count('face_template')).toBe(before);
  });

  it('writes erasures and certificates beside the database', async () => {
    const file = await caseWithPhotos(1);
    await close(file.id);
    await purgeCase(app, file.id, openIndex);
    const lines = await readErasures(app);
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'case-biometrics', subjectId: file.id }));
    expect(lines).toContainEqual(expect.objectContaining({ type: 'certificate', caseId: file.id }));
    const path = join(app.dataDir, 'erasures.log');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, -30));
    expect(await readErasures(app)).toHaveLength(lines.length - 1);
    await keepRetention(app, SYSTEM, openIndex);
    expect(await readErasures(app)).toHaveLength(lines.length);
  });
});

describe('retention', () => {
  const due = async (kind: string) => (await previewRetention(app, SYSTEM)).find((rule) => rule.kind === kind)?.count;

  it('keeps the photos of a closed case for their time, then erases and certifies them', async () => {
    const file = await caseWithPhotos(2);
    await close(file.id);
    await purgeCase(app, file.id, openIndex);
    await keepRetention(app, SYSTEM, openIndex);
    expect(await due('closed-photos')).toBe(0);
    const before = { photos: await count('photo'), keys: await count('data_key') };
    test.setClock({ seconds: 31 * DAY });
    expect(await due('closed-photos')).toBeGreaterThanOrEqual(1);
    await keepRetention(app, SYSTEM, openIndex);
    expect(await due('closed-photos')).toBe(0);
    expect(await count('photo')).toBeLessThanOrEqual(before.photos - 2);
    expect(await count('data_key')).toBeLessThanOrEqual(before.keys - 2);
    const [, certificate] = await viewCertificates(app, officer, file.id);
    expect(certificate?.contents).toMatchObject({ what: 'photos', checks: { filesOnDisk: 0, keysInDatabase: 0 } });
    expect(certificate?.contents.erased.photos.map(({ id }) => id)).toEqual(file.photos.toSorted());
    expect(certificate?.contents.erased.blobs).toHaveLength(4);
  });

  it('forgets senders and contacts, then sightings', async () => {
    const { id, photoId } = await sightingWithPhoto(400);
    await analysePhoto(app, photoId);
    const row = () => app.db.selectFrom('sighting').selectAll().where('id', '=', id).executeTakeFirst();
    test.setClock({ seconds: 31 * DAY });
    await keepRetention(app, SYSTEM, openIndex);
    expect(await row()).toMatchObject({ source_hash: null, contact: { phone: '123' } });
    test.setClock({ seconds: 150 * DAY });
    await keepRetention(app, SYSTEM, openIndex);
    expect(await row()).toMatchObject({ contact: null });
    const [face] = await facesOf([photoId]);
    await index.catchUp();
    expect(index.embeddingsOf(face ?? '')).toHaveLength(1);
    test.setClock({ seconds: 220 * DAY });
    expect(await due('sighting')).toBe(1);
    await keepRetention(app, SYSTEM, openIndex);
    expect(await row()).toBeUndefined();
    await index.catchUp();
    expect(index.embeddingsOf(face ?? '')).toEqual([]);
  });

  it('keeps a sighting that led to a match, without what it shows, once the case is long closed', async () => {
    const file = await caseWithPhotos(1);
    const sighting = await sightingWithPhoto();
    await analysePhoto(app, sighting.photoId);
    const [faceId = ''] = await facesOf([sighting.photoId]);
    const matchId = await matchOf(file.id, faceId);
    await index.catchUp();
    expect(index.embeddingsOf(faceId)).toHaveLength(1);

    await close(file.id);
    await purgeCase(app, file.id, openIndex);
    expect(index.embeddingsOf(faceId)).toEqual([]);
    const [certificate] = await viewCertificates(app, officer, file.id);
    expect(certificate?.contents.erased.faces).toContain(faceId);
    expect(certificate?.contents.erased.keys).toHaveLength(2);
    await analysePhoto(app, sighting.photoId);
    await index.catchUp();
    expect(index.embeddingsOf(faceId)).toEqual([]);

    test.setClock({ seconds: 31 * DAY });
    expect(await due('sighting-content')).toBe(1);
    await keepRetention(app, SYSTEM, openIndex);
    expect(await due('sighting-content')).toBe(0);
    const photo = await app.db.selectFrom('photo').selectAll().where('id', '=', sighting.photoId).executeTakeFirst();
    expect(photo).toMatchObject({ original_id: null, display_id: null, exif: null });
    expect(await app.db.selectFrom('match').select('id').where('id', '=', matchId).execute()).toHaveLength(1);
  });

  it('previews without touching anything', async () => {
    await sightingWithPhoto(-1);
    expect(await due('sighting')).toBe(1);
    expect(await due('sighting')).toBe(1);
    await expect(previewRetention(app, officer)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(keepRetention(app, officer)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

it('erases a person on request: case, sighting, account', async () => {
  const file = await caseWithPhotos(1);
  const name = { subject: 'case', name: file.number } as const;
  await expect(eraseSubject(app, SYSTEM, name, openIndex)).rejects.toMatchObject({ code: 'conflict' });
  await close(file.id);
  await eraseSubject(app, SYSTEM, name, openIndex);
  const left = await app.db.selectFrom('case_file').selectAll().where('id', '=', file.id).executeTakeFirstOrThrow();
  expect(left).toMatchObject({ child_name: '(erased)', birth_date: null, last_place: null, number: file.number });
  expect(JSON.stringify(left)).not.toContain('Asha');
  expect(await viewCertificates(app, officer, file.id)).toHaveLength(2);

  const sighting = await sightingWithPhoto();
  await eraseSubject(app, SYSTEM, { subject: 'sighting', name: sighting.id });
  expect(await app.db.selectFrom('photo').select('id').where('id', '=', sighting.photoId).execute()).toEqual([]);

  const guardian = await makeAccount(app, 'guardian');
  await eraseSubject(app, SYSTEM, { subject: 'account', name: guardian.email });
  const account = await app.db.selectFrom('account').selectAll().where('id', '=', guardian.id).executeTakeFirst();
  expect(account).toMatchObject({ name: '(erased)', email: `${guardian.id}@erased.invalid` });
  await expect(eraseSubject(app, SYSTEM, { subject: 'account', name: guardian.email })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(eraseSubject(app, officer, name)).rejects.toMatchObject({ code: 'forbidden' });
  const kinds = (await readErasures(app)).map((line) => line.type === 'erasure' && line.kind);
  expect(kinds).toEqual(expect.arrayContaining(['case-record', 'case-photos', 'sighting', 'account']));
});

it('removes a photo with all that was made of it', async () => {
  const file = await caseWithPhotos(1);
  const before = await count('blob');
  await removePhoto(app, officer, file.photos[0] ?? '');
  expect(await count('blob')).toBe(before - 3);
  expect(await facesOf(file.photos)).toEqual([]);
  await expect(removePhoto(app, officer, file.photos[0] ?? '')).rejects.toMatchObject({ code: 'not-found' });
});

it('sweeps files without a row when they are old, and reports rows without a file', async () => {
  // Files carry the time of this machine, not of the test.
  test.setClock(new Date());
  const { blob } = await receive(1);
  expect(await sweepBlobs(app)).toEqual({ removed: 0, missing: [] });
  expect(await app.blobs.has(blob.id)).toBe(true);
  test.setClock({ seconds: 2 * DAY });
  const file = await caseWithPhotos(1);
  expect((await sweepBlobs(app)).removed).toBeGreaterThanOrEqual(1);
  expect(await app.blobs.has(blob.id)).toBe(false);
  const { original_id } = await app.db
    .selectFrom('photo')
    .select('original_id')
    .where('case_id', '=', file.id)
    .executeTakeFirstOrThrow();
  await app.blobs.delete(original_id ?? '');
  expect((await sweepBlobs(app)).missing).toEqual([original_id]);
});
