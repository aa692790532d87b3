import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMailer } from '../../adapters/mail.ts';
import type { Actor, Role } from '../../core/actor.ts';
import type { Platform } from '../../platform.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { writeNote } from '../cases/notes.ts';
import { sendMessages } from './send.ts';

let test: TestPlatform;
let mail: MailServer;
let app: Platform;
beforeAll(async () => {
  [test, mail] = await Promise.all([openTestPlatform(), openMailServer()]);
  app = { ...test.app, mailer: openMailer(mail.url, 'Homeward <homeward@police.example>') };
});
afterAll(async () => {
  app.mailer.close();
  await mail.close();
  await test.close();
});

const actorOf = (account: { id: string; agency_id: string | null }, role: Role): Actor => ({
  kind: 'account',
  accountId: account.id,
  role,
  agencyId: account.agency_id,
});

async function story(given: { hasOfficer: boolean; isProtected?: boolean }) {
  const agency = await makeAgency(app);
  const officer = await makeAccount(app, 'officer', agency.id);
  const lead = await makeAccount(app, 'lead', agency.id);
  const guardian = await makeAccount(app, 'guardian');
  const file = await makeCase(app, agency.id, {
    guardian_id: guardian.id,
    is_protected: given.isProtected ?? false,
    protected_reason: given.isProtected ? 'refuge' : null,
  });
  if (given.hasOfficer)
    await app.db.updateTable('case_file').set({ officer_id: officer.id }).where('id', '=', file.id).execute();
  return { officer, lead, guardian, file };
}

/** Who got a mail since the last look, and what it said. */
async function delivered() {
  (mail.received as unknown[]).length = 0;
  await sendMessages(app);
  return mail.received.map(({ to, subject, text, html }) => ({
    to: to && 'text' in to ? to.text : '',
    words: `${subject} ${text} ${html}`,
  }));
}

it('tells the officer that the guardian has written, not what and not about whom', async () => {
  const { officer, guardian, file } = await story({ hasOfficer: true });
  const note = { text: 'She was seen near the temple.', visibility: 'guardian' as const };
  await writeNote(app, actorOf(guardian, 'guardian'), file.id, note);
  await writeNote(app, actorOf(guardian, 'guardian'), file.id, { ...note, text: 'One more thing.' });
  const mails = await delivered();
  expect(mails.map(({ to }) => to)).toEqual([officer.email]);
  expect(mails[0]?.words).toContain(file.number);
  expect(mails[0]?.words).not.toMatch(/temple|One more|Asha|Rao/);
});

it('tells all officers while nobody has taken the case over', async () => {
  const { officer, lead, guardian, file } = await story({ hasOfficer: false });
  await writeNote(app, actorOf(guardian, 'guardian'), file.id, { text: 'I have finished.', visibility: 'guardian' });
  expect((await delivered()).map(({ to }) => to).sort()).toEqual([officer.email, lead.email].sort());
});

it('tells the guardian of a message that is meant for them, and of no other', async () => {
  const { officer, guardian, file } = await story({ hasOfficer: true });
  await writeNote(app, actorOf(officer, 'officer'), file.id, { text: 'The father called.', visibility: 'staff' });
  expect(await delivered()).toEqual([]);
  await writeNote(app, actorOf(officer, 'officer'), file.id, { text: 'Please call me.', visibility: 'guardian' });
  const mails = await delivered();
  expect(mails.map(({ to }) => to)).toEqual([guardian.email]);
  expect(mails[0]?.words).not.toMatch(/call me|Asha|Rao/);
});

it('tells the guardian of a protected case nothing, also when it became one after the message', async () => {
  const { lead, guardian, file } = await story({ hasOfficer: false, isProtected: true });
  await writeNote(app, actorOf(lead, 'lead'), file.id, { text: 'To whom?', visibility: 'guardian' });
  expect(await delivered()).toEqual([]);
  const other = await story({ hasOfficer: true });
  await writeNote(app, actorOf(other.officer, 'officer'), other.file.id, { text: 'Hello.', visibility: 'guardian' });
  await app.db
    .updateTable('case_file')
    .set({ is_protected: true, protected_reason: 'refuge' })
    .where('id', '=', other.file.id)
    .execute();
  expect((await delivered()).map(({ to }) => to)).not.toContain(other.guardian.email);
  expect(guardian.email).not.toBe(other.guardian.email);
});
