import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../face/engine.ts';
import type { Platform } from '../../platform.ts';
import { makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestModels } from '../../testing/models.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, addSighting, runJobs } from '../../testing/search.ts';

// Computer-generated children (samples/children): they test the path, and say nothing about accuracy.
let test: TestPlatform;
let engine: Engine;
let app: Platform;
let agencyId: string;

beforeAll(async () => {
  const store = await openTestModels();
  engine = await openEngine({ store, workers: 1 });
  test = await openTestPlatform({ engine: async () => engine, models: async () => store });
  app = test.app;
  agencyId = (await makeAgency(app)).id;
});
afterAll(async () => {
  await test.close();
  await engine.close();
});

const sample = (name: string) => readFile(new URL(`../../../samples/children/${name}.jpg`, import.meta.url));

async function sought(name: string) {
  const child = await makeCase(app, agencyId);
  await addReference(app, child.id, await sample(name), { ageYears: 6 });
  await runJobs(app);
  return child.id;
}

/** Current candidates of a sighting, best first. */
async function candidatesOf(sightingId: string) {
  return app.db
    .selectFrom('candidate')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .where('photo.sighting_id', '=', sightingId)
    .where('is_current', '=', true)
    .select(['candidate.case_id as caseId', 'rank', 'is_alert as isAlert', 'photos'])
    .orderBy('rank')
    .execute();
}

it('finds a child in another photo, in both orders of events, and raises no alert for a stranger', async () => {
  const past = await addSighting(app, await sample('i05/earlier-B'));
  await runJobs(app);
  expect(await candidatesOf(past.sightingId)).toEqual([]);

  const cases = new Map<string, string>();
  for (const name of ['i01', 'i02', 'i03', 'i04', 'i05', 'i06', 'i07']) cases.set(name, await sought(`${name}/A`));
  const [found, ...others] = await candidatesOf(past.sightingId);
  expect(found).toMatchObject({ caseId: cases.get('i05'), rank: 1 });
  expect(others).toHaveLength(6);
  const number = expect.any(Number);
  expect(found?.photos).toMatchObject([{ perModel: { fr512: number, mfn192: number, dlib128: number } }]);

  const now = await addSighting(app, await sample('i01/earlier-B'));
  const stranger = await addSighting(app, await sample('i09/A'));
  await runJobs(app);
  expect((await candidatesOf(now.sightingId))[0]).toMatchObject({ caseId: cases.get('i01'), rank: 1 });
  expect((await candidatesOf(stranger.sightingId)).filter(({ isAlert }) => isAlert)).toEqual([]);
});
