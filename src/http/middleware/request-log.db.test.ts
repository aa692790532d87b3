import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { httpServer } from '../server.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());

it.each(['/', '/nothing', '/favicon.svg', '/api/v1/account', '/api/auth/nothing', '/api/auth/verify-email?token=x'])(
  'every answer has an id: %s',
  async (path) => {
    const answer = await httpServer(test.app).request(test.app.config.url + path);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  },
);

it('so has a drawing that is answered outside of the context', async () => {
  const server = httpServer(test.app);
  const page = await (await server.request('/')).text();
  const [icons = ''] = /\/assets\/[^"#]+\.svg/.exec(page) ?? [];
  const answer = await server.request(icons);
  expect([answer.status, answer.headers.has('x-request-id')]).toEqual([200, true]);
});
