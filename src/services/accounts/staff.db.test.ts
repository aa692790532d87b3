import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, nextTotp, totp } from '../../testing/browser.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { openVisitors, PASSWORD, type Visitors } from '../../testing/visitors.ts';

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

it('can only set up the second factor until it stands', async () => {
  const email = 'new-officer@north.example';
  await admin.post('/api/v1/invitations', { email, role: 'officer', agencyId: agencies[0] });
  const token = (await people.linkTo(email, 'invitation')).searchParams.get('token');
  const browser = people.visitor();
  const look = await browser.post('/api/v1/invitations/look', { token });
  expect(look.body).toMatchObject({ email, role: 'officer', agency: 'North Police' });
  const acceptance = { token, name: 'New Officer', password: PASSWORD, email: 'somebody-else@north.example' };
  expect((await browser.post('/api/v1/invitations/accept', acceptance)).status).toBe(201);
  expect((await browser.post('/api/v1/invitations/accept', acceptance)).status).toBe(404);
  expect((await people.signIn(browser, email)).status).toBe(200);
  expect((await browser.get('/api/v1/account')).body.mustSetUpSecondFactor).toBe(true);
  for (const path of ['/api/v1/agencies', '/api/v1/sessions', '/api/v1/cases', '/api/v1/accounts']) {
    const refused = await browser.get(path);
    expect([path, refused.status]).toEqual([path, 403]);
    expect(refused.body.detail).toMatch(/second factor/);
  }
  expect((await browser.send('PATCH', '/api/v1/account', { name: 'Other' })).status).toBe(403);

  const thief = people.visitor();
  await people.signIn(thief, email);
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
  const { browser, secret, backupCodes, email } = await member('officer', 0);
  await browser.post('/api/auth/sign-out');
  const again = people.visitor();
  const half = await people.signIn(again, email);
  expect(half.body.twoFactorRedirect).toBe(true);
  expect((await again.get('/api/v1/account')).status).toBe(401);
  const wrong = await again.post('/api/auth/two-factor/verify-totp', { code: '123456', trustDevice: true });
  expect(wrong.status).toBe(401);
  const code = nextTotp(secret);
  const right = await again.post('/api/auth/two-factor/verify-totp', { code, trustDevice: true });
  expect(right.status).toBe(200);
  expect((await again.get('/api/v1/agencies')).status).toBe(200);
  expect([...again.cookies.keys()].some((name) => name.includes('trust'))).toBe(false);
  expect((await again.post('/api/auth/two-factor/disable', { password: PASSWORD })).status).toBe(403);

  // Whoever saw the code being typed cannot use it again.
  const onlooker = people.visitor();
  await people.signIn(onlooker, email);
  const replayed = await onlooker.post('/api/auth/two-factor/verify-totp', { code });
  expect([replayed.status, replayed.body.type]).toEqual([401, 'urn:homeward:problem:code-used']);
  expect((await onlooker.get('/api/v1/account')).status).toBe(401);
  expect((await again.get('/api/v1/agencies')).status).toBe(200);

  const useBackupCode = async (code: string) => {
    const third = people.visitor();
    await people.signIn(third, email);
    const { status } = await third.post('/api/auth/two-factor/verify-backup-code', { code });
    return [status, (await third.get('/api/v1/agencies')).status];
  };
  expect(await useBackupCode(backupCodes[0] ?? '')).toEqual([200, 200]);
  expect(await useBackupCode(backupCodes[0] ?? '')).toEqual([401, 401]);
  const failed = await test.app.db
    .selectFrom('audit_event')
    .selectAll()
    .where('action', '=', 'second-factor.fail')
    .execute();
  expect(failed.every(({ entity_id, actor_kind }) => entity_id !== null && actor_kind === 'public')).toBe(true);
});

it('are locked for a quarter of an hour after ten wrong codes; five end a sign-in', async () => {
  const { secret, email, backupCodes } = await member('officer', 0);
  expect(backupCodes).toHaveLength(10);
  const wrongCodes = async (times: number) => {
    const browser = people.visitor();
    await people.signIn(browser, email);
    const types: string[] = [];
    for (let n = 0; n < times; n++)
      types.push(
        (await browser.post('/api/auth/two-factor/verify-totp', { code: '000000' })).body.type.split(':').at(-1),
      );
    return types;
  };
  const five = Array(5).fill('invalid-code');
  expect(await wrongCodes(6)).toEqual([...five, 'too-many-attempts-request-new-code']);
  expect(await wrongCodes(5)).toEqual(five);
  const browser = people.visitor();
  await people.signIn(browser, email);
  const right = await browser.post('/api/auth/two-factor/verify-totp', { code: totp(secret) });
  expect([right.status, right.body.type]).toEqual([429, 'urn:homeward:problem:account-temporarily-locked']);
});

it('lose everything at once when disabled, and an admin can reset a lost second factor', async () => {
  const lead = await member('lead', 0);
  const officer = await member('officer', 0);
  const path = `/api/v1/accounts/${officer.accountId}`;
  expect((await lead.browser.post(`${path}/disable`)).status).toBe(204);
  expect((await officer.browser.get('/api/v1/account')).status).toBe(401);
  const right = await people.signIn(people.visitor(), officer.email);
  const wrong = await people.signIn(people.visitor(), officer.email, 'not the password');
  expect([right.status, right.body.detail]).toEqual([wrong.status, wrong.body.detail]);
  expect((await people.visitor().post('/api/auth/request-password-reset', { email: officer.email })).status).toBe(200);
  expect(await people.kindsTo(officer.email)).not.toContain('reset-password');

  expect((await lead.browser.post(`${path}/enable`)).status).toBe(204);
  expect((await lead.browser.post(`${path}/reset-second-factor`)).status).toBe(403);
  expect((await admin.post(`${path}/reset-second-factor`)).status).toBe(204);
  const back = people.visitor();
  expect((await people.signIn(back, officer.email)).status).toBe(200);
  expect((await back.get('/api/v1/account')).body.mustSetUpSecondFactor).toBe(true);
  expect((await lead.browser.post(`/api/v1/accounts/${lead.accountId}/disable`)).status).toBe(409);
});

it('reach the people of their own agency, admins all, others none', async () => {
  const lead = await member('lead', 0);
  const far = await member('officer', 1);
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
  expect((await lead.browser.post('/api/v1/agencies', { name: 'Mine', kind: 'ngo', country: 'IN' })).status).toBe(403);
  expect((await far.browser.send('PATCH', `/api/v1/agencies/${agencies[1]}`, { phone: '112' })).status).toBe(403);
});

it('keep their last admin, and admins their own role', async () => {
  const me = (await admin.get('/api/v1/account')).body.id;
  const role = { role: 'lead', agencyId: agencies[0] };
  expect((await admin.send('PUT', `/api/v1/accounts/${me}/role`, role)).status).toBe(409);
  const second = await member('admin', null);
  expect((await second.browser.send('PUT', `/api/v1/accounts/${me}/role`, role)).status).toBe(204);
  expect((await admin.get('/api/v1/account')).status).toBe(401);
  admin = second.browser;
  expect((await admin.send('PUT', `/api/v1/accounts/${me}/role`, { role: 'admin', agencyId: null })).status).toBe(204);
});

it('see their sessions and end them', async () => {
  const { browser, secret, email } = await member('officer', 0);
  const phone = people.visitor();
  await people.signIn(phone, email);
  await phone.post('/api/auth/two-factor/verify-totp', { code: nextTotp(secret) });
  const { items } = (await browser.get('/api/v1/sessions')).body;
  expect(items.map((item: { isCurrent: boolean }) => item.isCurrent).sort()).toEqual([false, true]);
  expect(JSON.stringify(items)).not.toMatch(/token/i);
  const other = items.find((item: { isCurrent: boolean }) => !item.isCurrent);
  expect(other.address).toMatch(/^203\.0\.0\.\d+$/);
  const stranger = await member('officer', 0);
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
