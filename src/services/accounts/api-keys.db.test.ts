import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from '../../testing/browser.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { openVisitors, type Visitors } from '../../testing/visitors.ts';

let test: TestPlatform;
let people: Visitors;
let admin: Browser;
const agencies: string[] = [];
beforeAll(async () => {
  test = await openTestPlatform();
  people = openVisitors(test.app);
  admin = (await people.firstAdmin()).browser;
  for (const name of ['North Police', 'South Police'])
    agencies.push((await admin.post('/api/v1/agencies', { name, kind: 'police', country: 'in' })).body.id);
});
afterAll(() => test.close());

const member = (role: string, agency: number | null) =>
  people.member(admin, { role, agencyId: agency === null ? null : (agencies[agency] ?? null) });

it('open what their scopes say, for their agency, until revoked or expired', async () => {
  const lead = await member('lead', 0);
  const made = await lead.browser.post('/api/v1/keys', {
    name: 'Primero',
    scopes: ['cases:read'],
    expiresInDays: 30,
  });
  expect(made.status).toBe(201);
  expect(made.body.key).toMatch(/^hw_[\w-]{43}$/);
  expect(made.body.expiresAt).toBe(new Date(test.app.clock().getTime() + 30 * 86_400_000).toISOString());
  const ask = (path: string, key = made.body.key, method = 'GET') =>
    people.server.request(path, { method, headers: { authorization: `Bearer ${key}` } });
  expect((await ask('/api/v1/cases')).status).toBe(200);
  expect((await ask('/api/v1/accounts')).status).toBe(403);
  expect((await ask('/api/v1/keys')).status).toBe(403);
  expect((await ask('/api/v1/account')).status).toBe(403);
  expect((await ask('/api/v1/cases', 'hw_wrong')).status).toBe(401);
  const writeOnly = await lead.browser.post('/api/v1/keys', { name: 'Inbox', scopes: ['sightings:write'] });
  const lacking = await ask('/api/v1/cases', writeOnly.body.key);
  expect([lacking.status, ((await lacking.json()) as { detail: string }).detail]).toEqual([
    403,
    expect.stringContaining('cases:read'),
  ]);

  const listed = (await lead.browser.get('/api/v1/keys')).body.items;
  const shown = listed.find(({ id }: { id: string }) => id === made.body.id);
  expect(shown).toMatchObject({ prefix: made.body.key.slice(0, 10), lastUsedAt: expect.any(String) });
  expect(JSON.stringify(listed)).not.toContain(made.body.key);
  const rows = await test.app.db.selectFrom('api_key').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(made.body.key);

  const other = await member('lead', 1);
  expect((await other.browser.get('/api/v1/keys')).body.items).toEqual([]);
  expect((await other.browser.send('DELETE', `/api/v1/keys/${made.body.id}`)).status).toBe(404);
  expect((await admin.post('/api/v1/keys', { name: 'X', scopes: ['cases:read'] })).status).toBe(403);
  expect((await lead.browser.send('DELETE', `/api/v1/keys/${made.body.id}`)).status).toBe(204);
  expect((await ask('/api/v1/cases')).status).toBe(401);
  test.setClock({ seconds: 366 * 86_400 });
  expect((await ask('/api/v1/cases', writeOnly.body.key)).status).toBe(401);
});
