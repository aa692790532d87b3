import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { openMailer } from '../adapters/mail.ts';
import { type Engine, openEngine } from '../face/engine.ts';
import type { Platform } from '../platform.ts';
import { addFilm, receiveFilm } from '../services/watch/films.ts';
import { addWatchSource, NewFilm, NewSource } from '../services/watch/sources.ts';
import { listSourceStates } from '../services/watch/states.ts';
import { makePeopleAfresh, type People } from '../testing/case-people.ts';
import { type MailServer, openMailServer } from '../testing/mail-server.ts';
import { makeCase } from '../testing/makers.ts';
import { openTestModels } from '../testing/models.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { addReference, runJobs } from '../testing/search.ts';
import { makeFilm } from '../testing/video/film.ts';
import { filmFolder } from '../testing/video/playing.ts';
import { openRtspServer } from '../testing/video/rtsp-server.ts';
import { makeWatchOrder } from '../testing/watch.ts';
import { openWatchingOf } from './open.ts';

// Computer-generated children (samples/children): they test the path, and say nothing about accuracy.
const WHERE = { name: 'Gate 3', place: 'Guntur station', latitude: 16.3, longitude: 80.44, timeZone: 'Asia/Kolkata' };
const STARTED = '2026-05-30T10:00:00Z';
const folder = await filmFolder();
let test: TestPlatform;
let engine: Engine;
let mail: MailServer;
let app: Platform;
let people: People;

beforeAll(async () => {
  const across = (picture: string, from: number) => ({
    picture: `samples/children/${picture}.jpg`,
    path: (s: number) => (s < from || s > from + 5 ? null : { x: 250 + 40 * (s - from), y: 180, height: 260 }),
  });
  const actors = [across('i01/earlier-B', 1), across('i09/A', 9)];
  await makeFilm(folder.file('gate.mp4'), { seconds: 16, noise: 10, actors });
  const store = await openTestModels();
  engine = await openEngine({ store, workers: 1 });
  [test, mail] = await Promise.all([
    openTestPlatform({ engine: async () => engine, models: async () => store }),
    openMailServer(),
  ]);
  const config = { ...test.app.config, watchHosts: ['127.0.0.1'] };
  app = { ...test.app, config, mailer: openMailer(mail.url, 'Homeward <homeward@police.example>') };
  people = await makePeopleAfresh(app);
});
afterAll(async () => {
  app.mailer.close();
  await Promise.all([mail.close(), test.close(), folder.remove()]);
  await engine.close();
});

async function sought(name: string) {
  const child = await makeCase(app, people.agency.id, { child_name: 'Asha Rao' });
  const photo = await readFile(new URL(`../../samples/children/${name}.jpg`, import.meta.url));
  await addReference(app, child.id, photo, { ageYears: 6 });
  return child.id;
}

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 300 });
const hits = () =>
  app.db
    .selectFrom('watch_hit')
    .innerJoin('sighting', 'sighting.id', 'watch_hit.sighting_id')
    .select(['source_id as sourceId', 'position_seconds as position', 'place', 'seen_at as seenAt', 'channel'])
    .execute();

it('a film and a camera find the child who is sought, say where and when, and keep nothing of a stranger', async () => {
  const cases = await Promise.all(['i01/A', 'i02/A', 'i03/A', 'i04/A', 'i05/A', 'i06/A', 'i07/A'].map(sought));
  await runJobs(app);
  const film = await addFilm(
    app,
    people.officer,
    await receiveFilm(app, createReadStream(folder.file('gate.mp4'))),
    NewFilm.parse({ ...WHERE, startedAt: STARTED }),
  );
  const server = await openRtspServer({ films: { '/gate': folder.file('gate.mp4') } });
  onTestFinished(() => server.close());
  const stream = (address: string) =>
    addWatchSource(app, people.officer, NewSource.parse({ ...WHERE, kind: 'stream', address }));
  const [camera, dead] = [await stream(server.url('/gate')), await stream('rtsp://127.0.0.1:9/gate')];
  await makeWatchOrder(app, {
    ...{ agencyId: people.agency.id, leadId: people.lead.accountId, sources: [film.id, camera.id, dead.id] },
    cases: cases.slice(0, 1),
  });
  const watching = await openWatchingOf(app, { watches: true });
  onTestFinished(() => watching.close());

  const stateOf = async (id: string) =>
    (await listSourceStates(app, people.officer)).find(({ sourceId }) => sourceId === id)?.state;
  await until(async () => expect(await stateOf(film.id)).toBe('ended'));
  await until(async () => expect((await hits()).map(({ sourceId }) => sourceId)).toContain(camera.id));
  expect(await stateOf(dead.id)).toBe('lost');
  const ofFilm = (await hits()).filter(({ sourceId }) => sourceId === film.id);
  expect(ofFilm).toEqual([expect.objectContaining({ place: 'Guntur station', channel: 'watch' })]);
  const [{ position, seenAt } = { position: null, seenAt: new Date(0) }] = ofFilm;
  expect(position).toBeGreaterThan(0.9);
  expect(position).toBeLessThan(6.5);
  expect(seenAt.getTime()).toBeCloseTo(Date.parse(STARTED) + 1000 * Number(position), -2);

  const kept = await app.db.selectFrom('photo').where('purpose', '=', 'sighting').select('id').execute();
  expect(kept).toHaveLength((await hits()).length);
  await runJobs(app);
  const found = await app.db
    .selectFrom('candidate')
    .where('is_current', '=', true)
    .select(['case_id as caseId', 'rank', 'is_alert as isAlert'])
    .execute();
  expect(new Set(found.map(({ caseId }) => caseId))).toEqual(new Set(cases.slice(0, 1)));
  expect(found.every(({ isAlert }) => isAlert)).toBe(true);
  expect(mail.received.map(({ subject }) => subject).join()).toContain('a sighting may show Asha Rao');
  const searches = await app.db.selectFrom('watch_order_source').select(['source_id', 'searches']).execute();
  expect(Number(searches.find(({ source_id }) => source_id === film.id)?.searches)).toBeGreaterThan(1);
}, 150_000);
