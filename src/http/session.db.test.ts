import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { openVisitors, PASSWORD, type Visitors } from '../testing/visitors.ts';

let test: TestPlatform;
let people: Visitors;
beforeAll(async () => {
  test = await openTestPlatform();
  people = openVisitors(test.app);
});
afterAll(() => test.close());

const cookieOf = (cookies: ReadonlyMap<string, string>) => [...cookies].map((pair) => pair.join('=')).join('; ');

it('a write with a cookie must come from our own pages', async () => {
  const browser = await people.guardian('cookie@family.example');
  const answer = await people.signIn(browser, 'cookie@family.example');
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/i);
  const send = (path: string, method: string, headers: Record<string, string>) =>
    people.server.request(test.app.config.url + path, {
      ...{ method, body: JSON.stringify({ name: 'Evil' }) },
      headers: { cookie: cookieOf(browser.cookies), 'content-type': 'application/json', ...headers },
    });
  const write = async (headers: Record<string, string>) => (await send('/api/v1/account', 'PATCH', headers)).status;
  expect(await write({ origin: 'https://evil.example' })).toBe(403);
  expect(await write({ origin: 'null' })).toBe(403);
  expect(await write({})).toBe(403);
  expect((await browser.get('/api/v1/account')).body.name).toBe('Meera Iyer');
  expect(await write({ origin: new URL(test.app.config.url).origin })).toBe(204);
  expect((await send('/api/auth/sign-out', 'POST', { origin: 'https://evil.example' })).status).toBe(403);
  const login = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect((await send('/api/auth/sign-in/email', 'POST', login)).status).toBe(403);
});

it('only what we use of better-auth is open', async () => {
  const browser = await people.guardian('open@family.example');
  await people.signIn(browser, 'open@family.example');
  for (const path of [
    ...['/list-sessions', '/get-session', '/update-user', '/is-username-available', '/delete-user', '/change-email'],
    ...['/change-password', '/revoke-sessions', '/two-factor/send-otp', '/two-factor/view-backup-codes', '/ok', ''],
  ])
    for (const method of ['GET', 'POST'])
      expect((await browser.send(method, `/api/auth${path}`)).status, `${method} ${path}`).toBe(404);
});

it('a session from the database opens nothing without our signature, nor does one of another installation', async () => {
  const browser = await people.guardian('signed@family.example');
  await people.signIn(browser, 'signed@family.example');
  const { token } = await test.app.db
    .selectFrom('session')
    .select('token')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  const open = async (cookie: string) =>
    (await people.server.request(`${test.app.config.url}/api/v1/account`, { headers: { cookie } })).status;
  const [name = '', signed = ''] = cookieOf(browser.cookies).split('=');
  expect(await open(`${name}=${signed}`)).toBe(200);
  expect(decodeURIComponent(signed)).toContain(token);
  expect(await open(`${name}=${token}`)).toBe(401);
  expect(await open(`${name}=${token}.${'A'.repeat(43)}%3D`)).toBe(401);
});

it('over https the cookie is for https alone', async () => {
  const secure = openVisitors({ ...test.app, config: { ...test.app.config, url: 'https://homeward.example' } });
  const browser = await secure.guardian('secure@family.example');
  const answer = await secure.signIn(browser, 'secure@family.example');
  expect(answer.headers.get('set-cookie')).toMatch(/^__Secure-homeward\.session_token=.*; Secure/);
  expect((await browser.get('/api/v1/account')).status).toBe(200);
});

it('the audit log has every step and names nobody', async () => {
  const browser = await people.guardian('audited@family.example');
  await people.signIn(browser, 'audited@family.example', 'not the password');
  await people.signIn(browser, 'audited@family.example');
  await browser.post('/api/auth/sign-out');
  const { id } = await test.app.db
    .selectFrom('account')
    .select('id')
    .where('email', '=', 'audited@family.example')
    .executeTakeFirstOrThrow();
  const rows = await test.app.db.selectFrom('audit_event').selectAll().orderBy('sequence').execute();
  const own = rows.filter(({ entity_id }) => entity_id === id);
  expect(own.map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
    ['account.register', 'account'],
    ['account.verify-email', 'account'],
    ['session.fail', 'public'],
    ['session.start', 'account'],
    ['session.end', 'account'],
  ]);
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`@|Meera|${PASSWORD.slice(0, 6)}`));
});

it('nobody gets a session that could not be recorded', async () => {
  const browser = await people.guardian('unrecorded@family.example');
  await test.app.db.schema.alterTable('audit_head').renameTo('audit_head_away').execute();
  try {
    const answer = await people.signIn(browser, 'unrecorded@family.example');
    expect(answer.status).toBe(500);
    expect(answer.headers.get('set-cookie')).toBeNull();
  } finally {
    await test.app.db.schema.alterTable('audit_head_away').renameTo('audit_head').execute();
  }
  expect((await people.signIn(browser, 'unrecorded@family.example')).status).toBe(200);
});
