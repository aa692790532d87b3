import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { makePeopleAfresh, type People } from '../../testing/case-people.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, runJobs } from '../../testing/search.ts';
import { makeSource } from '../../testing/watch.ts';
import { subscribe } from '../live.ts';
import { openCamera } from './camera.ts';
import { noteOrders } from './note-orders.ts';
import { authoriseWatch, listWatchOrders, NewWatchOrder, stopWatch, viewWatchOrder } from './orders.ts';
import { isOrderValid, listWatchedSources, searchUnderOrder } from './searching.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const HOUR = 3600;

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

const after = (seconds: number) => new Date(NOW.getTime() + 1000 * seconds).toISOString();

function order(given: Record<string, unknown> = {}): NewWatchOrder {
  return NewWatchOrder.parse({
    ...{ incident: 'FIR 17/2026', legalBasis: 'police-power', purpose: 'A child was taken at the station' },
    ...{ scope: 'gallery', sources: [sourceId], endsAt: after(24 * HOUR) },
    ...given,
  });
}
const authorise = (given: Record<string, unknown> = {}, actor: Actor = people.lead) =>
  authoriseWatch(app, actor, order(given));

async function probeOf(person: number) {
  const { faces } = await (await app.engine()).extractFaces(fakePhoto({ faces: [person] }));
  return { embeddings: faces[0]?.embeddings ?? [], quality: 70, ageYears: null, photo: '' };
}

async function sought(person: number, given: Parameters<typeof makeCase>[2] = {}) {
  const file = await makeCase(app, people.agency.id, given);
  await addReference(app, file.id, fakePhoto({ faces: [person], remark: file.id }), { capturedOn: '2024-01' });
  await runJobs(app);
  return file;
}

const auditOf = async (action: string) =>
  app.db.selectFrom('audit_event').selectAll().where('action', '=', action).orderBy('sequence').execute();

it('is valid from its start to its end, by the clock alone', async () => {
  const { id, status } = await authorise({ startsAt: after(HOUR), endsAt: after(2 * HOUR) });
  const at = { orderId: id, sourceId };
  const probe = await probeOf(1);
  const answers: unknown[] = [];
  expect(status).toBe('planned');
  for (const seconds of [0, HOUR - 1, HOUR, 2 * HOUR - 1, 2 * HOUR, 9 * HOUR]) {
    test.setClock(new Date(after(seconds)));
    const { outcome } = await searchUnderOrder(app, at, probe);
    answers.push([outcome, await isOrderValid(app, at), (await listWatchedSources(app)).length]);
  }
  const [no, yes] = [
    ['no-order', false, 0],
    ['nobody', true, 1],
  ];
  expect(answers).toEqual([no, no, yes, yes, no, no]);
  // What was refused was not even counted.
  expect(await viewWatchOrder(app, people.officer, id)).toMatchObject({ status: 'ended', searches: 2, hits: 0 });
});

it('ends at once when it is stopped, by an officer too, and once', async () => {
  const { id } = await authorise();
  const at = { orderId: id, sourceId };
  expect(await isOrderValid(app, at)).toBe(true);
  const stopped = await stopWatch(app, people.officer, id, { reason: 'The child was found' });
  expect(stopped).toMatchObject({ status: 'stopped', stopReason: 'The child was found', stoppedBy: 'A officer' });
  expect(await searchUnderOrder(app, at, await probeOf(1))).toEqual({ outcome: 'no-order' });
  expect(await listWatchedSources(app)).toEqual([]);
  await expect(stopWatch(app, people.lead, id, { reason: 'Again' })).rejects.toMatchObject({ code: 'conflict' });
});

it('is signed by a lead, and by nobody else', async () => {
  for (const actor of [people.officer, people.partner, people.guardian, people.admin, people.auditor, people.program])
    await expect(authorise({}, actor)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await app.db.selectFrom('watch_order').selectAll().execute()).toEqual([]);
});

it('is about sources and cases of the own agency', async () => {
  const foreign = await makeSource(app, people.otherAgency.id);
  const file = await makeCase(app, people.otherAgency.id);
  await expect(authorise({ sources: [sourceId, foreign.id] })).rejects.toMatchObject({ code: 'not-found' });
  await expect(authorise({ scope: 'cases', cases: [file.id] })).rejects.toMatchObject({ code: 'not-found' });
  const { id } = await authorise();
  for (const actor of [people.otherLead, people.otherOfficer]) {
    await expect(viewWatchOrder(app, actor, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(stopWatch(app, actor, id, { reason: 'Not mine' })).rejects.toMatchObject({ code: 'not-found' });
    expect((await listWatchOrders(app, actor, { after: null, limit: 10 })).items).toEqual([]);
  }
});

it('refuses what cannot be authorised', async () => {
  const closed = await makeCase(app, people.agency.id, { state: 'resolved' });
  const lawless = await makeCase(app, people.agency.id, { legal_basis: null });
  for (const wrong of [
    { startsAt: after(-2 * HOUR) },
    { endsAt: after(-1) },
    { endsAt: after(31 * 24 * HOUR) },
    { scope: 'cases' },
    { scope: 'gallery', cases: [closed.id] },
    { scope: 'cases', cases: [closed.id] },
    { scope: 'cases', cases: [lawless.id] },
  ])
    await expect(authorise(wrong)).rejects.toMatchObject({ code: 'invalid' });
  for (const missing of ['incident', 'legalBasis', 'purpose', 'sources', 'endsAt'])
    expect(() => order({ [missing]: undefined })).toThrow();
  expect(() => order({ sources: [] })).toThrow('Choose at least one source');
});

it('never begins before it was signed', async () => {
  const { startsAt } = await authorise({ startsAt: after(-60) });
  expect(startsAt).toBe(NOW.toISOString());
});

it('one about a protected case is there for leads alone', async () => {
  const hidden = await makeCase(app, people.agency.id, { is_protected: true, protected_reason: 'refuge' });
  const { id } = await authorise({ scope: 'cases', cases: [hidden.id] });
  const plain = await authorise();
  const all = { after: null, limit: 10 };
  expect((await listWatchOrders(app, people.officer, all)).items.map((item) => item.id)).toEqual([plain.id]);
  await expect(viewWatchOrder(app, people.officer, id)).rejects.toMatchObject({ code: 'not-found' });
  await expect(stopWatch(app, people.officer, id, { reason: 'Done' })).rejects.toMatchObject({ code: 'not-found' });
  expect((await listWatchOrders(app, people.lead, all)).items).toHaveLength(2);
  expect(await viewWatchOrder(app, people.lead, id)).toMatchObject({ cases: [{ id: hidden.id }] });
});

it('about certain cases finds nobody else', async () => {
  const [wanted, other] = [await sought(1), await sought(2)];
  const about = await authorise({ scope: 'cases', cases: [wanted.id] });
  const all = await authorise();
  const search = async (orderId: string, person: number) =>
    searchUnderOrder(app, { orderId, sourceId }, await probeOf(person));
  expect(await search(about.id, 1)).toEqual({ outcome: 'hit', caseIds: [wanted.id] });
  expect(await search(about.id, 2)).toEqual({ outcome: 'nobody' });
  expect(await search(all.id, 2)).toEqual({ outcome: 'hit', caseIds: [other.id] });
  expect(await search(all.id, 9)).toEqual({ outcome: 'nobody' });
  await app.db.updateTable('case_file').set({ state: 'resolved' }).where('id', '=', wanted.id).execute();
  expect(await search(about.id, 1)).toEqual({ outcome: 'nobody' });
});

it('a search leaves nothing behind but its number', async () => {
  await sought(1);
  const { id } = await authorise();
  const tables = [
    'search_run',
    'sighting',
    'photo',
    'face',
    'face_template',
    'blob',
    'candidate',
    'watch_hit',
  ] as const;
  const counts = () =>
    Promise.all(
      tables.map((table) =>
        app.db
          .selectFrom(table)
          .select((row) => row.fn.countAll().as('n'))
          .execute(),
      ),
    );
  const audited = async () => (await app.db.selectFrom('audit_event').select('sequence').execute()).length;
  const before = [await counts(), await audited()];
  for (const person of [1, 9, 9]) await searchUnderOrder(app, { orderId: id, sourceId }, await probeOf(person));
  expect([await counts(), await audited()]).toEqual(before);
  expect((await viewWatchOrder(app, people.lead, id)).searches).toBe(3);
});

it('is written down: who signed, looked, stopped, and that it began and ended by itself', async () => {
  const first = await authorise({ startsAt: after(HOUR), endsAt: after(2 * HOUR) });
  await viewWatchOrder(app, people.colleague, first.id);
  const second = await authorise();
  await stopWatch(app, people.officer, second.id, { reason: 'Found' });
  for (const seconds of [0, HOUR, HOUR + 60, 2 * HOUR, 3 * HOUR]) {
    test.setClock(new Date(after(seconds)));
    await noteOrders(app);
  }
  const rows = async (action: string) =>
    (await auditOf(action))
      .filter(({ entity_id }) => entity_id === first.id || entity_id === second.id)
      .map(({ actor_id, actor_kind, entity_id }) => [actor_id ?? actor_kind, entity_id]);
  expect(await rows('watch.authorise')).toEqual([
    [people.lead.accountId, first.id],
    [people.lead.accountId, second.id],
  ]);
  expect((await auditOf('watch.authorise')).find(({ entity_id }) => entity_id === first.id)?.details).toMatchObject({
    ...{ incident: 'FIR 17/2026', legalBasis: 'police-power', scope: 'gallery', sources: [sourceId] },
  });
  expect(await rows('watch.view-order')).toEqual([[people.colleague.accountId, first.id]]);
  expect(await rows('watch.stop')).toEqual([[people.officer.accountId, second.id]]);
  expect(await rows('watch.begin')).toEqual([['system', first.id]]);
  expect(await rows('watch.end')).toEqual([['system', first.id]]);
});

it('lets a browser’s camera look only while it is valid, and writes down who looks', async () => {
  const { id: orderId } = await authorise({ endsAt: after(HOUR) });
  const session = await openCamera(app, people.officer, { orderId, sourceId });
  expect(session).toMatchObject({ orderId, sourceId, accountId: people.officer.accountId });
  expect(await auditOf('watch.look')).toMatchObject([{ actor_id: people.officer.accountId, entity_id: sourceId }]);
  await expect(openCamera(app, people.otherOfficer, { orderId, sourceId })).rejects.toMatchObject({
    code: 'not-found',
  });
  test.setClock(new Date(after(HOUR)));
  await expect(openCamera(app, people.officer, { orderId, sourceId })).rejects.toMatchObject({ code: 'conflict' });
});

it('tells open pages of its agency, and no others, when it begins, ends and is stopped', async () => {
  const listen = (actor: Actor) => {
    const heard: unknown[] = [];
    const since = new Date('2100-01-01');
    const stop = subscribe(app, actor, {
      topics: ['watch'],
      sessionId: null,
      since,
      tell: (event) => heard.push(event),
    });
    return { heard, stop };
  };
  const [own, other] = [listen(people.officer), listen(people.otherOfficer)];
  const changed = { kind: 'changed', topics: ['watch'] };
  const hears = async (what: () => Promise<unknown>) => {
    own.heard.length = 0;
    await what();
    await expect.poll(() => own.heard).toContainEqual(changed);
  };
  // The connection that listens is made with the first listener: it is there when something was heard.
  await expect
    .poll(async () => {
      await authorise();
      return own.heard.length;
    })
    .toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 100));
  other.heard.length = 0;
  const { id } = await authorise({ startsAt: after(HOUR), endsAt: after(2 * HOUR) });
  test.setClock(new Date(after(HOUR)));
  await hears(() => noteOrders(app));
  await hears(() => stopWatch(app, people.lead, id, { reason: 'Found' }));
  await authorise({ startsAt: after(HOUR), endsAt: after(2 * HOUR) });
  test.setClock(new Date(after(3 * HOUR)));
  await hears(() => noteOrders(app));
  expect(other.heard).toEqual([]);
  for (const { stop } of [own, other]) stop();
});
