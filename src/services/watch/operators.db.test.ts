import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openMailer } from '../../adapters/mail.ts';
import type { Platform } from '../../platform.ts';
import { makePeopleAfresh, type People } from '../../testing/case-people.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { makeSource } from '../../testing/watch.ts';
import { sendMessages } from '../alerts/send.ts';
import { tellSourceBack, tellSourceLost } from './operators.ts';
import { removeWatchSource } from './sources.ts';

const HOUR = 3600;

let test: TestPlatform;
let mail: MailServer;
let app: Platform;
let people: People;
let sourceId: string;
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
  test.setClock(new Date('2026-06-01T12:00:00Z'));
  people = await makePeopleAfresh(app);
  sourceId = (await makeSource(app, people.agency.id, { name: 'Gate 3', place: 'Station' })).id;
  const at = app.clock();
  await app.db
    .insertInto('source_state')
    .values({ source_id: sourceId, state: 'lost', since: at, updated_at: at })
    .execute();
  (mail.received as unknown[]).length = 0;
});

const subjects = () => mail.received.map(({ subject }) => subject);

it('tells officers and leads of its agency once that a camera is lost, and once that it is back', async () => {
  expect(await tellSourceBack(app, sourceId)).toBe(false);
  const told = [await tellSourceLost(app, sourceId), await tellSourceLost(app, sourceId)];
  await sendMessages(app);
  expect(told).toEqual([true, false]);
  expect(subjects()).toEqual(Array(3).fill('Gate 3: the camera shows nothing'));
  const addresses = await app.db
    .selectFrom('account')
    .select('email')
    .where('agency_id', '=', people.agency.id)
    .where('role', 'in', ['officer', 'lead'])
    .execute();
  const recipients = mail.received.flatMap(({ to }) => (to && 'text' in to ? [to.text] : []));
  expect(recipients.sort()).toEqual(addresses.map(({ email }) => email).sort());
  expect(mail.received[0]?.text).toMatch(/Camera: Gate 3[\s\S]*Place: Station[\s\S]*\/watch/);
  const back = [await tellSourceBack(app, sourceId), await tellSourceBack(app, sourceId)];
  await sendMessages(app);
  expect(back).toEqual([true, false]);
  expect(subjects().slice(3)).toEqual(Array(3).fill('Gate 3: the camera is back'));
});

it('a camera that comes and goes is one message in six hours', async () => {
  const told: boolean[] = [];
  for (let hour = 0; hour < 14; hour++) {
    told.push(await tellSourceLost(app, sourceId));
    test.setClock({ seconds: HOUR });
  }
  expect(told.flatMap((isTold, hour) => (isTold ? [hour] : []))).toEqual([0, 6, 12]);
});

it('nobody hears of a source that was removed', async () => {
  await tellSourceLost(app, sourceId);
  await removeWatchSource(app, people.officer, sourceId);
  await sendMessages(app);
  expect(subjects()).toEqual([]);
  test.setClock({ seconds: 24 * HOUR });
  expect(await tellSourceLost(app, sourceId)).toBe(false);
});

it.each(['es', 'hi', 'te', 'ar'])('speaks %s', async (locale) => {
  await app.db.updateTable('account').set({ locale }).where('agency_id', '=', people.agency.id).execute();
  await tellSourceLost(app, sourceId);
  await sendMessages(app);
  const [subject] = subjects();
  expect(subject).toContain('Gate 3');
  expect(subject).not.toContain('the camera shows nothing');
});
