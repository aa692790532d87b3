import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import type { Platform } from '../../platform.ts';
import { serverFor } from '../../testing/api.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, addSighting, runJobs } from '../../testing/search.ts';
import { searchRoutes } from './searches.ts';

let test: TestPlatform;
let app: Platform;
let agencyId: string;
let officer: Actor;
let child: { readonly id: string; readonly number: string };
let sightingId: string;

beforeAll(async () => {
  test = await openTestPlatform();
  app = test.app;
  agencyId = (await makeAgency(app)).id;
  officer = (await makeAccount(app, 'officer', agencyId)).actor;
  child = await makeCase(app, agencyId);
  await addReference(app, child.id, fakePhoto({ faces: [1], remark: 'reference' }));
  ({ sightingId } = await addSighting(app, fakePhoto({ faces: [1], remark: 'sighting' })));
  await runJobs(app);
});
afterAll(() => test.close());

/** A request in somebody's name. */
async function ask(actor: Actor, path: string, form?: Record<string, string | Blob>) {
  const server = serverFor(app, actor).route('/', searchRoutes(app));
  const body = new FormData();
  for (const [name, value] of Object.entries(form ?? {})) body.append(name, value);
  const response = await server.request(path, form ? { method: 'POST', body } : {});
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const photo = (...faces: number[]) => new File([fakePhoto({ faces, remark: 'probe' })], 'probe.jpg');
const reason = { reasonCode: 'found-child', incident: 'FIR 17/2026' };

it('searches with a photo and shows whom it found', async () => {
  const { status, body } = await ask(officer, '/searches', { ...reason, photo: photo(1) });
  expect([status, body.outcome]).toEqual([201, 'searched']);
  const view = await ask(officer, `/searches/${body.searchId}`);
  expect(view).toMatchObject({ status: 200, body: { candidates: [{ rank: 1, caseId: child.id }] } });
  expect(JSON.stringify(view.body)).not.toMatch(/%|Asha/);
  expect(await ask(officer, '/searches', { ...reason, photo: photo(1, 2) })).toMatchObject({
    status: 200,
    body: { outcome: 'choose-face' },
  });
});

it('refuses a search without reason, number, photo or right', async () => {
  const { status, body } = await ask(officer, '/searches', { reasonCode: 'found-child', photo: photo(1) });
  expect([status, body.errors[0]?.path]).toEqual([422, 'incident']);
  expect(await ask(officer, '/searches', reason)).toMatchObject({ status: 422 });
  const partner = (await makeAccount(app, 'partner', agencyId)).actor;
  expect(await ask(partner, '/searches', { ...reason, photo: photo(1) })).toMatchObject({ status: 403 });
  expect(await ask({ kind: 'public' }, '/searches', { ...reason, photo: photo(1) })).toMatchObject({ status: 401 });
  expect(await ask({ kind: 'public' }, `/cases/${child.id}/candidates`)).toMatchObject({ status: 401 });
  const blobs = await app.db.selectFrom('photo').where('purpose', '=', 'probe').select('id').execute();
  expect(blobs).toHaveLength(1);
});

it('lists the candidates of a case and of a sighting', async () => {
  const expected = {
    items: [{ caseId: child.id, caseNumber: child.number, sightingId, assessment: null }],
    next: null,
  };
  expect(await ask(officer, `/cases/${child.id}/candidates`)).toMatchObject({ status: 200, body: expected });
  expect(await ask(officer, `/sightings/${sightingId}/candidates?limit=5`)).toMatchObject({ body: expected });
  expect(await ask(officer, `/cases/${child.id}/candidates?cursor=x`)).toMatchObject({ status: 422 });
});
