import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PUBLIC } from '../../core/actor.ts';
import { serverFor } from '../../testing/api.ts';
import { makeAccount } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import type { Env } from '../env.ts';
import { idempotency } from './idempotency.ts';

let test: TestPlatform;
let actor: Env['Variables']['actor'];
let runs = 0;
let answer: () => Promise<Response> = async () => Response.json({ runs }, { status: 201 });

beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  actor = (await makeAccount(test.app, 'guardian')).actor;
  runs = 0;
  answer = async () => Response.json({ runs }, { status: 201 });
});

function post(key: string | null, body = '{"a":1}'): Promise<Response> {
  const server = serverFor(test.app, actor)
    .use(idempotency(test.app))
    .post('/things', async (c) => {
      await c.req.json();
      runs++;
      return answer();
    });
  return Promise.resolve(
    server.request('/things', { method: 'POST', body, ...(key ? { headers: { 'Idempotency-Key': key } } : {}) }),
  );
}

it('acts once, and answers twice the same', async () => {
  const [first, second] = [await post('k'), await post('k')];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(await second.json()).toEqual(await first.json());
  expect(second.headers.get('Idempotency-Replayed')).toBe('true');
  expect(runs).toBe(1);
});

it('acts each time without a key, for another key, for another person, and for the public', async () => {
  await post(null);
  await post(null);
  await post('one');
  await post('two');
  actor = (await makeAccount(test.app, 'guardian')).actor;
  await post('one');
  actor = PUBLIC;
  await post('one');
  await post('one');
  expect(runs).toBe(7);
});

it('keeps nothing by which a body can be guessed', async () => {
  await post('k');
  const plain = createHash('sha256').update('POST /things\n{"a":1}').digest();
  const rows = await test.app.db.selectFrom('idempotency_key').select('request_hash').execute();
  expect(rows).not.toEqual([]);
  expect(rows.map(({ request_hash }) => request_hash.equals(plain))).not.toContain(true);
});

it('refuses a key that was used for another request', async () => {
  await post('k');
  expect((await post('k', '{"a":2}')).status).toBe(422);
});

it('of two at the same time lets one act', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  answer = async () => {
    await gate;
    return Response.json({}, { status: 201 });
  };
  const first = post('k');
  while (runs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await post('k')).status).toBe(409);
  release();
  expect((await first).status).toBe(201);
  expect(runs).toBe(1);
});

it('keeps no answer of an error, so that it can be tried again', async () => {
  answer = async () => new Response('no', { status: 503 });
  await post('k');
  answer = async () => Response.json({}, { status: 201 });
  expect((await post('k')).status).toBe(201);
  expect(runs).toBe(2);
});

it('lets a request be sent again whose process died', async () => {
  answer = () => new Promise<never>(() => {});
  void post('k');
  while (runs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  answer = async () => Response.json({}, { status: 201 });
  expect((await post('k')).status).toBe(409);
  test.setClock({ seconds: 61 });
  expect((await post('k')).status).toBe(201);
});
