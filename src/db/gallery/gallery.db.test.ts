import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { normalise } from '../../core/vector.ts';
import { encodeTemplate } from '../../gallery/code.ts';
import { openGallery } from '../../gallery/exact.ts';
import type { Gallery, Scope } from '../../gallery/gallery.ts';
import { sealTemplate } from '../../gallery/sealed.ts';
import { makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { type Database, inTransaction, openDatabase } from '../database.ts';
import { type DataKeyRow, insertDataKey } from '../keys.ts';
import { deleteTemplates, replaceTemplates } from '../templates.ts';
import { loadChanges } from './changes.ts';
import { galleryName } from './contract.ts';
import { followTemplates } from './follow.ts';
import { loadTemplates } from './load.ts';

const LENGTH = 24;
const MODELS = [
  { model: 'fr512', version: 'aaaaaaaaaaaa' },
  { model: 'dlib', version: 'bbbbbbbbbbbb' },
] as const;

let test: TestPlatform;
let galleries: Map<string, Gallery>;
let agencyId: string;
let key: DataKeyRow;
beforeEach(async () => {
  test = await openTestPlatform();
  galleries = new Map(MODELS.map((model) => [galleryName(model), openGallery({ length: LENGTH, workers: 0 })]));
  agencyId = (await makeAgency(test.app)).id;
  key = test.app.vault.newKey();
  await insertDataKey(test.app.db, key);
});
afterEach(() => test.close());

const load = (threads = 2) =>
  loadTemplates({ databaseUrl: test.databaseUrl, galleries, openKey: test.app.vault.open, threads });
const changesSince = ({ since }: { since: string }) =>
  loadChanges(test.app.db, { galleries, openKey: test.app.vault.open, since });

it('finds every face after a load, each with its vector and within its scope', async () => {
  const open = await faceOf(await caseWith({}));
  const hidden = await faceOf(await caseWith({ is_protected: true, protected_reason: 'refuge' }));
  const closed = await faceOf(await caseWith({ state: 'resolved' }));
  const unlawful = await faceOf(await caseWith({ legal_basis: null }));
  const seen = await faceOf({ sightingId: await sighting() });
  const all = [open, hidden, closed, unlawful, seen];
  await inTransaction(test.app.db, async (tx) => {
    for (const faceId of all) await giveTemplates(tx, faceId);
  });

  const { unreadable } = await load();
  expect(unreadable).toEqual([]);
  for (const gallery of galleries.values()) {
    expect(gallery.size).toBe(all.length);
    for (const id of all)
      expect((await nearest(gallery, id, { withProtected: true, withUnsearchable: true }))?.id).toBe(id);
    expect(await found(gallery, {})).toEqual([open, seen].sort());
    expect(await found(gallery, { purpose: 'reference' })).toEqual([open]);
    expect(await found(gallery, { purpose: 'sighting' })).toEqual([seen]);
    expect(await found(gallery, { withProtected: true })).toEqual([open, hidden, seen].sort());
    expect(await found(gallery, { agencies: [agencyId] })).toEqual([open]);
    expect(await found(gallery, { agencies: [randomUUID()] })).toEqual([]);
  }
});

it('fills the galleries alike whatever the number of threads, from a table of many pages', async () => {
  const faces = await manyFaces(1500);
  for (const threads of [1, 3]) {
    galleries = new Map([[galleryName(MODELS[0]), openGallery({ length: LENGTH, workers: 0 })]]);
    await load(threads);
    const gallery = galleryOf(0);
    expect(gallery.size).toBe(faces.length);
    for (const id of faces.slice(0, 50)) expect((await nearest(gallery, id, {}))?.id).toBe(id);
  }
});

it('misses nothing of a transaction that began before others were read, and is committed after', async () => {
  const [early, late] = [await faceOf(await caseWith({})), await faceOf(await caseWith({}))];
  const loaded = await load();
  const slow = await openDatabase(test.databaseUrl, { connections: 1 });
  const change = await slow.startTransaction().execute();
  await giveTemplates(change, early);
  await inTransaction(test.app.db, (tx) => giveTemplates(tx, late));

  const first = await changesSince(loaded);
  expect(await found(galleryOf(0), {})).toEqual([late]);
  await change.commit().execute();
  // What was committed last has the lower number: whoever asks for what comes after the last number read never sees it.
  expect(await changedIn(early)).toBeLessThan(await changedIn(late));
  const second = await changesSince(first);
  expect(await found(galleryOf(0), {})).toEqual([early, late].sort());
  expect((await changesSince(second)).templates).toBe(0);
  await slow.destroy();
});

it('follows what goes, also when that is told late, and what comes back', async () => {
  const [gone, back] = [await faceOf(await caseWith({})), await faceOf(await caseWith({}))];
  await inTransaction(test.app.db, async (tx) => {
    await giveTemplates(tx, gone);
    await giveTemplates(tx, back);
  });
  const loaded = await load();
  const slow = await openDatabase(test.databaseUrl, { connections: 1 });
  const change = await slow.startTransaction().execute();
  await deleteTemplates(change, [gone, back]);
  await giveTemplates(change, back);
  const first = await changesSince(loaded);
  expect(galleryOf(0).size).toBe(2);
  await change.commit().execute();
  await changesSince(first);
  expect(await found(galleryOf(0), {})).toEqual([back]);
  expect(galleryOf(1).has(gone)).toBe(false);
  await slow.destroy();
});

it('follows the state of cases, of sightings and of choices', async () => {
  const caseId = await caseWith({});
  const sightingId = await sighting();
  const [reference, seen] = [await faceOf(caseId), await faceOf({ sightingId })];
  await inTransaction(test.app.db, async (tx) => {
    await giveTemplates(tx, reference);
    await giveTemplates(tx, seen);
  });
  let loaded: { since: string } = await load();
  const foundAfter = async (statement: ReturnType<typeof sql>) => {
    await statement.execute(test.app.db);
    loaded = await changesSince(loaded);
    return found(galleryOf(0), {});
  };
  expect(await foundAfter(sql`update sighting set state = 'spam' where id = ${sightingId}`)).toEqual([reference]);
  expect(await foundAfter(sql`update face set is_chosen = false where id = ${reference}`)).toEqual([]);
  expect(await foundAfter(sql`update face set is_chosen = true where id = ${reference}`)).toEqual([reference]);
  expect(await foundAfter(sql`update case_file set state = 'withdrawn' where id = ${caseId.caseId}`)).toEqual([]);
  expect(await foundAfter(sql`update sighting set state = 'seen' where id = ${sightingId}`)).toEqual([seen]);
});

it('tells damaged templates and lost keys, and loads all others', async () => {
  const [good, damaged, exchanged, keyless] = await manyFaces(4);
  await sql`update face_template set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)
    where face_id = ${damaged}`.execute(test.app.db);
  await sql`update face_template set sealed = (select sealed from face_template where face_id = ${good})
    where face_id = ${exchanged}`.execute(test.app.db);
  const lost = { ...test.app.vault.newKey(), masterKey: 'ffffffffffff' };
  await insertDataKey(test.app.db, lost);
  await sql`update face_template set key_id = ${lost.id} where face_id = ${keyless}`.execute(test.app.db);

  const loaded = await load();
  expect([...loaded.unreadable].sort()).toEqual([damaged, exchanged, keyless].sort());
  expect(await found(galleryOf(0), {})).toEqual([good]);
  const again = await changesSince({ since: '0' });
  expect([...again.unreadable].sort()).toEqual([damaged, exchanged, keyless].sort());
});

it('takes rows of a restored backup, with numbers of another server, as they are', async () => {
  const [face] = await manyFaces(1);
  const loaded = await load();
  await sql`alter table face_template disable trigger all`.execute(test.app.db);
  await sql`update face_template set changed_in = '99999999999'`.execute(test.app.db);
  expect((await changesSince(loaded)).templates).toBe(0);
  expect(await found(galleryOf(0), {})).toEqual([face]);
});

it('is told of changes, and tells when the connection is lost', async () => {
  const [face] = await manyFaces(1);
  const told: unknown[] = [];
  const waits: (() => void)[] = [];
  const next = () => new Promise<void>((resolve) => waits.push(resolve));
  const follower = followTemplates({
    databaseUrl: test.databaseUrl,
    onChange: () => waits.splice(0).forEach((resolve) => void resolve()),
    onError: (error) => told.push(error),
  });
  await next();
  const change = next();
  await deleteTemplates(test.app.db, [face ?? '']);
  await change;
  const again = next();
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen templates' and datname = current_database()`.execute(
    test.app.db,
  );
  await again;
  expect(told.length).toBe(1);
  await follower.close();
});

const galleryOf = (model: 0 | 1): Gallery =>
  galleries.get(galleryName(MODELS[model])) ?? openGallery({ length: LENGTH });
const ANY = normalise(new Float32Array(LENGTH).fill(1));

async function found(gallery: Gallery, scope: Scope): Promise<string[]> {
  return (await gallery.search(ANY, 100, { scope })).map(({ id }) => id).sort();
}

async function nearest(gallery: Gallery, faceId: string, scope: Scope) {
  const [first] = await gallery.search(vectorOf(faceId), 1, { scope });
  expect(first?.similarity).toBeCloseTo(1, 6);
  return first;
}

/** A vector that only this face has. */
function vectorOf(faceId: string): Float32Array {
  const digits = faceId.replaceAll('-', '');
  return normalise(
    Float32Array.from({ length: LENGTH }, (_, index) => Number.parseInt(digits[index] ?? '0', 16) - 7.5),
  );
}

async function caseWith(given: Parameters<typeof makeCase>[2]): Promise<{ caseId: string }> {
  return { caseId: (await makeCase(test.app, agencyId, given)).id };
}

async function sighting(): Promise<string> {
  const { id } = await test.app.db
    .insertInto('sighting')
    .values({
      number: randomUUID(),
      tracking_hash: Buffer.from(randomUUID()),
      seen_at: new Date(),
      keep_until: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function faceOf(owner: { caseId: string } | { sightingId: string }): Promise<string> {
  const { db } = test.app;
  const ownerColumns =
    'caseId' in owner
      ? ({ purpose: 'reference', case_id: owner.caseId } as const)
      : ({ purpose: 'sighting', sighting_id: owner.sightingId } as const);
  const photo = await db
    .insertInto('photo')
    .values({ ...ownerColumns, sha256: Buffer.alloc(32), media_type: 'image/jpeg', bytes: 1 })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('face')
    .values({
      photo_id: photo.id,
      position: 0,
      box: '{}',
      landmarks: '[]',
      score: 1,
      quality: 80,
      components: '{}',
      reasons: [],
      is_chosen: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function giveTemplates(tx: Database, faceId: string): Promise<void> {
  await replaceTemplates(
    tx,
    faceId,
    MODELS.map((model) => ({ ...model, keyId: key.id, sealed: sealedFor(faceId, model) })),
  );
}

function sealedFor(faceId: string, model: (typeof MODELS)[number]): Buffer {
  return sealTemplate(test.app.vault.open(key), encodeTemplate(vectorOf(faceId)), { faceId, ...model });
}

/** Faces of one case, with templates of the first model only. */
async function manyFaces(count: number): Promise<string[]> {
  const owner = await caseWith({});
  const faces: string[] = [];
  for (let index = 0; index < count; index++) faces.push(await faceOf(owner));
  const [model] = MODELS;
  for (const id of faces)
    await replaceTemplates(test.app.db, id, [{ ...model, keyId: key.id, sealed: sealedFor(id, model) }]);
  return faces;
}

async function changedIn(faceId: string): Promise<number> {
  const { rows } = await sql<{ changedIn: string }>`
    select changed_in::text as "changedIn" from face_template where face_id = ${faceId}`.execute(test.app.db);
  return Number(rows[0]?.changedIn);
}
