import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Platform } from '../../src/platform.ts';
import { listAlerts, raiseMany } from './alerts.ts';
import { startWorkerProcess } from './server.ts';
import { openWorld, pause, untilQuiet, type World } from './world.ts';

/** What became of jobs that two processes took from one queue. */
interface Shared {
  readonly jobs: number;
  readonly begun: number;
  readonly finished: number;
  readonly finishedTwice: number;
  /** Jobs that were begun a second time, because the first process was killed. */
  readonly begunTwice: number;
  /** Jobs that two processes did at one time. */
  readonly atOnce: number;
  /** Begun by each process. */
  readonly shares: readonly number[];
  readonly seconds: number;
}

export interface WorkersReport {
  readonly undisturbed: Shared;
  readonly oneKilled: Shared;
  /** From the kill until the last job of the killed process was begun again. */
  readonly secondsUntilBegunAgain: number;
  /** Alerts by two `homeward work`, one of them killed. */
  readonly alerts: {
    readonly messages: number;
    readonly sent: number;
    readonly doubled: number;
    readonly repeated: number;
  };
}

const CHILD = fileURLToPath(new URL('worker-child.ts', import.meta.url));

/** Two worker processes on one queue; then one of them is killed; then two real workers, one of them killed. */
export async function benchWorkers(jobs: number): Promise<WorkersReport> {
  const world = await openWorld(0);
  try {
    await world.use(({ db }) =>
      sql`create table fault_execution (
      job uuid not null, worker integer not null, begun_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz)`.execute(db),
    );
    const undisturbed = await share(world, { jobs, milliseconds: 20 });
    await world.use(({ db }) => sql`truncate fault_execution`.execute(db));
    let killedAt = Number.NaN;
    const oneKilled = await share(world, {
      jobs,
      milliseconds: 60,
      disturb: async (worker) => {
        await pause(3000);
        killedAt = Date.now();
        worker.kill('SIGKILL');
      },
    });
    const secondsUntilBegunAgain = await world.use((app) => lastBegunAgain(app, killedAt));
    return { undisturbed, oneKilled, secondsUntilBegunAgain, alerts: await alertsOfTwo(world) };
  } finally {
    await world.close();
  }
}

interface Sharing {
  readonly jobs: number;
  /** How long one job takes. */
  readonly milliseconds: number;
  readonly disturb?: (worker: ChildProcess) => Promise<void>;
}

async function share(world: World, { jobs, milliseconds, disturb }: Sharing): Promise<Shared> {
  const workers = [1, 2].map(() => startChild(world, milliseconds));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const start = performance.now();
  await world.use(async (app) => {
    for (let job = 0; job < jobs; job++)
      await app.jobs.enqueue(app.db, 'analyse-photo', { photoId: crypto.randomUUID() });
  });
  if (workers[0]) await disturb?.(workers[0]);
  await untilQuiet(world);
  const seconds = Math.round((performance.now() - start) / 1000);
  for (const worker of workers) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue;
    worker.disconnect();
    await once(worker, 'exit');
  }
  return { jobs, ...(await world.use(balance)), seconds };
}

function startChild(world: World, milliseconds: number): ChildProcess {
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
  const node = process.execPath;
  return spawn(node, ['--import', 'tsx', CHILD, world.database.url, String(milliseconds)], { stdio: [...stdio] });
}

async function balance({ db }: Platform) {
  const { rows } = await sql<{ begun: number; finished: number }>`
    select count(*)::int as begun, count(finished_at)::int as finished from fault_execution group by job`.execute(db);
  const workers = await sql<{ begun: number }>`
    select count(*)::int as begun from fault_execution group by worker order by worker`.execute(db);
  const overlaps = await sql<{ count: number }>`
    select count(*)::int as count from fault_execution a join fault_execution b on a.job = b.job and a.ctid < b.ctid
    where (a.begun_at, coalesce(a.finished_at, a.begun_at)) overlaps (b.begun_at, coalesce(b.finished_at, b.begun_at))`.execute(
    db,
  );
  return {
    begun: rows.length,
    finished: rows.filter(({ finished }) => finished > 0).length,
    finishedTwice: rows.filter(({ finished }) => finished > 1).length,
    begunTwice: rows.filter(({ begun }) => begun > 1).length,
    atOnce: overlaps.rows[0]?.count ?? 0,
    shares: workers.rows.map(({ begun }) => begun),
  };
}

async function lastBegunAgain({ db }: Platform, killedAt: number): Promise<number> {
  const { rows } = await sql<{ last: Date | null }>`
    select max(begun_at) as last from fault_execution where job in (
      select job from fault_execution group by job having count(*) > 1)`.execute(db);
  return Math.round(((rows[0]?.last?.getTime() ?? Number.NaN) - killedAt) / 1000);
}

const ALERTS = 100;

async function alertsOfTwo(world: World): Promise<WorkersReport['alerts']> {
  const workers = [startWorkerProcess(world.environment), startWorkerProcess(world.environment)];
  await world.use((app) => raiseMany(app, ALERTS));
  while (world.mail.received.length < ALERTS / 4) await pause(20);
  await workers[0]?.kill();
  await untilQuiet(world);
  await workers[1]?.stop();
  const messages = await world.use(listAlerts);
  const delivered = world.mail.received.map(({ messageId }) => messageId ?? '');
  return {
    messages: messages.length,
    sent: messages.filter(({ state, messageId }) => state === 'sent' && delivered.includes(messageId ?? '')).length,
    doubled: messages.length - new Set(messages.map((each) => `${each.candidateId} ${each.address}`)).size,
    repeated: delivered.length - new Set(delivered).size,
  };
}
