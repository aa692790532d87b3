import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMailer } from '../../adapters/mail.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { openVisitors, PASSWORD, type Visitors } from '../../testing/visitors.ts';
import { sendMessages } from '../alerts/send.ts';

let test: TestPlatform;
let smtp: MailServer;
let people: Visitors;
beforeAll(async () => {
  [test, smtp] = await Promise.all([openTestPlatform(), openMailServer()]);
  people = openVisitors(test.app);
});
afterAll(async () => {
  await smtp.close();
  await test.close();
});

/** What arrives at the mail server. */
async function deliver() {
  const mailer = openMailer(smtp.url, 'Homeward <homeward@police.example>');
  await sendMessages({ ...test.app, mailer });
  mailer.close();
  return smtp.received.map((mail) => ({ subject: mail.subject ?? '', text: mail.text ?? '' }));
}

it('arrive with links that work, which are then forgotten', async () => {
  const email = 'meera@family.example';
  const fields = { name: 'Meera Iyer', email, password: PASSWORD };
  const browser = people.visitor();
  await browser.post('/api/auth/sign-up/email', fields);
  const [confirmation] = await deliver();
  expect(confirmation?.subject).toBe('Confirm your e-mail address');
  const link = new URL(/http\S+verify-email\S+/.exec(confirmation?.text ?? '')?.[0] ?? '');
  const confirmed = await browser.get(link.pathname + link.search);
  expect([confirmed.status, confirmed.headers.get('location')]).toEqual([302, '/account/verified']);
  expect((await people.signIn(browser, email)).status).toBe(200);

  await people.visitor().post('/api/auth/sign-up/email', fields);
  await people.visitor().post('/api/auth/request-password-reset', { email });
  const { pathname, search } = await people.linkTo(email, 'reset-password');
  expect(pathname).toBe('/account/reset-password');
  const reset = { token: new URLSearchParams(search).get('token'), newPassword: 'window cactus marble tuba' };
  expect((await people.visitor().post('/api/auth/reset-password', reset)).status).toBe(200);
  const subjects = (await deliver()).map(({ subject }) => subject).sort();
  expect(subjects).toEqual([
    ...['Choose a new password', 'Confirm your e-mail address', 'You have an account already'],
    'Your password was changed',
  ]);
  const kept = await test.app.db.selectFrom('message').select(['state', 'payload']).execute();
  expect(kept.map(({ state }) => state)).toEqual(Array(4).fill('sent'));
  expect(JSON.stringify(kept)).not.toMatch(/token|http/);
});

it('of one kind do not flood a mailbox', async () => {
  const email = 'flooded@family.example';
  await people.guardian(email);
  for (let n = 0; n < 5; n++) await people.visitor().post('/api/auth/request-password-reset', { email });
  const kinds = await people.kindsTo(email);
  expect(kinds.filter((kind) => kind === 'reset-password')).toHaveLength(1);
});
