import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { startEmbedded } from '../../src/db/embedded.ts';
import { type FaultServer, startFaultServer } from './server.ts';
import { anyAddress, countLost, isKept, openWorld, pause, send, untilQuiet, type World } from './world.ts';

/** What requests got while the database was away and came back. */
interface Outage {
  readonly answers: Readonly<Record<string, number>>;
  readonly slowestMilliseconds: number;
  /** From the moment when the database was back until a report was taken again. */
  readonly millisecondsUntilTaken: number;
}

export interface DatabaseReport {
  readonly outages: Readonly<Record<Mode, Outage>>;
  readonly promised: number;
  readonly lost: number;
  readonly unfinished: number;
  readonly failedJobs: number;
  /** Connections by which the index is told of new templates, before and after. */
  readonly listening: { readonly before: number; readonly after: number };
  /** From a report after all of it until its photo was searched. */
  readonly millisecondsUntilSearched: number;
  readonly isRunning: boolean;
}

/** Signals of PostgreSQL: requests are ended and it writes everything down, or it stops as if it had crashed. */
const MODES = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

type Mode = keyof typeof MODES;

const CLIENTS = 4;
const BEFORE_MILLISECONDS = 3000;
const AWAY_MILLISECONDS = 6000;
const AFTER_MILLISECONDS = 4000;

/** Stop and start the database while reports come in and jobs are done. */
export async function benchDatabase(): Promise<DatabaseReport> {
  const world = await openWorld(3);
  try {
    const server = await startFaultServer(world.environment);
    const codes: string[] = [];
    for (const photo of world.sightings.slice(0, 3)) codes.push(await reportAt(server, photo));
    await untilQuiet(world);
    const before = await countListening(world);
    const outages = {
      fast: await outage(world, server, { mode: 'fast', codes }),
      immediate: await outage(world, server, { mode: 'immediate', codes }),
    };
    await untilQuiet(world);
    const millisecondsUntilSearched = await untilSearched(world, server, codes);
    const after = await countListening(world);
    const report = {
      outages,
      promised: codes.length,
      lost: await countLost(server.url, codes),
      ...(await balance(world)),
      listening: { before, after },
      millisecondsUntilSearched,
      isRunning: server.isRunning,
    };
    await server.stop();
    return report;
  } finally {
    await world.close();
  }
}

async function outage(
  world: World,
  server: FaultServer,
  { mode, codes }: { mode: Mode; codes: string[] },
): Promise<Outage> {
  const answers: Record<string, number> = {};
  let slowest = 0;
  let isOver = false;
  let firstTaken = Number.NaN;
  let backAt = Number.POSITIVE_INFINITY;
  const client = async (number: number) => {
    while (!isOver) {
      const start = performance.now();
      const status = number === 0 ? await reporting(world, server, codes) : await looking(server, codes);
      slowest = Math.max(slowest, performance.now() - start);
      answers[status] = (answers[status] ?? 0) + 1;
      if (status === '201' && start > backAt && Number.isNaN(firstTaken)) firstTaken = performance.now() - backAt;
      await pause(100);
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  await pause(BEFORE_MILLISECONDS);
  process.kill(await postmaster(world), MODES[mode]);
  await pause(AWAY_MILLISECONDS);
  await startEmbedded(world.dataDir);
  backAt = performance.now();
  await pause(AFTER_MILLISECONDS);
  isOver = true;
  await Promise.all(clients);
  return {
    answers,
    slowestMilliseconds: Math.round(slowest),
    millisecondsUntilTaken: Math.round(firstTaken),
  };
}

async function postmaster({ dataDir }: World): Promise<number> {
  const file = await readFile(join(dataDir, 'postgresql', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

async function reporting({ sightings }: World, { url }: FaultServer, codes: string[]): Promise<string> {
  const answer = await send(url, sightings[randomInt(sightings.length)] ?? new Uint8Array()).catch(() => null);
  const text = (await answer?.text()) ?? '';
  if (answer?.status === 201) codes.push(JSON.parse(text).trackingCode);
  return String(answer?.status ?? 'no answer');
}

async function looking({ url }: FaultServer, codes: readonly string[]): Promise<string> {
  const headers = { 'x-forwarded-for': anyAddress() };
  const signal = AbortSignal.timeout(30_000);
  const code = codes[randomInt(codes.length)] ?? '';
  const answer = await fetch(`${url}/api/v1/sightings/track/${code}`, { headers, signal }).catch(() => null);
  await answer?.text();
  return String(answer?.status ?? 'no answer');
}

async function reportAt(server: FaultServer, photo: Uint8Array): Promise<string> {
  const answer = await send(server.url, photo);
  const { trackingCode } = (await answer.json()) as { trackingCode: string };
  if (!(await isKept(server.url, trackingCode))) throw new Error('a report cannot be opened');
  return trackingCode;
}

async function untilSearched(world: World, server: FaultServer, codes: string[]): Promise<number> {
  return world.use(async (app) => {
    const count = async () => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from search_run`.execute(app.db);
      return rows[0]?.count ?? 0;
    };
    const before = await count();
    const start = performance.now();
    codes.push(await reportAt(server, world.sightings[0] ?? new Uint8Array()));
    while ((await count()) === before && performance.now() - start < 120_000) await pause(50);
    return Math.round(performance.now() - start);
  });
}

async function balance(world: World): Promise<{ unfinished: number; failedJobs: number }> {
  return world.use(async (app) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from photo where purpose = 'sighting' and (state <> 'analysed' or not exists (
        select from face join search_run on search_run.face_id = face.id where face.photo_id = photo.id))`.execute(
      app.db,
    );
    return { unfinished: rows[0]?.count ?? 0, failedJobs: (await app.jobs.deadLetters()).length };
  });
}

async function countListening(world: World): Promise<number> {
  return world.use(async ({ db }) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity where query = 'listen templates'`.execute(db);
    return rows[0]?.count ?? 0;
  });
}
