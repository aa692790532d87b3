import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Actor, PUBLIC } from '../core/actor.ts';
import { inTransaction } from '../db/database.ts';
import { makePeopleAfresh, type People } from '../testing/case-people.ts';
import { makeCase } from '../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { audit } from './audit.ts';
import { type LiveEvent, subscribe } from './live.ts';
import type { LiveTopic } from './live-topics.ts';

let test: TestPlatform;
let people: People;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  people = await makePeopleAfresh(test.app);
});

const LATER = new Date('2100-01-01');

function listen(actor: Actor, topics: readonly LiveTopic[], since = LATER) {
  const heard: LiveEvent[] = [];
  const stop = subscribe(test.app, actor, { topics, sessionId: null, since, tell: (event) => heard.push(event) });
  return { heard, stop };
}

const note = (
  actor: Actor,
  action: string,
  entry: { entity?: string; entityId?: string; details?: { caseId: string } } = {},
) => inTransaction(test.app.db, (tx) => audit(test.app, tx, actor, { action, ...entry }));

/** Whatever was told before has been heard by then: notes keep their order. */
async function settled(): Promise<void> {
  const { heard, stop } = listen(people.otherLead, ['reviews']);
  await note(people.otherLead, 'review.take');
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  // Who must look whose case it is hears a little later.
  await new Promise((resolve) => setTimeout(resolve, 50));
  stop();
}

/** The connection stands: what is told at its beginning is behind us. */
async function connected(): Promise<void> {
  await settled();
  await settled();
}

it('tells writes to those who may see the list, by agency, and no views', async () => {
  await connected();
  const [officer, other, partner] = [
    listen(people.officer, ['sightings', 'cases']),
    listen(people.otherOfficer, ['cases']),
    listen(people.partner, ['sightings', 'cases']),
  ];
  await note(PUBLIC, 'sighting.submit');
  await note(people.colleague, 'case.edit');
  await note(people.colleague, 'case.view');
  await settled();
  expect(officer.heard).toEqual([
    { kind: 'changed', topics: ['sightings'] },
    { kind: 'changed', topics: ['cases'] },
  ]);
  expect(other.heard).toEqual([]);
  expect(partner.heard).toEqual([{ kind: 'changed', topics: ['cases'] }]);
  for (const { stop } of [officer, other, partner]) stop();
});

it('tells nothing of what was undone', async () => {
  await connected();
  const { heard, stop } = listen(people.officer, ['cases']);
  const undone = inTransaction(test.app.db, async (tx) => {
    await audit(test.app, tx, people.officer, { action: 'case.edit' });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await settled();
  expect(heard).toEqual([]);
  stop();
});

it('tells guardians of their own case alone, and of none that is protected', async () => {
  const guardian_id = people.guardian.accountId;
  const own = await makeCase(test.app, people.agency.id, { guardian_id });
  const hidden = await makeCase(test.app, people.agency.id, {
    guardian_id,
    is_protected: true,
    protected_reason: 'refuge',
  });
  const foreign = await makeCase(test.app, people.agency.id);
  await connected();
  const { heard, stop } = listen(people.guardian, ['messages', 'sightings']);
  for (const { id } of [foreign, hidden]) await note(people.officer, 'note.write', { details: { caseId: id } });
  await settled();
  expect(heard).toEqual([]);
  await note(people.officer, 'note.write', { details: { caseId: own.id } });
  await settled();
  expect(heard).toEqual([{ kind: 'changed', topics: ['messages'] }]);
  stop();
});

it('is for who may see one of the lists, and in so many windows', async () => {
  for (const [actor, topic, code] of [
    [PUBLIC, 'cases', 'unauthenticated'],
    [people.auditor, 'cases', 'forbidden'],
    [people.guardian, 'reviews', 'forbidden'],
    [people.partner, 'sightings', 'forbidden'],
  ] as const)
    expect(() => listen(actor, [topic])).toThrow(expect.objectContaining({ code }));
  const open = Array.from({ length: 8 }, () => listen(people.officer, ['cases']));
  expect(() => listen(people.officer, ['cases'])).toThrow(expect.objectContaining({ code: 'too-many' }));
  for (const { stop } of open) stop();
  listen(people.officer, ['cases']).stop();
});

it('ends when the right to listen may have ended', async () => {
  await connected();
  const [officer, colleague] = [listen(people.officer, ['cases']), listen(people.colleague, ['cases'])];
  await note(people.admin, 'account.disable', { entity: 'account', entityId: people.officer.accountId });
  await settled();
  expect(officer.heard).toEqual([{ kind: 'ended' }]);
  expect(colleague.heard).toEqual([]);
  for (const { stop } of [officer, colleague]) stop();
});

it('tells at once what changed since the page was made, and after the connection was lost', async () => {
  await connected();
  await note(people.officer, 'case.edit');
  await settled();
  const late = listen(people.officer, ['cases'], new Date(0));
  expect(late.heard).toEqual([{ kind: 'changed', topics: ['cases'] }]);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where query = 'listen homeward_live' and datname = current_database()`.execute(test.app.db);
  await expect.poll(() => late.heard.length, { timeout: 5000 }).toBe(2);
  late.stop();
});
