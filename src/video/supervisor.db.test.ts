import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Platform } from '../platform.ts';
import type { WatchedSource, Watching } from '../services/watch/contract.ts';
import { addFilm, receiveFilm } from '../services/watch/films.ts';
import { stopWatch } from '../services/watch/orders.ts';
import { addWatchSource, NewFilm, NewSource, removeWatchSource } from '../services/watch/sources.ts';
import { listSourceStates } from '../services/watch/states.ts';
import { makePeopleAfresh, type People } from '../testing/case-people.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { makeFilm } from '../testing/video/film.ts';
import { filmFolder } from '../testing/video/playing.ts';
import { openRtspServer } from '../testing/video/rtsp-server.ts';
import { makeWatchOrder } from '../testing/watch.ts';
import type { Look } from './look.ts';
import { openWatching } from './supervisor.ts';

const WHERE = { name: 'Gate 3', place: 'Station', latitude: 16.5, longitude: 80.6, timeZone: 'Asia/Kolkata' };
const folder = await filmFolder();
const walk = { picture: 'samples/children/i01/A.jpg', path: (s: number) => ({ x: 60 + 60 * s, y: 180, height: 160 }) };
let platform: TestPlatform;
let app: Platform;
let people: People;

beforeAll(async () => {
  await makeFilm(folder.file('walk.mp4'), { seconds: 6, noise: 20, actors: [walk] });
  platform = await openTestPlatform();
  app = { ...platform.app, config: { ...platform.app.config, watchHosts: ['127.0.0.1'] } };
});
afterAll(async () => {
  await platform.close();
  await folder.remove();
});
beforeEach(async () => {
  people = await makePeopleAfresh(app);
});

/** Positions that were looked at, by source. */
function watch(options: { lostMilliseconds?: number; isBroken?: (orders: readonly WatchedSource[]) => boolean } = {}) {
  const looked: { sourceId: string; position: number | null; orders: number }[] = [];
  const look: Look = async (frames, orders, seen) => {
    for await (const frame of frames) {
      if (options.isBroken?.(orders())) throw new TypeError('a fault of the program');
      looked.push({ sourceId: orders()[0]?.sourceId ?? '', position: frame.position, orders: orders().length });
      seen({ frame, faces: [], newVisits: 0, openSince: null });
    }
  };
  const watching: Watching = openWatching(app, { look, findFaces: async () => [], watches: true, ...options });
  onTestFinished(() => watching.close());
  return { watching, looked };
}

const stream = (address: string) =>
  addWatchSource(app, people.officer, NewSource.parse({ ...WHERE, kind: 'stream', address }));
const film = async (file: string) => {
  const received = await receiveFilm(app, createReadStream(folder.file(file)));
  return addFilm(app, people.officer, received, NewFilm.parse({ ...WHERE, startedAt: '2026-05-30T10:00:00Z' }));
};
const order = (...sources: { id: string }[]) =>
  makeWatchOrder(app, {
    ...{ agencyId: people.agency.id, leadId: people.lead.accountId },
    sources: sources.map(({ id }) => id),
  });
const stateOf = async ({ id }: { id: string }) =>
  (await listSourceStates(app, people.officer)).find(({ sourceId }) => sourceId === id);
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 25_000, interval: 200 });
const camera = async () => {
  const server = await openRtspServer({ films: { '/gate': folder.file('walk.mp4') } });
  onTestFinished(() => server.close());
  return server;
};

test('a camera is watched while an order is valid, once for all its orders, and its state is kept', async () => {
  const source = await stream((await camera()).url('/gate'));
  const { watching, looked } = watch();
  const [first] = [await order(source), await order(source)];
  await until(() => expect(looked.at(-1)).toMatchObject({ sourceId: source.id, orders: 2 }));
  await until(async () =>
    expect(await stateOf(source)).toMatchObject({ state: 'watching', width: 640, height: 360, message: null }),
  );
  await until(() => expect(watching.still(source.id)?.length).toBeGreaterThan(1000));
  await stopWatch(app, people.lead, first.id, { reason: 'Found' });
  await until(() => expect(looked.at(-1)?.orders).toBe(1));
  await removeWatchSource(app, people.officer, source.id);
  await until(() => expect(watching.still(source.id)).toBeNull());
});

test('without an order nothing is opened', async () => {
  const source = await stream('rtsp://127.0.0.1:9/gate');
  const { looked } = watch();
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(looked).toEqual([]);
  expect(await stateOf(source)).toBeUndefined();
});

test('a camera that breaks off is lost, told of, connected again, and told to be back', async () => {
  const server = await camera();
  const source = await stream(server.url('/gate'));
  await order(source);
  const { looked } = watch({ lostMilliseconds: 1000 });
  await until(() => expect(looked.length).toBeGreaterThan(1));
  await server.close();
  await until(async () => expect((await stateOf(source))?.state).toBe('lost'));
  const kinds = async () =>
    (await app.db.selectFrom('message').select('kind').distinct().execute()).map(({ kind }) => kind);
  await until(async () => expect(await kinds()).toContain('source-lost'));
  const count = looked.length;
  const again = await openRtspServer({ films: { '/gate': folder.file('walk.mp4') }, port: server.port });
  onTestFinished(() => again.close());
  await until(() => expect(looked.length).toBeGreaterThan(count));
  await until(async () => expect(await kinds()).toContain('source-back'));
});

test('one that cannot be reached, and one whose look fails, do not touch the others', async () => {
  const server = await camera();
  const [dead, faulty] = [await stream('rtsp://127.0.0.1:9/gate'), await stream(`${server.url('/gate')}?b`)];
  const good = await stream(server.url('/gate'));
  await order(dead, faulty, good);
  const { looked } = watch({ isBroken: ([first]) => first?.sourceId === faulty.id });
  await until(() => expect(looked.filter(({ sourceId }) => sourceId === good.id).length).toBeGreaterThan(3));
  await until(async () => {
    expect(await stateOf(dead)).toMatchObject({ state: 'lost', message: expect.stringContaining('cannot be reached') });
    expect(await stateOf(faulty)).toMatchObject({ state: 'lost', message: expect.stringContaining('in the server') });
    expect(await stateOf(good)).toMatchObject({ state: 'watching' });
  });
});

test('a film is seen to its end; after a restart it goes on where it was left', async () => {
  const source = await film('walk.mp4');
  const { id } = await order(source);
  await app.db.updateTable('watch_order_source').set({ position_seconds: 3.2 }).where('order_id', '=', id).execute();
  const { looked } = watch();
  await until(async () => expect(await stateOf(source)).toMatchObject({ state: 'ended', shareDone: 1 }));
  expect(looked.map(({ position }) => Math.floor(2 * (position ?? 0)) / 2)).toEqual([3.5, 4, 4.5, 5, 5.5]);
});

test('a source is tried out: what it shows, or why not', async () => {
  const server = await camera();
  const { watching } = watch();
  const shown = await watching.test({ kind: 'stream', url: server.url('/gate') });
  expect(shown).toMatchObject({ width: 640, height: 360, framesPerSecond: 25, codec: 'h264', facesPerMinute: 0 });
  expect(shown.still.length).toBeGreaterThan(1000);
  await expect(watching.test({ kind: 'stream', url: 'rtsp://10.1.2.3/gate' })).rejects.toThrow('HOMEWARD_WATCH_HOSTS');
});
