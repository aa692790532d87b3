import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Actor, PUBLIC } from '../../core/actor.ts';
import { serverFor } from '../../testing/api.ts';
import { makeAccount, makeAgency } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { apiRateLimit } from './rate-limit.ts';

let test: TestPlatform;
let account: Actor;
let program: Actor;
let otherProgram: Actor;

beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  test.setClock(new Date('2026-06-01T12:00:20Z'));
  const { id: agencyId } = await makeAgency(test.app);
  account = (await makeAccount(test.app, 'officer', agencyId)).actor;
  [program, otherProgram] = [programOf(agencyId), programOf(agencyId)];
});

function programOf(agencyId: string): Actor {
  return { kind: 'api-key', keyId: crypto.randomUUID(), agencyId, scopes: [] };
}

async function ask(actor: Actor) {
  const app = { ...test.app, config: { ...test.app.config, apiRequests: { account: 3, 'api-key': 2 } } };
  const server = serverFor(app, actor)
    .use(apiRateLimit(app))
    .get('/', (c) => c.text('answer'));
  const { status, headers } = await server.request('/');
  const [policy, state, retry] = ['RateLimit-Policy', 'RateLimit', 'Retry-After'].map((name) => headers.get(name));
  return { status, policy, state, retry };
}

it('counts down, refuses, and says when to come back', async () => {
  const policy = '"api-key";q=2;w=60';
  expect(await ask(program)).toEqual({ status: 200, policy, state: '"api-key";r=1;t=40', retry: null });
  expect(await ask(program)).toEqual({ status: 200, policy, state: '"api-key";r=0;t=40', retry: null });
  expect(await ask(program)).toEqual({ status: 429, policy, state: '"api-key";r=0;t=40', retry: '40' });
  test.setClock({ seconds: 40 });
  expect(await ask(program)).toMatchObject({ status: 200, state: '"api-key";r=1;t=60' });
});

it('counts each account and each program for itself', async () => {
  for (let request = 0; request < 3; request++) expect((await ask(account)).status).toBe(200);
  expect((await ask(account)).status).toBe(429);
  expect((await ask(program)).status).toBe(200);
  expect((await ask(otherProgram)).state).toBe('"api-key";r=1;t=40');
});

it('leaves the public to the limits of what it can do', async () => {
  for (let request = 0; request < 5; request++)
    expect(await ask(PUBLIC)).toEqual({ status: 200, policy: null, state: null, retry: null });
});
