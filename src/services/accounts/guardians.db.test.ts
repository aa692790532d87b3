import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { openVisitors, PASSWORD, type Visitors } from '../../testing/visitors.ts';

let test: TestPlatform;
let people: Visitors;
beforeAll(async () => {
  test = await openTestPlatform();
  people = openVisitors(test.app);
});
afterAll(() => test.close());

it('register, confirm their address, and sign in by address or user name', async () => {
  const browser = await people.guardian('meera@family.example', { username: 'Meera.I' });
  expect((await browser.get('/api/v1/account')).status).toBe(401);
  expect((await people.signIn(browser, 'Meera@Family.example')).status).toBe(200);
  const { body } = await browser.get('/api/v1/account');
  expect(body).toMatchObject({ role: 'guardian', agencyId: null, username: 'meera.i', mustSetUpSecondFactor: false });
  expect((await browser.post('/api/auth/sign-out')).status).toBe(200);
  expect((await browser.get('/api/v1/account')).status).toBe(401);
  const byName = await browser.post('/api/auth/sign-in/username', { username: 'MEERA.i', password: PASSWORD });
  expect(byName.status).toBe(200);
  expect((await browser.get('/api/v1/account')).status).toBe(200);
});

it('cannot sign in before the address is confirmed', async () => {
  const browser = people.visitor();
  await browser.post('/api/auth/sign-up/email', { name: 'A', email: 'early@family.example', password: PASSWORD });
  const answer = await people.signIn(browser, 'early@family.example');
  expect(answer.status).toBe(403);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body.type).toBe('urn:homeward:problem:email-not-verified');
});

it('cannot make themselves anything else', async () => {
  const agency = { agencyId: '00000000-0000-4000-8000-000000000000' };
  const answers = [];
  for (const more of [
    { role: 'admin' },
    agency,
    { disabledAt: null },
    { emailVerified: true },
    { id: agency.agencyId },
  ])
    answers.push(
      await people.visitor().post('/api/auth/sign-up/email', {
        ...{ name: 'C', email: `climber-${answers.length}@family.example`, password: PASSWORD, ...more },
      }),
    );
  const made = await test.app.db
    .selectFrom('account')
    .select(['id', 'role', 'agency_id', 'email_verified'])
    .where('email', 'like', 'climber-%')
    .execute();
  expect(made.length).toBe(answers.filter(({ status }) => status === 200).length);
  for (const { id, ...account } of made) {
    expect(account).toEqual({ role: 'guardian', agency_id: null, email_verified: false });
    expect(id).not.toBe(agency.agencyId);
  }
});

it('get the same answer for an address that has an account; only its owner learns of it', async () => {
  await people.guardian('known@family.example', { username: 'known.one' });
  const register = (email: string, more: object = {}) =>
    people.visitor().post('/api/auth/sign-up/email', { name: 'X', email, password: PASSWORD, ...more });
  const [fresh, known] = [await register('fresh@family.example'), await register('known@family.example')];
  expect([known.status, Object.keys(known.body.user)]).toEqual([fresh.status, Object.keys(fresh.body.user)]);
  expect(await people.kindsTo('known@family.example')).toContain('account-exists');
  // A user name that is taken is not told either: the account gets none.
  expect((await register('second@family.example', { username: 'Known.One' })).status).toBe(200);
  const second = test.app.db.selectFrom('account').select('username').where('email', '=', 'second@family.example');
  expect(await second.executeTakeFirstOrThrow()).toEqual({ username: null });

  const wrong = await people.signIn(people.visitor(), 'known@family.example', 'not the password');
  const nobody = await people.signIn(people.visitor(), 'nobody@family.example', 'not the password');
  expect([wrong.status, { ...wrong.body, requestId: '' }]).toEqual([401, { ...nobody.body, requestId: '' }]);

  const ask = (email: string) => people.visitor().post('/api/auth/request-password-reset', { email });
  const [asked, askedNobody] = [await ask('known@family.example'), await ask('nobody@family.example')];
  expect([asked.status, asked.body]).toEqual([askedNobody.status, askedNobody.body]);
  expect(await people.kindsTo('nobody@family.example')).toEqual([]);
});

it('must choose a password that is not easy to guess', async () => {
  for (const password of ['short', 'password1234', 'Homeward2026!', 'meera.iyer.2026']) {
    const fields = { name: 'Meera Iyer', email: 'weak@family.example', password };
    const answer = await people.visitor().post('/api/auth/sign-up/email', fields);
    expect([answer.status, answer.body.type], password).toEqual([422, 'urn:homeward:problem:password-too-weak']);
  }
});

it('choose a new password by e-mail: once, and every session ends', async () => {
  const email = 'forgetful@family.example';
  const browser = await people.guardian(email);
  await people.signIn(browser, email);
  const stranger = people.visitor();
  await stranger.post('/api/auth/request-password-reset', { email });
  const token = (await people.linkTo(email, 'reset-password')).searchParams.get('token');
  const stored = await test.app.db.selectFrom('verification').select('identifier').execute();
  expect(stored.length).toBeGreaterThan(0);
  expect(stored.some(({ identifier }) => identifier.includes(String(token)))).toBe(false);
  const reset = (newPassword: string) => stranger.post('/api/auth/reset-password', { token, newPassword });
  expect((await reset('123456789012')).status).toBe(422);
  expect((await reset('window cactus marble tuba')).status).toBe(200);
  expect((await reset('another cactus marble tuba')).status).toBe(422);
  expect((await browser.get('/api/v1/account')).status).toBe(401);
  expect((await people.signIn(browser, email)).status).toBe(401);
  expect((await people.signIn(browser, email, 'window cactus marble tuba')).status).toBe(200);
  expect(await people.kindsTo(email)).toContain('password-changed');
});

it('change their own name, user name and password; whoever found a session open cannot try passwords without end', async () => {
  const browser = await people.guardian('own@family.example');
  await people.signIn(browser, 'own@family.example');
  const edit = (changes: object) => browser.send('PATCH', '/api/v1/account', changes);
  expect((await edit({ name: 'Meera I.', username: 'Own.Name', timeZone: 'Asia/Kolkata' })).status).toBe(204);
  expect((await browser.get('/api/v1/account')).body).toMatchObject({ username: 'own.name', timeZone: 'Asia/Kolkata' });
  expect((await edit({ username: 'meera.i' })).status).toBe(409);
  expect((await edit({ timeZone: 'Mars/Olympus' })).status).toBe(422);

  const other = people.visitor();
  await people.signIn(other, 'own@family.example');
  const change = (currentPassword: string, newPassword: string) =>
    browser.send('PUT', '/api/v1/account/password', { currentPassword, newPassword });
  expect((await change(PASSWORD, 'password1234')).status).toBe(422);
  expect((await change(PASSWORD, 'window cactus marble tuba')).status).toBe(204);
  expect((await browser.get('/api/v1/account')).status).toBe(200);
  expect((await other.get('/api/v1/account')).status).toBe(401);
  const statuses = [];
  for (let n = 0; n < 11; n++) statuses.push((await change(`wrong password ${n}`, PASSWORD)).status);
  expect(statuses).toEqual([...Array(10).fill(422), 429]);
});
