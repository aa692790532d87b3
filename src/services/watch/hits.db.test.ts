import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SYSTEM } from '../../core/actor.ts';
import { makePeopleAfresh, type People } from '../../testing/case-people.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, runJobs } from '../../testing/search.ts';
import { fakeHit, makeSource, makeWatchOrder } from '../../testing/watch.ts';
import { keepRetention } from '../purge/retention.ts';
import { viewSighting } from '../sightings/inbox.ts';
import type { WatchHit } from './contract.ts';
import { listWatchHits } from './hit-list.ts';
import { recordHit } from './hits.ts';
import { stopWatch } from './orders.ts';
import { removeWatchSource } from './sources.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const DAY = 86_400;

let test: TestPlatform;
let app: TestPlatform['app'];
let people: People;
let sourceId: string;
beforeAll(async () => {
  test = await openTestPlatform();
  app = test.app;
});
afterAll(() => test.close());
beforeEach(async () => {
  test.setClock(NOW);
  people = await makePeopleAfresh(app);
  sourceId = (await makeSource(app, people.agency.id)).id;
});

async function sought(person: number, given: Parameters<typeof makeCase>[2] = {}, agencyId = people.agency.id) {
  const file = await makeCase(app, agencyId, given);
  await addReference(app, file.id, fakePhoto({ faces: [person], remark: file.id }), { capturedOn: '2024-01' });
  await runJobs(app);
  return file;
}

async function ordered(cases: readonly string[] = []) {
  const { agency, lead } = people;
  const order = await makeWatchOrder(app, { agencyId: agency.id, leadId: lead.accountId, sources: [sourceId], cases });
  return order.id;
}

const hitOf = async (
  person: number,
  orderId: string,
  caseIds: readonly string[],
  visit: Partial<WatchHit['visit']> = {},
) => fakeHit(app, person, { orderId, sourceId, caseIds, visit });

const TABLES = ['sighting', 'photo', 'face', 'face_template', 'blob', 'data_key', 'watch_hit'] as const;
const counts = () =>
  Promise.all(
    TABLES.map(async (table) => {
      const { n } = await app.db
        .selectFrom(table)
        .select((row) => row.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return [table, n] as const;
    }),
  );
async function files(): Promise<number> {
  let number = 0;
  for await (const _ of app.blobs.list()) number++;
  return number;
}
const sightings = () => app.db.selectFrom('sighting').selectAll().orderBy('created_at').execute();
const candidates = () =>
  app.db.selectFrom('candidate').select(['case_id', 'is_alert']).where('is_current', '=', true).execute();
const alerts = () =>
  app.db.selectFrom('message').select(['kind', 'address', 'case_id']).where('kind', '=', 'candidate-alert').execute();

it('becomes a sighting with place and time of the camera, a candidate, and an alert', async () => {
  const child = await sought(1);
  await sought(2);
  const shotAt = new Date('2026-06-01T11:58:30Z');
  const hit = await hitOf(1, await ordered(), [child.id], { shotAt });
  const recorded = await recordHit(app, hit);
  expect(recorded.outcome).toBe('recorded');
  expect(await sightings()).toMatchObject([
    {
      ...{ channel: 'watch', place: 'Vijayawada bus station', latitude: 16.5096, longitude: 80.6155 },
      ...{ accuracy_metres: 25, seen_at: shotAt, state: 'new', contact: null, reported_by: null, source_hash: null },
    },
  ]);
  await runJobs(app);
  expect(await candidates()).toContainEqual({ case_id: child.id, is_alert: true });
  const officers = await app.db
    .selectFrom('account')
    .select('email')
    .where('id', 'in', [people.officer.accountId, people.colleague.accountId, people.lead.accountId])
    .execute();
  expect((await alerts()).map(({ address }) => address).sort()).toEqual(officers.map(({ email }) => email).sort());
  expect(
    await app.db.selectFrom('photo').select(['state', 'chosen_by']).where('purpose', '=', 'sighting').execute(),
  ).toEqual([{ state: 'analysed', chosen_by: 'only-face' }]);
});

it('says where to look in the recording, to members of its agency alone', async () => {
  const child = await sought(1);
  const firstAt = new Date('2026-06-01T11:58:27Z');
  const lastAt = new Date('2026-06-01T11:58:33Z');
  const hit = await hitOf(1, await ordered(), [child.id], {
    shotAt: new Date('2026-06-01T11:58:30Z'),
    firstAt,
    lastAt,
  });
  await recordHit(app, hit);
  const [sighting] = await sightings();
  const id = sighting?.id ?? '';
  expect((await viewSighting(app, people.officer, id)).passage).toEqual({
    ...{ sourceId, sourceName: expect.any(String), timeZone: 'Asia/Kolkata', filmSeconds: null },
    ...{ firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() },
  });
  expect((await viewSighting(app, people.otherOfficer, id)).passage).toBeNull();
});

it('searches with the templates of the visit, not of the one picture', async () => {
  const child = await sought(1);
  const hit = await hitOf(1, await ordered(), [child.id]);
  // The picture shows somebody else to the engine: only what the visit gave can find the child.
  const shot = { ...hit.shot, jpeg: fakePhoto({ faces: [8] }) };
  await recordHit(app, { ...hit, shot });
  await runJobs(app);
  expect(await candidates()).toContainEqual({ case_id: child.id, is_alert: true });
});

it('is recorded although the whole pipeline finds no face in the small picture', async () => {
  const child = await sought(1);
  const hit = await hitOf(1, await ordered(), [child.id]);
  const shot = { ...hit.shot, jpeg: fakePhoto({ faces: [] }) };
  expect(await recordHit(app, { ...hit, shot })).toMatchObject({ outcome: 'recorded' });
  await runJobs(app);
  expect(await candidates()).toContainEqual({ case_id: child.id, is_alert: true });
});

it('takes no whole frame, in which others stand', async () => {
  const child = await sought(1);
  const engine = await app.engine();
  const large: typeof engine = {
    ...engine,
    async extractFaces(...given) {
      const extraction = await engine.extractFaces(...given);
      return { ...extraction, photo: { ...extraction.photo, width: 1280, height: 720 } };
    },
  };
  const before = [await counts(), await files()];
  const hit = await hitOf(1, await ordered(), [child.id]);
  await expect(recordHit({ ...app, engine: async () => large }, hit)).rejects.toThrow('cut to its face');
  expect([await counts(), await files()]).toEqual(before);
});

it('the same visit is recorded once, by many at once as well; another visit is another', async () => {
  const child = await sought(1);
  const orderId = await ordered();
  const hit = await hitOf(1, orderId, [child.id]);
  const outcomes = (await Promise.all([1, 2, 3].map(() => recordHit(app, hit)))).map(({ outcome }) => outcome);
  expect(outcomes.sort()).toEqual(['known', 'known', 'recorded']);
  const before = [await counts(), await files()];
  expect(await recordHit(app, hit)).toMatchObject({ outcome: 'known' });
  expect([await counts(), await files()]).toEqual(before);
  expect(await recordHit(app, await hitOf(1, orderId, [child.id], { key: 'later' }))).toMatchObject({
    outcome: 'recorded',
  });
  expect(await sightings()).toHaveLength(2);
});

it('nothing is kept without a valid order: no row, no file, no key', async () => {
  const child = await sought(1);
  const [ended, stopped, about, removed] = [
    await ordered(),
    await ordered(),
    await ordered([child.id]),
    await ordered(),
  ];
  await stopWatch(app, people.lead, stopped, { reason: 'Enough' });
  await app.db
    .updateTable('watch_order')
    .set({ ends_at: new Date(NOW.getTime() + 1) })
    .where('id', '=', ended)
    .execute();
  test.setClock({ seconds: 1 });
  const other = await sought(2);
  const before = [await counts(), await files()];
  const missing = crypto.randomUUID();
  for (const hit of [
    await hitOf(1, ended, [child.id]),
    await hitOf(1, stopped, [child.id]),
    await hitOf(1, missing, [child.id]),
    // An order about certain cases, and somebody else; nobody at all.
    await hitOf(2, about, [other.id]),
    await hitOf(1, removed, []),
    { ...(await hitOf(1, about, [child.id])), sourceId: (await makeSource(app, people.agency.id)).id },
  ])
    expect(await recordHit(app, hit)).toEqual({ outcome: 'refused' });
  expect([await counts(), await files()]).toEqual(before);
  await removeWatchSource(app, people.officer, sourceId);
  expect(await recordHit(app, await hitOf(1, removed, [child.id]))).toEqual({ outcome: 'refused' });
});

it('an order that is stopped while the shot is being kept leaves nothing', async () => {
  const child = await sought(1);
  const orderId = await ordered();
  const before = [await counts(), await files()];
  const engine = await app.engine();
  const slow: typeof engine = {
    ...engine,
    async extractFaces(...given) {
      await stopWatch(app, people.lead, orderId, { reason: 'Now' });
      return engine.extractFaces(...given);
    },
  };
  const hit = await hitOf(1, orderId, [child.id]);
  expect(await recordHit({ ...app, engine: async () => slow }, hit)).toEqual({ outcome: 'refused' });
  expect([await counts(), await files()]).toEqual(before);
});

it('of an order about certain cases proposes nobody else, later either', async () => {
  const wanted = await sought(1);
  const orderId = await ordered([wanted.id]);
  await recordHit(app, await hitOf(1, orderId, [wanted.id]));
  await sought(1, {}, people.otherAgency.id);
  await runJobs(app);
  expect(await candidates()).toEqual([{ case_id: wanted.id, is_alert: true }]);
});

it('of a protected child is told to the lead of its agency alone', async () => {
  const hidden = await sought(1, { is_protected: true, protected_reason: 'refuge' });
  await recordHit(app, await hitOf(1, await ordered([hidden.id]), [hidden.id]));
  await runJobs(app);
  const lead = await app.db.selectFrom('account').select('email').where('id', '=', people.lead.accountId).execute();
  expect((await alerts()).map(({ address }) => address)).toEqual(lead.map(({ email }) => email));
  const page = { after: null, limit: 10 };
  expect((await listWatchHits(app, people.lead, page)).items).toHaveLength(1);
  for (const actor of [people.officer, people.otherLead])
    expect((await listWatchHits(app, actor, page)).items).toEqual([]);
});

it('is listed for its agency, by order and source, page by page; who looked is written down', async () => {
  const child = await sought(1);
  const orderId = await ordered();
  for (const [index, key] of ['a', 'b', 'c'].entries())
    await recordHit(app, await hitOf(1, orderId, [child.id], { key, shotAt: new Date(NOW.getTime() - 1000 * index) }));
  const first = await listWatchHits(app, people.officer, { after: null, limit: 2, orderId, sourceId });
  const second = await listWatchHits(app, people.officer, { after: first.next, limit: 2, orderId });
  expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
  expect(first.items[0]).toMatchObject({
    orderId,
    sourceId,
    sourceName: 'Gate 3',
    seenAt: NOW.toISOString(),
    frames: 5,
  });
  expect(
    (await listWatchHits(app, people.officer, { after: null, limit: 9, orderId: crypto.randomUUID() })).items,
  ).toEqual([]);
  const log = await app.db
    .selectFrom('audit_event')
    .select('actor_id')
    .where('action', '=', 'watch.view-hits')
    .where('actor_id', '=', people.officer.accountId)
    .execute();
  expect(log).toHaveLength(3);
});

const close = (caseId: string) =>
  app.db
    .updateTable('case_file')
    .set({ state: 'resolved', closed_at: app.clock(), closing_reason: 'found-safe' })
    .where('id', '=', caseId)
    .execute();

it('goes with its case: templates and crop of the face that was found, at once', async () => {
  const child = await sought(1);
  await recordHit(app, await hitOf(1, await ordered(), [child.id]));
  await runJobs(app);
  const { id: candidate_id } = await app.db.selectFrom('candidate').select('id').executeTakeFirstOrThrow();
  const fact = { fact_kind: 'mark', fact: 'a scar', recorded_by: people.officer.accountId };
  await app.db
    .insertInto('match')
    .values({ candidate_id, case_id: child.id, ...fact })
    .execute();
  await close(child.id);
  await keepRetention(app, SYSTEM);
  expect(Object.fromEntries(await counts())).toMatchObject({ face_template: 0, sighting: 1, watch_hit: 1 });
  const faces = await app.db.selectFrom('face').select('crop_id').execute();
  expect(faces.every(({ crop_id }) => crop_id === null)).toBe(true);
  expect(await sightings()).toMatchObject([{ key_id: null }]);
});

it('goes when its own time is over, and leaves nothing', async () => {
  const before = Object.fromEntries(await counts());
  const child = await sought(1);
  await recordHit(app, await hitOf(1, await ordered(), [child.id]));
  await runJobs(app);
  await close(child.id);
  // A removed source keeps what was found there.
  await removeWatchSource(app, people.officer, sourceId);
  expect(await sightings()).toHaveLength(1);
  test.setClock({ seconds: (app.config.sightingDays + 1) * DAY });
  await keepRetention(app, SYSTEM);
  expect(Object.fromEntries(await counts())).toEqual(before);
});
