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

const TEN_AND_NO_MORE = [...Array(10).fill(401), 429, 429];

async function tryPasswords(name: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < 12; n++)
    statuses.push((await people.signIn(people.visitor(), name, `wrong password ${n}`)).status);
  return statuses;
}

it('comes after ten wrong passwords in a row, with or without an account, and goes after a quarter of an hour', async () => {
  const email = 'locked@family.example';
  await people.guardian(email, { username: 'locked.one' });
  expect(await tryPasswords(email)).toEqual(TEN_AND_NO_MORE);
  expect(await tryPasswords('not-there@family.example')).toEqual(TEN_AND_NO_MORE);
  // The right password does not open a lock, nor does the other name of the account.
  expect((await people.signIn(people.visitor(), email)).status).toBe(429);
  const byName = await people
    .visitor()
    .post('/api/auth/sign-in/username', { username: 'locked.one', password: PASSWORD });
  expect([byName.status, byName.body.type]).toEqual([429, 'urn:homeward:problem:sign-in-locked']);
  // Attempts while it holds do not prolong it.
  test.setClock({ seconds: 14 * 60 });
  expect((await people.signIn(people.visitor(), email)).status).toBe(429);
  test.setClock({ seconds: 61 });
  expect((await people.signIn(people.visitor(), email)).status).toBe(200);
  const locks = await test.app.db
    .selectFrom('audit_event')
    .select('entity_id')
    .where('action', '=', 'session.lock')
    .execute();
  expect(locks.map(({ entity_id }) => entity_id === null)).toEqual([false, true]);
});

it('lets nobody slip through with many attempts at once', async () => {
  await people.guardian('rushed@family.example');
  const attempts = Array.from({ length: 14 }, (_, n) =>
    people.signIn(people.visitor(), 'rushed@family.example', `wrong password ${n}`),
  );
  const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
});

it('ends with a success or a new password', async () => {
  const email = 'careless@family.example';
  const browser = await people.guardian(email);
  const fail = async (times: number) => {
    for (let n = 0; n < times; n++) await people.signIn(people.visitor(), email, 'wrong password');
  };
  await fail(9);
  expect((await people.signIn(browser, email)).status).toBe(200);
  await fail(10);
  expect((await people.signIn(people.visitor(), email)).status).toBe(429);
  await browser.post('/api/auth/request-password-reset', { email });
  const token = (await people.linkTo(email, 'reset-password')).searchParams.get('token');
  const newPassword = 'window cactus marble tuba';
  expect((await browser.post('/api/auth/reset-password', { token, newPassword })).status).toBe(200);
  expect((await people.signIn(people.visitor(), email, newPassword)).status).toBe(200);
});

it('is beside a limit of requests from one network, in the database', async () => {
  const browser = people.visitor();
  const ask = (n: number) => browser.post('/api/auth/request-password-reset', { email: `n${n}@family.example` });
  const statuses: number[] = [];
  for (let n = 0; n < 11; n++) statuses.push((await ask(n)).status);
  expect(statuses).toEqual([...Array(10).fill(200), 429]);
  expect(Number((await ask(12)).headers.get('retry-after'))).toBeGreaterThan(0);
  const kept = test.app.db.selectFrom('rate_limit').select('key').where('key', 'like', '%request-password-reset');
  expect((await kept.execute()).length).toBeGreaterThan(0);
});
