import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { openVisitors, PASSWORD, type Visitors } from '../../testing/visitors.ts';
import { ensureFirstAdminLink } from './first-admin.ts';

let test: TestPlatform;
let people: Visitors;
beforeAll(async () => {
  test = await openTestPlatform();
  people = openVisitors(test.app);
});
afterAll(() => test.close());

const accept = (link: string | null, email: string) =>
  people.visitor().post('/api/v1/invitations/accept', {
    token: new URL(link ?? '').searchParams.get('token'),
    ...{ name: 'First', email, password: PASSWORD },
  });

it('comes by a link that works once and for a day, until there is an admin', async () => {
  const old = await ensureFirstAdminLink(test.app);
  expect(old).toMatch(new RegExp(`^${test.app.config.url}/account/invitation\\?token=[\\w-]{43}$`));
  test.setClock({ seconds: 86_401 });
  expect((await accept(old, 'late@homeward.example')).status).toBe(404);
  const [first, second] = [await ensureFirstAdminLink(test.app), await ensureFirstAdminLink(test.app)];
  expect((await accept(first, 'first@homeward.example')).status).toBe(201);
  expect((await accept(first, 'again@homeward.example')).status).toBe(404);
  expect((await accept(second, 'other@homeward.example')).status).toBe(404);
  expect(await ensureFirstAdminLink(test.app)).toBeNull();
  const found = await test.app.db.selectFrom('account').select(['email', 'role', 'agency_id']).execute();
  expect(found).toEqual([{ email: 'first@homeward.example', role: 'admin', agency_id: null }]);
  const links = await test.app.db.selectFrom('invitation').select('token_hash').execute();
  expect(links.every(({ token_hash }) => token_hash.length === 32)).toBe(true);
});

it('makes one admin of two people who open one link at once', async () => {
  const other = await openTestPlatform();
  try {
    const rivals = openVisitors(other.app);
    const token = new URL((await ensureFirstAdminLink(other.app)) ?? '').searchParams.get('token');
    const statuses = await Promise.all(
      [1, 2, 3].map(async (n) => {
        const person = { token, name: 'Rival', email: `rival-${n}@homeward.example`, password: PASSWORD };
        return (await rivals.visitor().post('/api/v1/invitations/accept', person)).status;
      }),
    );
    expect(statuses.sort()).toEqual([201, 404, 404]);
  } finally {
    await other.close();
  }
});
