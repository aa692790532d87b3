import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../adapters/log.ts';
import type { Engine } from '../../face/engine.ts';
import { openPlatform } from '../../open-platform.ts';
import type { Platform } from '../../platform.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, addSighting, forgetEverything, runJobs } from '../../testing/search.ts';
import { ensureSearchProfile, searchEverything } from './search-everything.ts';

let test: TestPlatform;
let app: Platform;

beforeAll(async () => {
  test = await openTestPlatform();
  app = test.app;
});
afterAll(() => test.close());
beforeEach(async () => {
  await forgetEverything(app);
});

const runs = () => app.db.selectFrom('search_run').select(['reason', 'profile']).orderBy('created_at').execute();
const waiting = async () => (await app.jobs.counts()).filter((each) => each.waiting > 0).map(({ kind }) => kind);

/** A case and two sightings of the child, all analysed and searched. */
async function story() {
  await ensureSearchProfile(app);
  await runJobs(app);
  const agency = await makeAgency(app);
  const child = await makeCase(app, agency.id);
  await addReference(app, child.id, fakePhoto({ faces: [1], remark: 'reference' }));
  for (const remark of ['first', 'second']) await addSighting(app, fakePhoto({ faces: [1], remark }));
  await runJobs(app);
  return child;
}

it('nothing is searched again as long as models and threshold stay', async () => {
  await story();
  const before = await runs();
  await ensureSearchProfile(app);
  expect(await waiting()).toEqual([]);
  expect(await runs()).toEqual(before);
});

it('another alert threshold searches everything again, each face once', async () => {
  await story();
  const other: Platform = { ...app, config: { ...app.config, alertFpir: 0.001 } };
  await ensureSearchProfile(other);
  await ensureSearchProfile(other);
  expect(await waiting()).toEqual(['search-everything']);
  await runJobs(other);
  const again = (await runs()).filter(({ reason }) => reason === 'again');
  expect(again).toHaveLength(2);
  expect(new Set(again.map(({ profile }) => profile)).size).toBe(1);
  expect((await runs()).map(({ profile }) => profile)).not.toEqual(Array(4).fill(again[0]?.profile));
});

it('a job that was cut off goes on where it was, and one of an older profile begins anew', async () => {
  await story();
  const [first, last] = await app.db
    .selectFrom('face')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .where('photo.purpose', '=', 'sighting')
    .select('face.id')
    .orderBy('face.id')
    .execute();
  const profile = await app.db.selectFrom('search_profile').select('id').executeTakeFirstOrThrow();
  await searchEverything(app, { profile: profile.id, stage: 'faces', after: first?.id ?? '' });
  const jobs = await sql<{
    data: unknown;
  }>`select data from pgboss.job where name = 'search-face' and state = 'created'`.execute(app.db);
  expect(jobs.rows).toEqual([{ data: { faceId: last?.id, reason: 'again' } }]);
  await runJobs(app);
  await searchEverything(app, { profile: 'of yesterday' });
  expect(await waiting()).toEqual(['search-everything']);
  await runJobs(app);
});

describe('another version of a model', () => {
  it('analyses every photo anew, keeps faces and decisions, and searches with the new templates alone', async () => {
    const child = await story();
    const faces = await app.db.selectFrom('face').select('id').orderBy('id').execute();
    const [candidate] = await app.db.selectFrom('candidate').select('id').execute();
    await app.db
      .insertInto('decision')
      .values({ candidate_id: candidate?.id ?? '', outcome: 'same' })
      .execute();

    const renewed = await openPlatform(
      { ...app, engine: async () => inVersion(await app.engine(), '2') },
      { isWorker: false, databaseUrl: test.databaseUrl, log: openLog('silent') },
    );
    try {
      await ensureSearchProfile(renewed.app);
      await runJobs(renewed.app);
      const templates = await app.db.selectFrom('face_template').select(['version', 'face_id']).execute();
      expect(templates.map(({ version }) => version)).toEqual(['2', '2', '2']);
      expect(await app.db.selectFrom('face').select('id').orderBy('id').execute()).toEqual(faces);
      expect(await app.db.selectFrom('decision').selectAll().execute()).toHaveLength(1);
      const found = await app.db.selectFrom('candidate').select(['case_id', 'is_current']).execute();
      expect(found).toEqual([
        { case_id: child.id, is_current: true },
        { case_id: child.id, is_current: true },
      ]);
      const { index } = await renewed.app.searching();
      await index.catchUp();
      expect(index.embeddingsOf(faces[0]?.id ?? '')).toMatchObject([{ version: '2' }]);
    } finally {
      await renewed.close();
    }
  });
});

/** The same engine under another version: its templates do not meet those of before. */
function inVersion(engine: Engine, version: string): Engine {
  return {
    ...engine,
    models: engine.models.map(({ id }) => ({ id, version })),
    async extractFaces(bytes, options, signal) {
      const extraction = await engine.extractFaces(bytes, options, signal);
      const faces = extraction.faces.map((face) => ({
        ...face,
        embeddings: face.embeddings.map((embedding) => ({ ...embedding, version })),
      }));
      return { ...extraction, faces };
    },
  };
}
