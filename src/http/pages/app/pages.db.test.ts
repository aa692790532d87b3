import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { httpServer } from '../../server.ts';

let test: TestPlatform;
let server: ReturnType<typeof httpServer>;
beforeAll(async () => {
  test = await openTestPlatform();
  server = httpServer(test.app);
});
afterAll(() => test.close());

function choose(fields: Record<string, string>) {
  const headers = { origin: test.app.config.url, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(fields);
  return server.request(`${test.app.config.url}/preferences`, { method: 'POST', headers, body });
}

it('keeps language and look in cookies and goes back', async () => {
  const answer = await choose({ locale: 'te', theme: 'dark', back: '/children?page=2&lang=en' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/children?page=2']);
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
  expect(cookies).toEqual(['homeward-locale=te', 'homeward-theme=dark']);
  const page = await server.request('/preferences', { headers: { cookie: cookies.join('; ') } });
  expect(await page.text()).toMatch(/<html lang="te" dir="ltr" data-theme="dark">/);
});

it.each(['https://evil.example/x', '//evil.example', 'javascript:alert(1)', '/preferences', ':'])(
  'goes nowhere else: %s',
  async (back) => {
    expect((await choose({ locale: 'en', back })).headers.get('location')).toMatch(/^\/(:)?$/);
  },
);

it('takes no language that there is not', async () => {
  expect((await choose({ locale: 'xx', theme: 'pink' })).status).toBe(422);
});

it('has a manifest in the language of the browser', async () => {
  const answer = await server.request('/app.webmanifest', { headers: { 'accept-language': 'ar' } });
  expect(answer.headers.get('content-type')).toBe('application/manifest+json');
  expect(await answer.json()).toMatchObject({ name: 'Homeward', lang: 'ar', dir: 'rtl', display: 'standalone' });
});
