import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '../../src/platform.ts';
import { addWatchSource, NewSource } from '../../src/services/watch/sources.ts';
import { makeAccount, makeAgency } from '../../src/testing/makers.ts';
import { makeFilm } from '../../src/testing/video/film.ts';
import { filmFolder } from '../../src/testing/video/playing.ts';
import { openRtspServer } from '../../src/testing/video/rtsp-server.ts';
import { makeWatchOrder } from '../../src/testing/watch.ts';
import { openWatchingOf } from '../../src/video/open.ts';
import type { Timing } from '../../src/video/watch-source.ts';
import { openWorld } from '../faults/world.ts';
import { readDecoders, readOwn, type Use } from './processes.ts';

interface Plan {
  readonly minutes: number;
  readonly cameras: number;
}

interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/** Megabytes, medians. */
interface Growth {
  readonly first: number;
  readonly last: number;
}

export interface WatchReport extends Plan {
  readonly framesPerSecond: number;
  readonly facesPerFrame: number;
  /** Milliseconds. */
  readonly delay: Spread;
  readonly look: Spread;
  readonly searchesPerMinute: number;
  readonly coresOwn: number;
  readonly coresChildren: number;
  readonly memory: Growth;
  readonly childMemory: Growth;
}

const BEGIN_MILLISECONDS = 30_000;
const SAMPLE_MILLISECONDS = 5000;
const FILM_SECONDS = 40;
const WHERE = { place: 'Station', latitude: 16.5, longitude: 80.6, timeZone: 'Asia/Kolkata' };

/** Watch cameras of a real RTSP server under an order, with the real engine, database and gallery. */
export async function benchWatch(plan: Plan, say: (line: string) => void): Promise<WatchReport> {
  const folder = await filmFolder();
  const world = await openWorld(6);
  try {
    say('making the film');
    await makeFilm(folder.file('crowd.mp4'), crowd());
    const names = Array.from({ length: plan.cameras }, (_, index) => `/gate-${index}`);
    const server = await openRtspServer({
      films: Object.fromEntries(names.map((name) => [name, folder.file('crowd.mp4')])),
    });
    try {
      return await world.use((app) => watch(app, names.map(server.url), { plan, say }));
    } finally {
      await server.close();
    }
  } finally {
    await world.close();
    await folder.remove();
  }
}

/** Three people who walk to and fro: one who is sought, two who are not. */
function crowd() {
  const walker = (picture: string, middle: number, phase: number) => ({
    picture: `samples/children/${picture}.jpg`,
    path: (seconds: number) => ({ x: middle + 120 * Math.sin(seconds / 3 + phase), y: 380, height: 300 }),
  });
  const actors = [walker('i01/earlier-B', 240, 0), walker('i09/A', 640, 2), walker('i11/A', 1040, 4)];
  return { seconds: FILM_SECONDS, width: 1280, height: 720, noise: 12, actors };
}

interface Run {
  readonly plan: Plan;
  readonly say: (line: string) => void;
}

async function watch(given: Platform, urls: readonly string[], { plan, say }: Run): Promise<WatchReport> {
  const app = { ...given, config: { ...given.config, watchHosts: ['127.0.0.1'] } };
  await orderAll(app, urls);
  const timings: Timing[] = [];
  const watching = await openWatchingOf(app, { watches: true, onTiming: (timing) => timings.push(timing) });
  try {
    say('beginning');
    await pause(BEGIN_MILLISECONDS);
    timings.length = 0;
    const searchesBefore = await countSearches(app);
    const uses = await sampleUse(plan, say);
    const seconds = 60 * plan.minutes;
    return {
      ...plan,
      framesPerSecond: timings.length / seconds / plan.cameras,
      facesPerFrame: timings.reduce((sum, { faces }) => sum + faces, 0) / timings.length,
      delay: spreadOf(timings.map(({ lagMilliseconds }) => lagMilliseconds)),
      look: spreadOf(timings.map(({ lookMilliseconds }) => lookMilliseconds)),
      searchesPerMinute: ((await countSearches(app)) - searchesBefore) / plan.minutes,
      coresOwn: coresOf(uses.map(({ own }) => own)),
      coresChildren: coresOf(uses.map(({ decoders }) => decoders)),
      memory: growthOf(uses.map(({ own }) => own)),
      childMemory: growthOf(uses.map(({ decoders }) => decoders)),
    };
  } finally {
    await watching.close();
  }
}

async function orderAll(app: Platform, urls: readonly string[]): Promise<void> {
  const agency = await makeAgency(app);
  const lead = await makeAccount(app, 'lead', agency.id);
  const actor = { kind: 'account', accountId: lead.id, role: 'lead', agencyId: agency.id } as const;
  const sources: string[] = [];
  for (const [index, address] of urls.entries()) {
    const source = NewSource.parse({ ...WHERE, kind: 'stream', name: `Gate ${index}`, address });
    sources.push((await addWatchSource(app, actor, source)).id);
  }
  await makeWatchOrder(app, { agencyId: agency.id, leadId: lead.id, sources });
}

async function sampleUse({ minutes }: Plan, say: Run['say']): Promise<{ own: Use; decoders: Use }[]> {
  const uses: { own: Use; decoders: Use }[] = [];
  const end = Date.now() + 60_000 * minutes;
  for (;;) {
    uses.push({ own: readOwn(), decoders: await readDecoders() });
    if (Date.now() >= end) return uses;
    if (uses.length % 12 === 0) say(`${Math.round((end - Date.now()) / 1000)} seconds to go`);
    await pause(Math.min(SAMPLE_MILLISECONDS, Math.max(1, end - Date.now())));
  }
}

async function countSearches({ db }: Platform): Promise<number> {
  const rows = await db.selectFrom('watch_order_source').select('searches').execute();
  return rows.reduce((sum, { searches }) => sum + Number(searches), 0);
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

function coresOf(uses: readonly Use[]): number {
  const [first, last] = [uses[0], uses.at(-1)];
  if (!first || !last) return Number.NaN;
  return (last.cpuSeconds - first.cpuSeconds) / ((last.at - first.at) / 1000);
}

function growthOf(uses: readonly Use[]): Growth {
  const third = Math.max(1, Math.floor(uses.length / 3));
  const middle = (part: readonly Use[]) => Math.round(spreadOf(part.map(({ bytes }) => bytes)).p50 / 1e6);
  return { first: middle(uses.slice(0, third)), last: middle(uses.slice(-third)) };
}
