import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../adapters/log.ts';
import { openPlatform } from '../../open-platform.ts';
import type { Platform } from '../../platform.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, addSighting, forgetEverything, runJobs } from '../../testing/search.ts';
import { analysePhoto } from '../photos/analyse.ts';
import { searchFace } from './search-face.ts';

let test: TestPlatform;
let app: Platform;
let agency: { readonly id: string };

beforeAll(async () => {
  test = await openTestPlatform();
  app = test.app;
});
afterAll(() => test.close());
beforeEach(async () => {
  await forgetEverything(app);
  agency = await makeAgency(app);
});

/** A case of a person whom the fake engine knows, with one photo. */
async function sought(person: number, given: Parameters<typeof makeCase>[2] = {}) {
  const child = await makeCase(app, agency.id, given);
  await addReference(app, child.id, fakePhoto({ faces: [person], remark: child.id }), { capturedOn: '2024-01' });
  await runJobs(app);
  return child;
}

async function seen(faces: readonly number[], given: Parameters<typeof addSighting>[2] = {}) {
  const sighting = await addSighting(app, fakePhoto({ faces, remark: `${Math.random()}` }), given);
  await runJobs(app);
  return sighting;
}

const candidates = () => app.db.selectFrom('candidate').selectAll().orderBy('case_id').orderBy('rank').execute();
const current = async () => (await candidates()).filter(({ is_current }) => is_current);
const runs = () => app.db.selectFrom('search_run').selectAll().orderBy('created_at').execute();
async function faceOf(photoId: string) {
  return app.db.selectFrom('face').where('photo_id', '=', photoId).orderBy('position').select('id').execute();
}

it('a sighting finds the child who is sought, with reasons', async () => {
  const child = await sought(1);
  await sought(2);
  await seen([1], { latitude: 17.43, longitude: 78.5, ageYears: 9, sex: 'female' });
  const [first, ...others] = await current();
  const best = [first, ...others].find((candidate) => candidate?.case_id === child.id);
  expect(best).toMatchObject({ rank: 1, is_alert: true });
  expect(best?.photos).toMatchObject([{ perModel: { fr512: expect.closeTo(1, 5) } }]);
  const reasons = best?.plausibility as { kind: string; verdict: string }[];
  expect(reasons.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual([
    'sex supports',
    'age supports',
    'growth neutral',
    'place-and-time supports',
    'marks unknown',
    'clothing unknown',
  ]);
  expect((await runs()).at(-1)).toMatchObject({ reason: 'sighting', gallery_size: 2, nobody: false });
});

it('a new case finds the sighting of the past', async () => {
  await seen([3]);
  expect(await current()).toEqual([]);
  const child = await sought(3);
  expect(await current()).toMatchObject([{ case_id: child.id, rank: 1, is_alert: true }]);
  expect((await runs()).at(-1)).toMatchObject({ reason: 'new-case' });
});

it('a stranger raises no alert', async () => {
  await sought(1);
  await seen([7]);
  expect((await current()).every(({ is_alert }) => !is_alert)).toBe(true);
  expect((await runs()).at(-1)).toMatchObject({ nobody: true });
});

it('cases that are closed or without a legal basis are not searched', async () => {
  await sought(1, { legal_basis: null });
  await sought(1, { state: 'draft' });
  await seen([1]);
  expect(await candidates()).toEqual([]);
  expect((await runs()).at(-1)).toMatchObject({ gallery_size: 0 });
});

it('spam and what was erased meanwhile are not searched for', async () => {
  await sought(1);
  const { sightingId, photoId } = await seen([1]);
  const [face] = await faceOf(photoId);
  const before = (await runs()).length;
  await app.db.updateTable('sighting').set({ state: 'spam' }).where('id', '=', sightingId).execute();
  await searchFace(app, { faceId: face?.id ?? '', reason: 'again' });
  await app.db.deleteFrom('sighting').where('id', '=', sightingId).execute();
  await searchFace(app, { faceId: face?.id ?? '', reason: 'again' });
  expect(await runs()).toHaveLength(before);
});

describe('searching again', () => {
  it('writes each candidate once and asks for its alert once', async () => {
    await sought(1);
    const { photoId } = await seen([1]);
    const [face] = await faceOf(photoId);
    const before = await candidates();
    await searchFace(app, { faceId: face?.id ?? '', reason: 'again' });
    await searchFace(app, { faceId: face?.id ?? '', reason: 'again' });
    const after = await candidates();
    expect(after.map(({ id, rank, score }) => ({ id, rank, score }))).toEqual(
      before.map(({ id, rank, score }) => ({ id, rank, score })),
    );
    expect((await app.jobs.counts()).find(({ kind }) => kind === 'raise-alerts')?.waiting).toBe(0);
  });

  it('keeps a candidate that is no longer proposed, not current', async () => {
    const child = await sought(1);
    const { photoId } = await seen([1]);
    const [face] = await faceOf(photoId);
    await app.db.updateTable('case_file').set({ state: 'withdrawn' }).where('id', '=', child.id).execute();
    await searchFace(app, { faceId: face?.id ?? '', reason: 'again' });
    expect(await candidates()).toMatchObject([{ case_id: child.id, is_current: false, is_alert: false }]);
  });

  it('loses nothing and doubles nothing when the transaction fails', async () => {
    await sought(1);
    const { photoId } = await addSighting(app, fakePhoto({ faces: [1], remark: 'x' }));
    await analysePhoto(app, photoId);
    const [face] = await faceOf(photoId);
    const before = await runs();
    const failing: Platform = { ...app, auditKey: undefined as unknown as Uint8Array };
    await expect(searchFace(failing, { faceId: face?.id ?? '', reason: 'sighting' })).rejects.toThrow();
    expect(await candidates()).toEqual([]);
    expect(await runs()).toEqual(before);
    await runJobs(app);
    expect(await current()).toMatchObject([{ face_id: face?.id, is_alert: true }]);
  });
});

describe('what people decided', () => {
  async function decided(outcome: 'same' | 'different') {
    const child = await sought(1);
    const { photoId } = await seen([1]);
    const [face] = await faceOf(photoId);
    const [candidate] = await candidates();
    await app.db
      .insertInto('decision')
      .values({ candidate_id: candidate?.id ?? '', outcome, created_at: app.clock() })
      .execute();
    const again = () => searchFace(app, { faceId: face?.id ?? '', reason: 'again' });
    return { child, candidate, again };
  }

  it('is never touched by a search', async () => {
    const { candidate, again } = await decided('same');
    await again();
    expect(await app.db.selectFrom('decision').selectAll().execute()).toMatchObject([
      { candidate_id: candidate?.id, outcome: 'same' },
    ]);
    expect(await current()).toHaveLength(1);
  });

  it('rejected pairs are not proposed again, until there is a new reference photo', async () => {
    const { child, candidate, again } = await decided('different');
    await again();
    expect(await candidates()).toMatchObject([{ id: candidate?.id, is_current: false }]);
    test.setClock({ seconds: 3600 });
    await addReference(app, child.id, fakePhoto({ faces: [1], remark: 'new' }));
    await runJobs(app);
    const [proposed] = await current();
    expect(proposed?.id).toBe(candidate?.id);
    expect(proposed?.plausibility).toMatchObject([
      { kind: 'earlier-decision', text: expect.stringContaining('reference photos were added since: 1') },
      ...Array(6).fill({}),
    ]);
  });
});

describe('one list', () => {
  it('explains siblings', async () => {
    const [first, second] = [await sought(1), await sought(2)];
    const [caseId, other] = [first.id, second.id].sort();
    await app.db
      .insertInto('case_relation')
      .values({ case_id: caseId ?? '', other_case_id: other ?? '', kind: 'sibling' })
      .execute();
    await seen([1]);
    for (const { plausibility } of await current())
      expect(JSON.stringify(plausibility)).toContain('Siblings look alike');
  });

  it('one child is in a photo once: the better face stays', async () => {
    const child = await sought(1);
    await sought(1);
    const { photoId } = await seen([1, 1]);
    const faces = await faceOf(photoId);
    expect(await current()).toEqual([]);
    for (const { id } of faces) await searchFace(app, { faceId: id, reason: 'sighting' });
    const ofChild = (await current()).filter(({ case_id }) => case_id === child.id);
    expect(ofChild).toHaveLength(2);
    const explained = ofChild.filter(({ plausibility }) =>
      JSON.stringify(plausibility).includes('A child is in a photo once'),
    );
    expect(explained).toHaveLength(1);
    expect(explained[0]?.is_alert).toBe(false);
  });
});

it('protected children are searched, and are proposed like all others', async () => {
  const child = await sought(1, { is_protected: true, protected_reason: 'refuge' });
  await seen([1]);
  expect(await current()).toMatchObject([{ case_id: child.id, is_alert: true }]);
});

it('two processes find the same after each one’s writes', async () => {
  const second = await openPlatform(
    { ...app, config: { ...app.config, databaseUrl: test.databaseUrl } },
    { isWorker: false, databaseUrl: test.databaseUrl, log: openLog('silent') },
  );
  try {
    const child = await sought(4);
    await addSighting(second.app, fakePhoto({ faces: [4], remark: 'second' }));
    await runJobs(second.app);
    expect(await current()).toMatchObject([{ case_id: child.id, is_alert: true }]);
    const other = await makeCase(second.app, agency.id);
    await addReference(second.app, other.id, fakePhoto({ faces: [5], remark: 'fifth' }));
    await runJobs(second.app);
    await seen([5]);
    expect((await current()).filter(({ case_id, is_alert }) => case_id === other.id && is_alert)).toHaveLength(1);
    const revisions = await Promise.all(
      [app, second.app].map(async (each) => {
        const { index } = await each.searching();
        await index.catchUp();
        const faces = await app.db.selectFrom('face').select('id').orderBy('id').execute();
        return faces.map(({ id }) => index.embeddingsOf(id));
      }),
    );
    expect(revisions[0]?.length).toBeGreaterThan(3);
    expect(revisions[0]).toEqual(revisions[1]);
  } finally {
    await second.close();
  }
});
