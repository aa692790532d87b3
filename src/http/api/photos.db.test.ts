import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { analysePhoto } from '../../services/photos/analyse.ts';
import { serverFor } from '../../testing/api.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { apiV1 } from './v1.ts';

let test: TestPlatform;
let officer: Actor;
let stranger: Actor;
let caseId: string;

beforeAll(async () => {
  test = await openTestPlatform();
  const agency = await makeAgency(test.app);
  officer = (await makeAccount(test.app, 'officer', agency.id)).actor;
  stranger = (await makeAccount(test.app, 'lead', (await makeAgency(test.app)).id)).actor;
  caseId = (await makeCase(test.app, agency.id)).id;
});
afterAll(() => test.close());

function request(actor: Actor, path: string, init: RequestInit = {}) {
  return serverFor(test.app, actor).route('/', apiV1(test.app)).request(path, init);
}

const send = (actor: Actor, method: string, path: string, body: unknown) =>
  request(actor, path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

function form(bytes: Uint8Array<ArrayBuffer>, fields: Record<string, string> = {}): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('photo', new File([bytes], '../../evil.jpg'));
  return { method: 'POST', body };
}

/** `any`, as JSON.parse gives it: a test says what it expects. */
const read = async (response: Response | Promise<Response>) => JSON.parse(await (await response).text());

it('takes a photo, tells its verdict, lets its face be chosen, shows it and erases it', async () => {
  const bytes = new Uint8Array(fakePhoto({ faces: [1, 2] }));
  const sent = await request(officer, `/cases/${caseId}/photos`, form(bytes, { capturedOn: '2021-05' }));
  expect(sent.status).toBe(202);
  const { id, state } = await read(sent);
  expect(state).toBe('waiting');

  const waiting = request(officer, `/photos/${id}?wait=20`);
  await analysePhoto(test.app, id);
  const photo = await read(waiting);
  expect(photo).toMatchObject({ state: 'analysed', verdict: 'choose-face', capturedOn: '2021-05' });
  const faceId = photo.faces[1].id;
  expect((await send(officer, 'PUT', `/photos/${id}/chosen-face`, { faceId })).status).toBe(204);
  const { items } = await read(request(officer, `/cases/${caseId}/photos`));
  expect(items).toMatchObject([{ id, verdict: 'good', chosenBy: 'person' }]);

  const display = await request(officer, `/photos/${id}/display`);
  expect([display.headers.get('content-type'), display.headers.get('cache-control')]).toEqual([
    'image/jpeg',
    'no-store',
  ]);
  expect(await display.text()).toContain('display copy');
  expect(await (await request(officer, `/faces/${faceId}/crop`)).text()).toContain('face 2');
  const original = await request(officer, `/photos/${id}/original`);
  expect(new Uint8Array(await original.arrayBuffer())).toEqual(bytes);
  const digest = createHash('sha256').update(bytes).digest('base64');
  expect(original.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
  expect(original.headers.get('content-disposition')).toBe(`attachment; filename="photo-${id}.jpg"`);

  expect((await send(officer, 'PATCH', `/photos/${id}`, { ageYears: 5 })).status).toBe(204);
  expect(await read(request(officer, `/photos/${id}`))).toMatchObject({ capturedOn: null, ageYears: 5 });
  expect((await request(officer, `/photos/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await request(officer, `/photos/${id}`)).status).toBe(404);
});

it('says what is wrong with what was sent, and keeps none of it', async () => {
  const path = `/cases/${caseId}/photos`;
  const photo = new Uint8Array(fakePhoto({ faces: [1], remark: 'wrong' }));
  const answers = [
    [await request(officer, path, form(new Uint8Array(Buffer.from('<html>')))), 415],
    [await request(officer, path, form(photo, { capturedOn: '2040' })), 422],
    [await request(officer, path, form(photo, { capturedOn: '2020', ageYears: '5' })), 422],
    [await request(officer, path, form(photo, { ageYears: 'young' })), 422],
    [await request(officer, path, { method: 'POST', body: new FormData() }), 422],
    [await send(officer, 'POST', path, {}), 415],
    [await request(stranger, path, form(photo)), 404],
  ] as const;
  expect(answers.map(([{ status }]) => status)).toEqual(answers.map(([, status]) => status));
  expect((await read(request(officer, path))).items).toEqual([]);
  const files: string[] = [];
  for await (const { name } of test.app.blobs.list()) files.push(name);
  expect(files).toEqual([]);
});

it('is as if it were not there for another agency', async () => {
  const bytes = new Uint8Array(fakePhoto({ faces: [1], remark: 'hidden' }));
  const { id } = await read(request(officer, `/cases/${caseId}/photos`, form(bytes)));
  await analysePhoto(test.app, id);
  const { faces } = await read(request(officer, `/photos/${id}`));
  const paths = [`/photos/${id}`, `/photos/${id}/display`, `/photos/${id}/original`, `/faces/${faces[0].id}/crop`];
  for (const path of [...paths, `/cases/${caseId}/photos`, `/cases/${caseId}/certificates`])
    expect((await request(stranger, path)).status).toBe(404);
  expect((await send(stranger, 'PUT', `/photos/${id}/chosen-face`, { faceId: faces[0].id })).status).toBe(404);
  expect((await request(stranger, `/photos/${id}`, { method: 'DELETE' })).status).toBe(404);
  expect(await read(request(officer, `/cases/${caseId}/certificates`))).toEqual({ items: [] });
});
