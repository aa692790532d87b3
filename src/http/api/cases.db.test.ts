import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { serverFor } from '../../testing/api.ts';
import { makeOpenCase, makePeopleAfresh, type People } from '../../testing/case-people.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { idempotency } from '../middleware/idempotency.ts';
import { apiDocument, apiV1 } from './v1.ts';

let test: TestPlatform;
let people: People;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  people = await makePeopleAfresh(test.app);
});

/** A request in somebody's name. */
async function ask(actor: Actor, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const server = serverFor(test.app, actor).use(idempotency(test.app)).route('/', apiV1(test.app));
  const response = await server.request(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

const amina = {
  childName: 'Amina Yusupova',
  country: 'DE',
  birthDate: '2016-05-03',
  legalBasis: 'police-power',
  lastSeenAt: '2026-05-20T17:00:00+02:00',
};

it('takes a case from draft to closed', async () => {
  const created = await ask(people.officer, 'POST', '/cases', amina);
  expect(created).toMatchObject({ status: 201, body: { number: expect.stringMatching(/^HW-2026-/) } });
  const path = `/cases/${created.body.id}`;
  expect((await ask(people.officer, 'GET', path)).body).toMatchObject({
    view: 'staff',
    lastSeenAt: '2026-05-20T15:00:00.000Z',
    missing: ['Add a photo in which the face can be used, or confirm that there is none yet.'],
  });
  expect(await ask(people.officer, 'PATCH', path, { version: 1, heightCm: 131 })).toMatchObject({
    status: 200,
    body: { version: 2 },
  });
  expect(await ask(people.officer, 'POST', `${path}/open`, {})).toMatchObject({ status: 422 });
  expect((await ask(people.officer, 'POST', `${path}/open`, { noPhotoYet: true })).body).toMatchObject({
    state: 'open',
    version: 3,
    consequences: expect.any(Array),
  });
  expect(await ask(people.officer, 'POST', `${path}/resolve`, { reason: 'found-safe' })).toMatchObject({ status: 200 });
  expect(await ask(people.officer, 'POST', `${path}/reopen`, { reason: 'other' })).toMatchObject({ status: 403 });
  expect(await ask(people.lead, 'POST', `${path}/reopen`, { reason: 'other' })).toMatchObject({ status: 200 });
  const { body } = await ask(people.officer, 'GET', `${path}/history?limit=2`);
  expect(body.items.map(({ action }: { action: string }) => action)).toEqual(['case.reopen', 'case.resolve']);
  const rest = await ask(people.officer, 'GET', `${path}/history?limit=2&cursor=${body.next}`);
  expect(rest.body.items.map(({ action }: { action: string }) => action)).toEqual(['case.open', 'case.edit']);
});

it('creates once when the same request comes twice', async () => {
  const key = { 'Idempotency-Key': 'first-case' };
  const first = await ask(people.officer, 'POST', '/cases', amina, key);
  const again = await ask(people.officer, 'POST', '/cases', amina, key);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  expect((await ask(people.officer, 'GET', '/cases/count')).body).toMatchObject({ draft: 1 });
});

it('names each field that is wrong, and refuses fields that it does not know', async () => {
  const wrong = { ...amina, birthDate: 'May', heightCm: 5, state: 'open' };
  const { status, body } = await ask(people.officer, 'POST', '/cases', wrong);
  expect(status).toBe(422);
  expect(body.errors).toEqual([
    { path: 'birthDate', message: 'Birth date: write 2021-05-03, 2021-05 or 2021.' },
    { path: 'heightCm', message: 'Height in cm: 20 to 230.' },
    { path: '', message: 'Unrecognized key: "state"' },
  ]);
});

it('answers a second editor with a conflict', async () => {
  const { body } = await ask(people.officer, 'POST', '/cases', amina);
  await ask(people.colleague, 'PATCH', `/cases/${body.id}`, { version: 1, hairColour: 'brown' });
  const late = await ask(people.officer, 'PATCH', `/cases/${body.id}`, { version: 1, hairColour: 'black' });
  expect(late).toMatchObject({ status: 409, body: { detail: expect.stringContaining('changed hairColour') } });
});

it('lists in pages, with filters, and refuses a cursor that was made up', async () => {
  for (const childName of ['Ada', 'Bela', 'Cleo']) await makeOpenCase(test.app, people.officer, { childName });
  const first = await ask(people.program, 'GET', '/cases?sort=name&limit=2&state=open');
  expect(first.body.items.map(({ childName }: { childName: string }) => childName)).toEqual(['Ada', 'Bela']);
  const second = await ask(people.program, 'GET', `/cases?sort=name&limit=2&state=open&cursor=${first.body.next}`);
  expect(second.body).toMatchObject({ items: [{ childName: 'Cleo' }], next: null });
  expect((await ask(people.officer, 'GET', '/cases?state=draft&state=withdrawn')).body.items).toEqual([]);
  expect((await ask(people.officer, 'GET', '/cases?state=draft&state=open')).body.items).toHaveLength(3);
  for (const position of [{ sort: 'newest', key: "' or 1=1", id: crypto.randomUUID() }, { sort: 'name' }, 7])
    expect(
      await ask(people.officer, 'GET', `/cases?cursor=${Buffer.from(JSON.stringify(position)).toString('base64url')}`),
    ).toMatchObject({ status: 422 });
});

it('is described by the OpenAPI document', () => {
  const { paths = {} } = apiDocument(test.app);
  for (const path of ['', '/count', '/{id}', '/{id}/history', '/{id}/open', '/{id}/protection', '/{id}/notes'])
    expect(Object.keys(paths)).toContain(`/cases${path}`);
  expect(paths['/cases']?.post?.requestBody).toMatchObject({
    content: { 'application/json': { schema: { required: ['childName', 'country'], additionalProperties: false } } },
  });
});

it('has publicity, protection, notes, relatives, duplicates and export', async () => {
  const own = await makeOpenCase(test.app, people.officer);
  const sibling = await makeOpenCase(test.app, people.officer, { childName: 'Leyla Yusupova', birthDate: '2013' });
  const path = `/cases/${own.id}`;
  expect(await ask(people.officer, 'PUT', `${path}/publicity`, { isPublic: true })).toMatchObject({ status: 200 });
  expect(await ask(people.officer, 'PUT', `${path}/guardian`, { email: null })).toMatchObject({ status: 200 });
  expect(await ask(people.colleague, 'POST', `${path}/take-over`)).toMatchObject({ status: 200 });
  expect(await ask(people.officer, 'POST', `${path}/notes`, { text: 'x' })).toMatchObject({ status: 201 });
  expect((await ask(people.officer, 'GET', `${path}/notes`)).body).toMatchObject({
    items: [{ text: 'x' }],
    next: null,
  });
  const related = await ask(people.officer, 'POST', `${path}/relatives`, { number: sibling.number, kind: 'sibling' });
  expect(related).toMatchObject({ status: 201, body: { id: sibling.id } });
  expect((await ask(people.officer, 'GET', `${path}/relatives`)).body.items).toHaveLength(1);
  expect(await ask(people.officer, 'DELETE', `${path}/relatives/${sibling.id}`)).toMatchObject({ status: 204 });
  expect((await ask(people.officer, 'GET', `/duplicates?caseId=${own.id}&open=true`)).body).toEqual({
    items: [],
    next: null,
  });
  const exported = await ask(people.lead, 'GET', `${path}/export`);
  expect(exported.headers.get('content-disposition')).toContain('attachment');
  expect(await ask(people.lead, 'PUT', `${path}/protection`, { reason: 'refuge' })).toMatchObject({ status: 200 });
  expect(await ask(people.officer, 'GET', path)).toMatchObject({ status: 404 });
  expect(await ask(people.officer, 'GET', '/cases/no-id')).toMatchObject({ status: 422 });
  expect(await ask({ kind: 'public' }, 'GET', '/cases')).toMatchObject({ status: 401 });
});
