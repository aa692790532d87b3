import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openMailer } from '../../adapters/mail.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import { makeAccount, makeAgency, makeCandidate, makeCase, makeSightingFace } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { queueMessage } from './outbox.ts';
import { raiseAlerts } from './raise.ts';
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
beforeEach(async () => {
  await sql`truncate message, agency, sighting cascade`.execute(app.db);
  (mail.received as unknown[]).length = 0;
  mail.refuseWith(null);
});

async function story(given: Parameters<typeof makeCase>[2] = {}) {
  const agency = await makeAgency(app);
  const [officer, lead] = [await makeAccount(app, 'officer', agency.id), await makeAccount(app, 'lead', agency.id)];
  await makeAccount(app, 'partner', agency.id);
  await makeAccount(app, 'officer', (await makeAgency(app)).id);
  const guardian = await makeAccount(app, 'guardian');
  const child = await makeCase(app, agency.id, { guardian_id: guardian.id, ...given });
  const { face } = await makeSightingFace(app);
  const candidate = await makeCandidate(app, { faceId: face.id, caseId: child.id });
  return { agency, officer, lead, guardian, child, candidate };
}

const recipients = () => mail.received.flatMap(({ to }) => (to && 'text' in to ? [to.text] : [])).sort();
const outbox = () => app.db.selectFrom('message').select(['state', 'attempts', 'last_error', 'address']).execute();

it('tells officers and leads of the owning agency, with all they need and no photo', async () => {
  const { officer, lead, child, candidate } = await story();
  await raiseAlerts(app, { candidateId: candidate.id });
  await sendMessages(app);
  expect(recipients()).toEqual([officer.email, lead.email].sort());
  const [first] = mail.received;
  expect(first?.subject).toBe(`${child.number}: a sighting may show Asha Rao`);
  for (const text of [first?.text, String(first?.html)])
    for (const fact of ['Asha Rao', '9 years', 'girl', 'Vijayawada bus station', 'Secunderabad station', child.number])
      expect(text).toContain(fact);
  expect(first?.text).toContain('Strong support for the same child. About one search in 2,500 for an unrelated child');
  expect(first?.text).not.toMatch(/%/);
  expect(first?.attachments).toEqual([]);
  expect(String(first?.html)).not.toContain('<img');
  expect(first?.references).toContain(`case-${child.id}`);
});

it('tells nobody twice, whatever runs twice', async () => {
  const { candidate } = await story();
  for (let run = 0; run < 3; run++) {
    await Promise.all([1, 2].map(() => raiseAlerts(app, { candidateId: candidate.id })));
    await Promise.all([sendMessages(app), sendMessages(app)]);
  }
  expect(mail.received.length).toBe(2);
});

it('tells of a protected case to its lead alone, and never its guardian', async () => {
  const { lead, candidate, child } = await story({ is_protected: true, protected_reason: 'refuge' });
  await raiseAlerts(app, { candidateId: candidate.id });
  const match = await release(candidate.id, child.id);
  await raiseAlerts(app, { matchId: match });
  await sendMessages(app);
  expect(new Set(recipients())).toEqual(new Set([lead.email]));
});

it('drops what was queued for an officer when the case is protected before it goes out', async () => {
  const { lead, candidate, child } = await story();
  await raiseAlerts(app, { candidateId: candidate.id });
  await app.db
    .updateTable('case_file')
    .set({ is_protected: true, protected_reason: 'court-order' })
    .where('id', '=', child.id)
    .execute();
  await sendMessages(app);
  expect(recipients()).toEqual([lead.email]);
  expect((await outbox()).map(({ state }) => state).sort()).toEqual(['cancelled', 'sent']);
});

it('tells the guardian only of a match that was released, and not where the child is', async () => {
  const { guardian, candidate, child, agency } = await story();
  const match = await release(candidate.id, child.id, null);
  await raiseAlerts(app, { matchId: match });
  await sendMessages(app);
  expect(recipients()).not.toContain(guardian.email);
  await app.db.updateTable('match').set({ released_at: new Date() }).where('id', '=', match).execute();
  await raiseAlerts(app, { matchId: match });
  await sendMessages(app);
  const told = mail.received.find(({ to }) => to && 'text' in to && to.text === guardian.email);
  expect(told?.text).toContain(`Please call ${agency.name} at 100`);
  expect(told?.text).not.toContain('Vijayawada');
});

it('waits for a server that is away, longer each time, and then sends once', async () => {
  const { candidate } = await story();
  await raiseAlerts(app, { candidateId: candidate.id });
  const away = { ...app, mailer: openMailer('smtp://127.0.0.1:9', 'homeward@police.example') };
  const waits: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    await sendMessages(away);
    const { next } = await app.db
      .selectFrom('message')
      .select(({ fn }) => fn.max('next_attempt_at').as('next'))
      .executeTakeFirstOrThrow();
    waits.push((next.getTime() - app.clock().getTime()) / 1000);
    test.setClock(next);
  }
  expect(waits).toEqual([30, 60, 120, 240]);
  await sendMessages(app);
  expect(mail.received.length).toBe(2);
  expect(new Set((await outbox()).map(({ state }) => state))).toEqual(new Set(['sent']));
});

it('shows a bounce, and does not insist', async () => {
  const { candidate } = await story();
  mail.refuseWith({ code: 550, at: 'recipient' });
  await raiseAlerts(app, { candidateId: candidate.id });
  await sendMessages(app);
  test.setClock({ seconds: 7200 });
  mail.refuseWith(null);
  await sendMessages(app);
  expect(mail.received).toEqual([]);
  for (const { state, last_error } of await outbox()) {
    expect(state).toBe('bounced');
    expect(last_error).toContain('not today');
  }
});

it('takes on what a killed process had begun, under the same Message-ID', async () => {
  const { candidate } = await story();
  await raiseAlerts(app, { candidateId: candidate.id });
  await sendMessages(app);
  const ids = mail.received.map(({ messageId }) => messageId).sort();
  await app.db.updateTable('message').set({ state: 'sending', sent_at: null }).execute();
  await sendMessages(app);
  expect(mail.received.length).toBe(2);
  test.setClock({ seconds: 121 });
  await sendMessages(app);
  expect(
    mail.received
      .slice(2)
      .map(({ messageId }) => messageId)
      .sort(),
  ).toEqual(ids);
});

it('holds a message about a child in relay mode, and lets one about an account through', async () => {
  const { candidate } = await story();
  const relayed = { ...app, config: { ...app.config, isMailRelayed: true } };
  await raiseAlerts(relayed, { candidateId: candidate.id });
  await inTransaction(app.db, (tx) =>
    queueMessage(relayed, tx, {
      dedupeKey: 'verify',
      channel: 'email',
      kind: 'verify-email',
      address: 'new@agency.example',
      payload: { name: 'Meera', url: 'https://homeward.example/verify?token=1' },
    }),
  );
  await sendMessages(relayed);
  expect(recipients()).toEqual(['new@agency.example']);
  expect((await outbox()).map(({ state }) => state).sort()).toEqual(['held', 'held', 'sent']);
});

it('says nothing of a candidate below the alert threshold, of a closed case, or that a new search dropped', async () => {
  const { candidate, child } = await story();
  await app.db.updateTable('candidate').set({ is_alert: false }).execute();
  await raiseAlerts(app, { candidateId: candidate.id });
  await app.db.updateTable('candidate').set({ is_alert: true, is_current: false }).execute();
  await raiseAlerts(app, { candidateId: candidate.id });
  await app.db.updateTable('candidate').set({ is_current: true }).execute();
  await app.db.updateTable('case_file').set({ state: 'resolved' }).where('id', '=', child.id).execute();
  await raiseAlerts(app, { candidateId: candidate.id });
  expect(await outbox()).toEqual([]);
});

async function release(candidateId: string, caseId: string, releasedAt: Date | null = new Date()): Promise<string> {
  const { recorded_by } = await app.db
    .selectFrom('account')
    .select('id as recorded_by')
    .limit(1)
    .executeTakeFirstOrThrow();
  const { id } = await app.db
    .insertInto('match')
    .values({
      candidate_id: candidateId,
      case_id: caseId,
      fact_kind: 'mark',
      fact: 'scar on the left knee',
      recorded_by,
      released_at: releasedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
