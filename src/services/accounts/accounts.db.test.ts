import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpServer } from '../../http/server.ts';
import { type Browser, openBrowser, totp } from '../../testing/browser.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { ensureFirstAdminLink } from './first-admin.ts';

const PASSWORD = 'kettle orbit fern lagoon';
let test: TestPlatform;
let server: ReturnType<typeof httpServer>;
let visitors = 0;

beforeAll(async () => {
  test = await openTestPlatform();
  server = httpServer(test.app);
});
afterAll(() => test.close());

/** Somebody at a network of their own, so that limits of one test do not reach another. */
const visitor = (): Browser => openBrowser(server, test.app.config.url, `203.0.113.${++visitors}`);

/** The link in the newest mail of a kind to an address. */
async function linkTo(email: string, kind: string): Promise<URL> {
  const { payload } = await test.app.db
    .selectFrom('message')
    .select('payload')
    .where('address', '=', email)
    .where('kind', '=', kind)
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  return new URL((payload as { url: string }).url);
}

const mailsTo = (email: string) =>
  test.app.db.selectFrom('message').select(['kind', 'payload']).where('address', '=', email).execute();

const events = (action: string) =>
  test.app.db.selectFrom('audit_event').selectAll().where('action', '=', action).orderBy('sequence').execute();

async function registerGuardian(browser: Browser, email: string, more: object = {}): Promise<void> {
  const registered = await browser.post('/api/auth/sign-up/email', {
    name: 'Meera Iyer',
    email,
    password: PASSWORD,
    ...more,
  });
  expect(registered.status).toBe(200);
  const { pathname, search } = await linkTo(email, 'verify-email');
  expect((await browser.get(pathname + search)).status).toBe(200);
}

const signIn = (browser: Browser, email: string, password = PASSWORD) =>
  browser.post('/api/auth/sign-in/email', { email, password });

/** Accept an invitation, sign in, set up the second factor. @returns the secret of the authenticator app */
async function join(browser: Browser, link: URL, as: { email: string; name?: string; givesEmail?: boolean }) {
  const accepted = await browser.post('/api/v1/invitations/accept', {
    token: link.searchParams.get('token'),
    name: as.name ?? 'Staff Person',
    password: PASSWORD,
    ...(as.givesEmail ? { email: as.email } : {}),
  });
  expect(accepted.status).toBe(201);
  expect((await signIn(browser, as.email)).status).toBe(200);
  const enabled = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
  expect(enabled.status).toBe(200);
  const secret = new URL(enabled.body.totpURI).searchParams.get('secret') ?? '';
  expect((await browser.post('/api/auth/two-factor/verify-totp', { code: totp(secret) })).status).toBe(200);
  return { accountId: accepted.body.accountId as string, secret, backupCodes: enabled.body.backupCodes as string[] };
}

let admin: Browser;
let agencies: string[];

beforeAll(async () => {
  const link = new URL((await ensureFirstAdminLink(test.app)) ?? '');
  admin = visitor();
  await join(admin, link, { email: 'admin@homeward.example', givesEmail: true });
  agencies = [];
  for (const name of ['North Police', 'South Police']) {
    const made = await admin.post('/api/v1/agencies', { name, kind: 'police', country: 'in' });
    expect(made.status).toBe(201);
    agencies.push(made.body.id);
  }
});

/** Somebody of the staff, invited by the admin. */
async function member(role: string, agency: number | null, email: string) {
  const agencyId = agency === null ? null : agencies[agency];
  expect((await admin.post('/api/v1/invitations', { email, role, agencyId })).status).toBe(201);
  const browser = visitor();
  return { browser, ...(await join(browser, await linkTo(email, 'invitation'), { email })) };
}

describe('guardians', () => {
  it('register, confirm their address, and sign in by address or user name', async () => {
    const browser = visitor();
    await registerGuardian(browser, 'meera@family.example', { username: 'Meera.I' });
    expect((await browser.get('/api/v1/account')).status).toBe(401);
    expect((await signIn(browser, 'meera@family.example')).status).toBe(200);
    const { body } = await browser.get('/api/v1/account');
    expect(body).toMatchObject({ role: 'guardian', agencyId: null, username: 'meera.i', mustSetUpSecondFactor: false });
    expect((await browser.post('/api/auth/sign-out')).status).toBe(200);
    expect((await browser.get('/api/v1/account')).status).toBe(401);
    const byName = await browser.post('/api/auth/sign-in/username', { username: 'MEERA.i', password: PASSWORD });
    expect(byName.status).toBe(200);
    expect((await browser.get('/api/v1/account')).status).toBe(200);
  });

  it('cannot sign in before the address is confirmed', async () => {
    const browser = visitor();
    await browser.post('/api/auth/sign-up/email', { name: 'A', email: 'early@family.example', password: PASSWORD });
    const answer = await signIn(browser, 'early@family.example');
    expect(answer.status).toBe(403);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.type).toBe('urn:homeward:problem:email-not-verified');
  });

  it('cannot make themselves anything else', async () => {
    for (const more of [{ role: 'admin' }, { agencyId: agencies[0] }, { emailVerified: true }, { disabledAt: null }]) {
      const email = `climber-${Object.keys(more)[0]?.toLowerCase()}@family.example`;
      await visitor().post('/api/auth/sign-up/email', { name: 'C', email, password: PASSWORD, ...more });
      const row = await test.app.db.selectFrom('account').selectAll().where('email', '=', email).executeTakeFirst();
      if (row) expect(row).toMatchObject({ role: 'guardian', agency_id: null, email_verified: false });
    }
    const [attempted] = await test.app.db.selectFrom('account').select('id').where('role', '=', 'admin').execute();
    expect(attempted).toBeDefined();
  });

  it('get the same answer for an address that has an account; only its owner learns of it', async () => {
    await registerGuardian(visitor(), 'known@family.example', { username: 'known.one' });
    const shape = (answer: { status: number; body: { user: object } }) => [
      answer.status,
      Object.keys(answer.body.user),
    ];
    const register = (email: string, username?: string) =>
      visitor().post('/api/auth/sign-up/email', {
        name: 'X',
        email,
        password: PASSWORD,
        ...(username ? { username } : {}),
      });
    const fresh = await register('fresh@family.example');
    const known = await register('known@family.example');
    expect(shape(known)).toEqual(shape(fresh));
    expect(known.body.user.id).not.toBe(fresh.body.user.id);
    expect((await mailsTo('known@family.example')).map(({ kind }) => kind)).toContain('account-exists');
    // A user name that is taken is not told either: the account gets none.
    expect((await register('second@family.example', 'Known.One')).status).toBe(200);
    const second = test.app.db.selectFrom('account').select('username').where('email', '=', 'second@family.example');
    expect(await second.executeTakeFirstOrThrow()).toEqual({ username: null });

    const wrong = await signIn(visitor(), 'known@family.example', 'not the password');
    const nobody = await signIn(visitor(), 'nobody@family.example', 'not the password');
    const withoutId = ({ requestId: _, ...same }: Record<string, unknown>) => same;
    expect([wrong.status, withoutId(wrong.body)]).toEqual([nobody.status, withoutId(nobody.body)]);
    expect(wrong.status).toBe(401);

    const asked = await visitor().post('/api/auth/request-password-reset', { email: 'known@family.example' });
    const askedNobody = await visitor().post('/api/auth/request-password-reset', { email: 'nobody@family.example' });
    expect([asked.status, asked.body]).toEqual([askedNobody.status, askedNobody.body]);
    expect(await mailsTo('nobody@family.example')).toEqual([]);
  });

  it('must choose a password that is not easy to guess', async () => {
    for (const password of ['short', 'password1234', 'Homeward2026!', 'meera.iyer.2026']) {
      const email = 'weak@family.example';
      const answer = await visitor().post('/api/auth/sign-up/email', { name: 'Meera Iyer', email, password });
      expect([answer.status, answer.body.type], password).toEqual([422, 'urn:homeward:problem:password-too-weak']);
    }
  });

  it('choose a new password by e-mail: once, and every session ends', async () => {
    const browser = visitor();
    await registerGuardian(browser, 'forgetful@family.example');
    await signIn(browser, 'forgetful@family.example');
    const stranger = visitor();
    await stranger.post('/api/auth/request-password-reset', { email: 'forgetful@family.example' });
    const token = (await linkTo('forgetful@family.example', 'reset-password')).searchParams.get('token');
    const reset = (newPassword: string) => stranger.post('/api/auth/reset-password', { token, newPassword });
    expect((await reset('123456789012')).status).toBe(422);
    expect((await reset('window cactus marble tuba')).status).toBe(200);
    expect((await reset('another cactus marble tuba')).status).toBe(422);
    expect((await browser.get('/api/v1/account')).status).toBe(401);
    expect((await signIn(browser, 'forgetful@family.example')).status).toBe(401);
    expect((await signIn(browser, 'forgetful@family.example', 'window cactus marble tuba')).status).toBe(200);
    expect((await mailsTo('forgetful@family.example')).map(({ kind }) => kind)).toContain('password-changed');
    const stored = await test.app.db.selectFrom('verification').select('identifier').execute();
    expect(stored.some(({ identifier }) => identifier.includes(token ?? 'none'))).toBe(false);
  });
});

describe('locks and limits', () => {
  it('locks after ten wrong passwords in a row, by account or by what was typed, for a quarter of an hour', async () => {
    await registerGuardian(visitor(), 'locked@family.example', { username: 'locked.one' });
    const statusesOf = async (name: string) => {
      const statuses: number[] = [];
      for (let n = 0; n < 12; n++) statuses.push((await signIn(visitor(), name, `wrong password ${n}`)).status);
      return statuses;
    };
    const expected = [...Array(10).fill(401), 429, 429];
    expect(await statusesOf('locked@family.example')).toEqual(expected);
    expect(await statusesOf('not-there@family.example')).toEqual(expected);
    // The right password does not open a lock, nor does the other name of the account.
    expect((await signIn(visitor(), 'locked@family.example')).status).toBe(429);
    const byName = await visitor().post('/api/auth/sign-in/username', { username: 'locked.one', password: PASSWORD });
    expect(byName.status).toBe(429);
    expect(byName.body.type).toBe('urn:homeward:problem:sign-in-locked');
    test.setClock({ seconds: 15 * 60 + 1 });
    expect((await signIn(visitor(), 'locked@family.example')).status).toBe(200);
    expect(await events('session.lock')).toHaveLength(2);
  });

  it('lets nobody slip through with many attempts at once', async () => {
    await registerGuardian(visitor(), 'rushed@family.example');
    const at = (n: number) => signIn(visitor(), 'rushed@family.example', `wrong password ${n}`);
    const statuses = (await Promise.all(Array.from({ length: 20 }, (_, n) => at(n)))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });

  it('limits the requests of one network, in the database', async () => {
    const browser = visitor();
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++)
      statuses.push((await browser.post('/api/auth/request-password-reset', { email: `n${n}@family.example` })).status);
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
    const last = await browser.post('/api/auth/request-password-reset', { email: 'n@family.example' });
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    const kept = await test.app.db.selectFrom('rate_limit').select('key').where('key', 'like', '203.0.113.%').execute();
    expect(kept.length).toBeGreaterThan(0);
  });
});

describe('the first admin', () => {
  it('comes by a link that works once, and there is none once there is an admin', async () => {
    expect(await ensureFirstAdminLink(test.app)).toBeNull();
    const other = await openTestPlatform();
    try {
      const fresh = httpServer(other.app);
      const [first, second] = [await ensureFirstAdminLink(other.app), await ensureFirstAdminLink(other.app)];
      const browser = openBrowser(fresh, other.app.config.url, '203.0.113.1');
      const accept = (link: string | null, email: string) =>
        browser.post('/api/v1/invitations/accept', {
          token: new URL(link ?? '').searchParams.get('token'),
          ...{ name: 'First', email, password: PASSWORD },
        });
      expect((await accept(first, 'first@homeward.example')).status).toBe(201);
      expect((await accept(first, 'again@homeward.example')).status).toBe(404);
      expect((await accept(second, 'other@homeward.example')).status).toBe(404);
      const people = await other.app.db.selectFrom('account').select(['email', 'role', 'agency_id']).execute();
      expect(people).toEqual([{ email: 'first@homeward.example', role: 'admin', agency_id: null }]);
    } finally {
      await other.close();
    }
  });
});

describe('staff', () => {
  it('can only set up the second factor until it stands', async () => {
    const email = 'new-officer@north.example';
    await admin.post('/api/v1/invitations', { email, role: 'officer', agencyId: agencies[0] });
    const token = (await linkTo(email, 'invitation')).searchParams.get('token');
    const browser = visitor();
    const look = await browser.post('/api/v1/invitations/look', { token });
    expect(look.body).toMatchObject({ email, role: 'officer', agency: 'North Police' });
    const acceptance = { token, name: 'New Officer', password: PASSWORD, email: 'somebody-else@north.example' };
    expect((await browser.post('/api/v1/invitations/accept', acceptance)).status).toBe(201);
    expect((await browser.post('/api/v1/invitations/accept', acceptance)).status).toBe(404);
    expect((await signIn(browser, email)).status).toBe(200);
    expect((await browser.get('/api/v1/account')).body.mustSetUpSecondFactor).toBe(true);
    for (const path of ['/api/v1/agencies', '/api/v1/sessions', '/api/v1/cases', '/api/v1/accounts']) {
      const refused = await browser.get(path);
      expect([path, refused.status]).toEqual([path, 403]);
      expect(refused.body.detail).toMatch(/second factor/);
    }
    expect((await browser.send('PATCH', '/api/v1/account', { name: 'Other' })).status).toBe(403);

    const thief = visitor();
    await signIn(thief, email);
    const enabled = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    const secret = new URL(enabled.body.totpURI).searchParams.get('secret') ?? '';
    expect((await browser.post('/api/auth/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
    expect((await browser.get('/api/v1/agencies')).status).toBe(403);
    expect((await browser.post('/api/auth/two-factor/verify-totp', { code: totp(secret) })).status).toBe(200);
    expect((await browser.get('/api/v1/agencies')).status).toBe(200);
    expect((await browser.get('/api/v1/account')).body.mustSetUpSecondFactor).toBe(false);
    // A session from before, which knew the password alone, has ended.
    expect((await thief.get('/api/v1/account')).status).toBe(401);
  });

  it('sign in with password and code, or a backup code once; no device is trusted without', async () => {
    const { browser, secret, backupCodes } = await member('officer', 0, 'codes@north.example');
    await browser.post('/api/auth/sign-out');
    const again = visitor();
    const half = await signIn(again, 'codes@north.example');
    expect(half.body.twoFactorRedirect).toBe(true);
    expect((await again.get('/api/v1/account')).status).toBe(401);
    const wrong = await again.post('/api/auth/two-factor/verify-totp', { code: '123456', trustDevice: true });
    expect(wrong.status).toBe(401);
    const right = await again.post('/api/auth/two-factor/verify-totp', { code: totp(secret), trustDevice: true });
    expect(right.status).toBe(200);
    expect((await again.get('/api/v1/agencies')).status).toBe(200);
    expect([...again.cookies.keys()].some((name) => name.includes('trust'))).toBe(false);
    expect((await again.post('/api/auth/two-factor/disable', { password: PASSWORD })).status).toBe(403);

    const useBackupCode = async (code: string) => {
      const third = visitor();
      await signIn(third, 'codes@north.example');
      const { status } = await third.post('/api/auth/two-factor/verify-backup-code', { code });
      return [status, (await third.get('/api/v1/agencies')).status];
    };
    expect(await useBackupCode(backupCodes[0] ?? '')).toEqual([200, 200]);
    expect(await useBackupCode(backupCodes[0] ?? '')).toEqual([401, 401]);
    const failed = await events('second-factor.fail');
    expect(failed.every(({ entity_id, actor_kind }) => entity_id !== null && actor_kind === 'public')).toBe(true);
  });

  it('lose everything at once when disabled, and an admin can reset a lost second factor', async () => {
    const lead = await member('lead', 0, 'lead@north.example');
    const officer = await member('officer', 0, 'leaver@north.example');
    const path = `/api/v1/accounts/${officer.accountId}`;
    expect((await lead.browser.post(`${path}/disable`)).status).toBe(204);
    expect((await officer.browser.get('/api/v1/account')).status).toBe(401);
    const right = await signIn(visitor(), 'leaver@north.example');
    const wrong = await signIn(visitor(), 'leaver@north.example', 'not the password');
    expect([right.status, right.body.detail]).toEqual([wrong.status, wrong.body.detail]);
    expect((await visitor().post('/api/auth/request-password-reset', { email: 'leaver@north.example' })).status).toBe(
      200,
    );
    expect((await mailsTo('leaver@north.example')).map(({ kind }) => kind)).not.toContain('reset-password');

    expect((await lead.browser.post(`${path}/enable`)).status).toBe(204);
    expect((await lead.browser.post(`${path}/reset-second-factor`)).status).toBe(403);
    expect((await admin.post(`${path}/reset-second-factor`)).status).toBe(204);
    const back = visitor();
    expect((await signIn(back, 'leaver@north.example')).status).toBe(200);
    expect((await back.get('/api/v1/account')).body.mustSetUpSecondFactor).toBe(true);
    expect((await lead.browser.post(`/api/v1/accounts/${lead.accountId}/disable`)).status).toBe(409);
  });

  it('reach the people of their own agency, admins all, others none', async () => {
    const lead = await member('lead', 0, 'scoped-lead@north.example');
    const far = await member('officer', 1, 'far@south.example');
    const ids = async (browser: Browser) =>
      ((await browser.get('/api/v1/accounts?limit=100')).body.items as { id: string; agencyId: string }[]) ?? [];
    expect(new Set((await ids(lead.browser)).map(({ agencyId }) => agencyId))).toEqual(new Set([agencies[0]]));
    expect((await ids(admin)).map(({ id }) => id)).toEqual(expect.arrayContaining([lead.accountId, far.accountId]));
    expect((await far.browser.get('/api/v1/accounts')).status).toBe(403);
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const path of ['disable', 'enable']) {
      const theirs = await lead.browser.post(`/api/v1/accounts/${far.accountId}/${path}`);
      const nobodys = await lead.browser.post(`/api/v1/accounts/${unknown}/${path}`);
      expect([theirs.status, theirs.body.detail]).toEqual([404, nobodys.body.detail]);
    }
    const invite = (agency: number | null, role: string) =>
      lead.browser.post('/api/v1/invitations', {
        ...{ email: 'x@x.example', role, agencyId: agency === null ? null : agencies[agency] },
      });
    expect((await invite(0, 'officer')).status).toBe(201);
    expect((await invite(1, 'officer')).status).toBe(404);
    expect((await invite(null, 'admin')).status).toBe(404);
    expect((await lead.browser.send('PATCH', `/api/v1/agencies/${agencies[0]}`, { phone: '112' })).status).toBe(204);
    expect((await lead.browser.send('PATCH', `/api/v1/agencies/${agencies[1]}`, { phone: '112' })).status).toBe(404);
    expect((await lead.browser.post('/api/v1/agencies', { name: 'Mine', kind: 'ngo', country: 'IN' })).status).toBe(
      403,
    );
    expect((await far.browser.send('PATCH', `/api/v1/agencies/${agencies[1]}`, { phone: '112' })).status).toBe(403);
  });

  it('keep their last admin, and admins their own role', async () => {
    const me = (await admin.get('/api/v1/account')).body.id;
    const role = { role: 'lead', agencyId: agencies[0] };
    expect((await admin.send('PUT', `/api/v1/accounts/${me}/role`, role)).status).toBe(409);
    const second = await member('admin', null, 'second-admin@homeward.example');
    expect((await second.browser.send('PUT', `/api/v1/accounts/${me}/role`, role)).status).toBe(204);
    expect((await admin.get('/api/v1/account')).status).toBe(401);
    admin = second.browser;
    expect((await admin.send('PUT', `/api/v1/accounts/${me}/role`, { role: 'admin', agencyId: null })).status).toBe(
      204,
    );
  });

  it('see their sessions and end them', async () => {
    const { browser, secret } = await member('officer', 0, 'sessions@north.example');
    const phone = visitor();
    await signIn(phone, 'sessions@north.example');
    await phone.post('/api/auth/two-factor/verify-totp', { code: totp(secret) });
    const { items } = (await browser.get('/api/v1/sessions')).body;
    expect(items.map((item: { isCurrent: boolean }) => item.isCurrent).sort()).toEqual([false, true]);
    expect(JSON.stringify(items)).not.toMatch(/token/i);
    const other = items.find((item: { isCurrent: boolean }) => !item.isCurrent);
    expect(other.address).toMatch(/^203\.0\.113\./);
    const stranger = await member('officer', 0, 'stranger@north.example');
    expect((await stranger.browser.send('DELETE', `/api/v1/sessions/${other.id}`)).status).toBe(404);
    expect((await browser.send('DELETE', `/api/v1/sessions/${other.id}`)).status).toBe(204);
    expect((await phone.get('/api/v1/account')).status).toBe(401);
    expect((await browser.get('/api/v1/account')).status).toBe(200);

    const change = (currentPassword: string, newPassword: string) =>
      browser.send('PUT', '/api/v1/account/password', { currentPassword, newPassword });
    expect((await change('not the password', 'window cactus marble tuba')).status).toBe(422);
    expect((await change(PASSWORD, 'window cactus marble tuba')).status).toBe(204);
    expect((await browser.get('/api/v1/account')).status).toBe(200);
  });
});

describe('API keys', () => {
  it('open what their scopes say, for their agency, until revoked or expired', async () => {
    const lead = await member('lead', 0, 'key-lead@north.example');
    const made = await lead.browser.post('/api/v1/keys', {
      name: 'Primero',
      scopes: ['cases:read'],
      expiresInDays: 30,
    });
    expect(made.status).toBe(201);
    expect(made.body.key).toMatch(/^hw_[\w-]{43}$/);
    expect(made.body.expiresAt).toBe(new Date(test.app.clock().getTime() + 30 * 86_400_000).toISOString());
    const ask = (path: string, key = made.body.key, method = 'GET') =>
      server.request(path, { method, headers: { authorization: `Bearer ${key}` } });
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

    const other = await member('lead', 1, 'key-lead@south.example');
    expect((await other.browser.get('/api/v1/keys')).body.items).toEqual([]);
    expect((await other.browser.send('DELETE', `/api/v1/keys/${made.body.id}`)).status).toBe(404);
    expect((await admin.post('/api/v1/keys', { name: 'X', scopes: ['cases:read'] })).status).toBe(403);
    expect((await lead.browser.send('DELETE', `/api/v1/keys/${made.body.id}`)).status).toBe(204);
    expect((await ask('/api/v1/cases')).status).toBe(401);
    test.setClock({ seconds: 366 * 86_400 });
    expect((await ask('/api/v1/cases', writeOnly.body.key)).status).toBe(401);
  });
});

describe('cookies', () => {
  it('are refused for writes from other sites, and for all that better-auth offers beyond our list', async () => {
    const browser = visitor();
    await registerGuardian(browser, 'cookie@family.example');
    const answer = await signIn(browser, 'cookie@family.example');
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/i);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const write = (headers: Record<string, string>) =>
      server.request(`${test.app.config.url}/api/v1/account`, {
        ...{ method: 'PATCH', body: JSON.stringify({ name: 'Evil' }) },
        headers: { cookie, 'content-type': 'application/json', ...headers },
      });
    expect((await write({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await write({})).status).toBe(403);
    expect((await write({ origin: test.app.config.url })).status).toBe(204);
    const foreign = await server.request(`${test.app.config.url}/api/auth/sign-out`, {
      ...{ method: 'POST', headers: { cookie, origin: 'https://evil.example' } },
    });
    expect(foreign.status).toBe(403);
    for (const path of ['/list-sessions', '/get-session', '/update-user', '/is-username-available', '/delete-user'])
      expect((await browser.post(`/api/auth${path}`)).status, path).toBe(404);
    expect((await browser.get('/api/auth/get-session')).status).toBe(404);
  });

  it('without our signature open nothing', async () => {
    const { token } = await test.app.db.selectFrom('session').select('token').executeTakeFirstOrThrow();
    const answer = await server.request(`${test.app.config.url}/api/v1/account`, {
      headers: { cookie: `homeward.session_token=${token}; homeward.session_token=${token}.forged` },
    });
    expect(answer.status).toBe(401);
  });
});

describe('the audit log', () => {
  it('has every step, names nobody, and is whole', async () => {
    const rows = await test.app.db.selectFrom('audit_event').selectAll().execute();
    const actions = new Set(rows.map(({ action }) => action));
    for (const action of [
      ...['account.register', 'account.verify-email', 'account.reset-password', 'account.change-password'],
      ...['session.start', 'session.await-code', 'session.end', 'session.fail', 'session.lock', 'session.revoke'],
      ...['second-factor.fail', 'second-factor.reset', 'account.invite', 'account.accept-invitation'],
      ...['account.disable', 'account.enable', 'account.change-role', 'account.list', 'account.edit'],
      ...['agency.create', 'agency.edit', 'key.create', 'key.revoke'],
    ])
      expect(actions, action).toContain(action);
    expect(JSON.stringify(rows)).not.toMatch(/@|Meera|hw_|kettle/);
  });
});
