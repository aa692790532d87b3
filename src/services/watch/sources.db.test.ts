import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { streamOf } from '../../adapters/blobs.ts';
import { SYSTEM } from '../../core/actor.ts';
import type { Platform } from '../../platform.ts';
import { makePeopleAfresh, type People } from '../../testing/case-people.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { makeSource, makeWatchOrder } from '../../testing/watch.ts';
import { keepRetention } from '../purge/retention.ts';
import type { SourceState } from './contract.ts';
import { addFilm, receiveFilm } from './films.ts';
import { addressOf, listWatchedSources } from './searching.ts';
import {
  addWatchSource,
  editWatchSource,
  listWatchSources,
  NewFilm,
  NewSource,
  removeWatchSource,
  SourceChanges,
  viewWatchSource,
} from './sources.ts';
import { countSourceStates, listSourceStates, writeState } from './states.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const DAY = 86_400;
const [USER, PASSWORD, PATH] = ['qxuserzq', 'qxpasswordzq', 'qxpathzq'];
const ADDRESS = `rtsp://${USER}:${PASSWORD}@camera.example:8554/${PATH}?token=${PASSWORD}`;

let test: TestPlatform;
let app: Platform;
let people: People;
const logged: string[] = [];
beforeAll(async () => {
  test = await openTestPlatform();
  const log = new Proxy(test.app.log, {
    get:
      () =>
      (...given: unknown[]) =>
        logged.push(JSON.stringify(given)),
  });
  const config = { ...test.app.config, watchHosts: ['camera.example', '10.0.0.0/8', '[fd00::7]:554'] };
  app = { ...test.app, log, config };
});
afterAll(() => test.close());
beforeEach(async () => {
  test.setClock(NOW);
  people = await makePeopleAfresh(app);
});

const WHERE = { name: 'Gate 3', place: 'Station', latitude: 16.5, longitude: 80.6, timeZone: 'Asia/Kolkata' };
const stream = (address = ADDRESS) => NewSource.parse({ ...WHERE, kind: 'stream', address });
const film = () => NewFilm.parse({ ...WHERE, startedAt: '2026-05-30T10:00:00Z' });

/** Every value of every table, as text. */
async function wholeDatabase(): Promise<string> {
  const tables = await app.db.introspection.getTables();
  const texts: string[] = [];
  for (const { name } of tables.filter(({ isView, schema }) => !isView && schema === 'public'))
    texts.push(
      JSON.stringify(
        await app.db
          .selectFrom(name as 'source')
          .selectAll()
          .execute(),
        withBytes,
      ),
    );
  return texts.join('\n');
}

/** Bytes as the text that they might be. */
function withBytes(_: string, value: unknown): unknown {
  const bytes = value as { type?: string; data?: number[] } | null;
  return bytes?.type === 'Buffer' && bytes.data ? Buffer.from(bytes.data).toString('latin1') : value;
}

it('a camera’s credentials are sealed: no answer, no log line, no table has them', async () => {
  const added = await addWatchSource(app, people.officer, stream());
  expect(added).toMatchObject({ kind: 'stream', host: 'camera.example:8554', name: 'Gate 3' });
  const answers = [
    added,
    await viewWatchSource(app, people.lead, added.id),
    await listWatchSources(app, people.officer),
    await editWatchSource(app, people.officer, added.id, SourceChanges.parse({ ...WHERE, address: ADDRESS })),
    await editWatchSource(app, people.officer, added.id, SourceChanges.parse({ ...WHERE, name: 'Gate 4' })),
    await listSourceStates(app, people.officer),
  ];
  const everywhere = [JSON.stringify(answers), logged.join('\n'), await wholeDatabase()].join('\n');
  for (const secret of [USER, PASSWORD, PATH]) expect(everywhere).not.toContain(secret);
  expect(everywhere).toContain('camera.example:8554');
  // Whoever connects gets it whole, and only under an order.
  expect(await addressOf(app, added.id)).toEqual({ kind: 'stream', url: ADDRESS });
  expect(await listWatchedSources(app)).toEqual([]);
  await makeWatchOrder(app, { agencyId: people.agency.id, leadId: people.lead.accountId, sources: [added.id] });
  expect(await listWatchedSources(app)).toMatchObject([{ sourceId: added.id, address: { url: ADDRESS } }]);
});

it('the address of one source does not open for another', async () => {
  const [one, other] = [
    await addWatchSource(app, people.officer, stream()),
    await addWatchSource(app, people.officer, stream()),
  ];
  const { key_id, sealed_address } = await app.db
    .selectFrom('source')
    .select(['key_id', 'sealed_address'])
    .where('id', '=', one.id)
    .executeTakeFirstOrThrow();
  await app.db.updateTable('source').set({ key_id, sealed_address }).where('id', '=', other.id).execute();
  await expect(addressOf(app, other.id)).rejects.toMatchObject({ code: 'unavailable' });
});

it('the server may connect to nothing but what an operator has named', async () => {
  for (const address of [
    'rtsp://camera.example/a',
    'https://10.1.2.3/hls.m3u8',
    'rtsps://[fd00::7]:554/a',
    'rtsp://gate.example/a',
  ])
    await addWatchSource(app, people.officer, stream(address));
  const refusal = async (address: string, to = app) => {
    const error = await addWatchSource(to, people.officer, stream(address)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid' });
    expect(String(error)).not.toContain(PASSWORD);
  };
  for (const address of [
    ...['file:///etc/passwd', 'concat:a|b', 'rtp://camera.example/a', 'udp://10.1.2.3', 'no address', ''],
    ...[`rtsp://${PASSWORD}@127.0.0.1/a`, 'http://169.254.169.254/', 'rtsp://[::1]/a', 'rtsp://[fd00::7]:555/a'],
  ])
    await refusal(address);
  const named = { ...app, config: { ...app.config, watchHosts: ['camera.example:554'] } };
  // The port that a protocol has of itself counts as named.
  await addWatchSource(named, people.officer, stream('rtsp://camera.example/a'));
  for (const address of ['rtsp://gate.example/a', 'rtsp://camera.example:8554/a', 'rtsp://10.1.2.3/a'])
    await refusal(address, named);
  await refusal('rtsp://camera.example/a', { ...app, config: { ...app.config, watchHosts: [] } });
});

it('is of its agency alone', async () => {
  const { id } = await addWatchSource(app, people.officer, stream());
  for (const actor of [people.otherLead, people.otherOfficer]) {
    expect(await listWatchSources(app, actor)).toEqual([]);
    await expect(viewWatchSource(app, actor, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(removeWatchSource(app, actor, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(editWatchSource(app, actor, id, SourceChanges.parse(WHERE))).rejects.toMatchObject({
      code: 'not-found',
    });
  }
  for (const actor of [people.partner, people.guardian, people.admin, people.auditor, people.program])
    await expect(listWatchSources(app, actor)).rejects.toMatchObject({ code: 'forbidden' });
});

it('removed, its address, film and key are gone, and it is watched no more', async () => {
  const camera = await addWatchSource(app, people.officer, stream());
  const received = await receiveFilm(app, streamOf(Buffer.from('a film')));
  const sent = await addFilm(app, people.officer, received, film());
  const sources = [camera.id, sent.id];
  await makeWatchOrder(app, { agencyId: people.agency.id, leadId: people.lead.accountId, sources });
  expect(await listWatchedSources(app)).toHaveLength(2);
  const keys = await app.db.selectFrom('source').select('key_id').where('id', 'in', sources).execute();
  for (const id of sources) await removeWatchSource(app, people.officer, id);
  expect(await listWatchedSources(app)).toEqual([]);
  expect(await listWatchSources(app, people.officer)).toEqual([]);
  for (const { key_id } of keys)
    expect(await app.db.selectFrom('data_key').select('id').where('id', '=', key_id).execute()).toEqual([]);
  expect(await app.blobs.has(received.blob.id)).toBe(false);
  for (const id of sources) {
    expect(await addressOf(app, id)).toBeNull();
    expect((await viewWatchSource(app, people.lead, id)).removedAt).not.toBeNull();
    await expect(removeWatchSource(app, people.officer, id)).rejects.toMatchObject({ code: 'conflict' });
  }
  const erasures = await app.db.selectFrom('erasure').select('subject_id').where('kind', '=', 'watch-source').execute();
  expect(erasures.map(({ subject_id }) => subject_id)).toEqual(expect.arrayContaining(sources));
});

it('a film lies encrypted, is read piece by piece, and goes when its time is over', async () => {
  const content = Buffer.from(`${PATH} `.repeat(30_000));
  const received = await receiveFilm(app, streamOf(content));
  const { id } = await addFilm(app, people.officer, received, film());
  const stored: Buffer[] = [];
  const file = await app.blobs.files.open(received.blob.id);
  stored.push(await file.read(0, file.size));
  await file.close();
  expect(Buffer.concat(stored).includes(PATH)).toBe(false);
  const address = await addressOf(app, id);
  if (address?.kind !== 'file') throw new RangeError('no film');
  expect(address.film).toMatchObject({ bytes: content.length, startedAt: new Date('2026-05-30T10:00:00Z') });
  const pieces: Buffer[] = [];
  for await (const piece of await address.film.read({ start: 70_000, length: 100_000 })) pieces.push(piece);
  expect(Buffer.concat(pieces).equals(content.subarray(70_000, 170_000))).toBe(true);
  test.setClock({ seconds: (app.config.keepDays.films - 1) * DAY });
  await keepRetention(app, SYSTEM);
  expect(await addressOf(app, id)).not.toBeNull();
  test.setClock({ seconds: 2 * DAY });
  await keepRetention(app, SYSTEM);
  expect(await addressOf(app, id)).toBeNull();
  expect(await app.blobs.has(received.blob.id)).toBe(false);
});

it('refuses a film that is empty, too large, or of the future, and keeps nothing', async () => {
  const small = { ...app, config: { ...app.config, maxFilmBytes: 10 } };
  await expect(receiveFilm(app, streamOf(Buffer.alloc(0)))).rejects.toMatchObject({ code: 'invalid' });
  await expect(receiveFilm(small, streamOf(Buffer.alloc(11)))).rejects.toMatchObject({ code: 'invalid' });
  const received = await receiveFilm(app, streamOf(Buffer.from('a film')));
  const future = { ...film(), startedAt: new Date('2026-06-02T00:00:00Z') };
  await expect(addFilm(app, people.officer, received, future)).rejects.toMatchObject({ code: 'invalid' });
  expect(await listWatchSources(app, people.officer)).toEqual([]);
});

const STATE: SourceState = {
  ...{ state: 'watching', message: null, since: NOW, lagMilliseconds: 120, framesPerSecond: 2, facesPerMinute: 7 },
  ...{ width: 1280, height: 720, positionSeconds: null, shareDone: null },
};

it('its state is overwritten, and says when nobody watches any more', async () => {
  const { id: sourceId } = await makeSource(app, people.agency.id);
  const order = await makeWatchOrder(app, {
    agencyId: people.agency.id,
    leadId: people.lead.accountId,
    sources: [sourceId],
  });
  const at = { orderId: order.id, sourceId };
  expect(await listSourceStates(app, people.officer)).toEqual([]);
  await writeState(app, at, { ...STATE, state: 'connecting' });
  await writeState(app, at, STATE);
  expect(await listSourceStates(app, people.officer)).toMatchObject([
    { sourceId, state: 'watching', isFresh: true, lagMilliseconds: 120, width: 1280 },
  ]);
  expect(await countSourceStates(app, people.admin)).toEqual({ watching: 1 });
  test.setClock({ seconds: 20 });
  expect(await listSourceStates(app, people.lead)).toMatchObject([{ sourceId, isFresh: false }]);
  expect(await listSourceStates(app, people.otherLead)).toEqual([]);
  expect(await countSourceStates(app, people.admin)).toEqual({});
  await expect(countSourceStates(app, people.officer)).rejects.toMatchObject({ code: 'forbidden' });
});

it('a film goes on where it was under each order, and is not seen again once it was seen to its end', async () => {
  const received = await receiveFilm(app, streamOf(Buffer.from('a film')));
  const { id: sourceId } = await addFilm(app, people.officer, received, film());
  const given = { agencyId: people.agency.id, leadId: people.lead.accountId, sources: [sourceId] };
  const [one, other] = [await makeWatchOrder(app, given), await makeWatchOrder(app, given)];
  const positions = async () =>
    Object.fromEntries(
      (await listWatchedSources(app)).map(({ orderId, positionSeconds }) => [orderId, positionSeconds]),
    );
  await writeState(
    app,
    { orderId: one.id, sourceId },
    { ...STATE, positionSeconds: 70, resumeSeconds: 61.5, shareDone: 0.4 },
  );
  expect(await positions()).toEqual({ [one.id]: 61.5, [other.id]: 0 });
  await writeState(
    app,
    { orderId: one.id, sourceId },
    { ...STATE, state: 'ended', positionSeconds: 150, shareDone: 1 },
  );
  expect(await positions()).toEqual({ [other.id]: 0 });
});
