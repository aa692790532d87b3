import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMailer } from '../../adapters/mail.ts';
import type { Platform } from '../../platform.ts';
import { freePort } from '../../testing/free-port.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { openVisitors } from '../../testing/visitors.ts';
import { accountActor } from './actor.ts';
import { sendTestMail } from './test-mail.ts';

let test: TestPlatform;
let server: MailServer;
let admin: ReturnType<typeof accountActor>;
beforeAll(async () => {
  test = await openTestPlatform();
  server = await openMailServer();
  const { accountId } = await openVisitors(test.app).firstAdmin();
  admin = accountActor({ id: accountId, role: 'admin', agencyId: null });
});
afterAll(async () => {
  await server.close();
  await test.close();
});

/** The platform with a mail server at an address. */
async function through<T>(url: string, work: (app: Platform) => Promise<T>): Promise<T> {
  const mailer = openMailer(url, 'homeward@homeward.example');
  try {
    return await work({ ...test.app, mailer, config: { ...test.app.config, smtpUrl: url } });
  } finally {
    mailer.close();
  }
}

it('goes to who asks for it, and is written down', async () => {
  const result = await through(server.url, (app) => sendTestMail(app, admin));
  expect(result.outcome).toBe('sent');
  expect(server.received.map(({ subject }) => subject)).toEqual(['A test mail from Homeward']);
  const entries = test.app.db.selectFrom('audit_event').select('action').where('action', '=', 'system.test-mail');
  expect(await entries.execute()).toHaveLength(1);
});

it('says what the server said where it does not go out', async () => {
  server.refuseWith({ code: 550, at: 'recipient' });
  const refused = await through(server.url, (app) => sendTestMail(app, admin));
  expect(refused).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('not today') });
  const nobody = `smtp://127.0.0.1:${await freePort()}`;
  const delayed = await through(nobody, (app) => sendTestMail(app, admin));
  expect(delayed).toMatchObject({ outcome: 'delayed', reason: expect.stringContaining('ECONNREFUSED') });
});

it('is for admins alone', async () => {
  const lead = accountActor({ id: admin.accountId, role: 'lead', agencyId: null });
  await expect(sendTestMail(test.app, lead)).rejects.toMatchObject({ code: 'forbidden' });
});
