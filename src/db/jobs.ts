import { fromKysely, PgBoss, type SendOptions } from 'pg-boss';
import { AppError } from '../core/errors.ts';
import type { Database } from './database.ts';

/** Every kind of job and what it carries: ids only, so that a job never holds more than the database. */
export interface JobData {
  'analyse-photo': { readonly photoId: string };
  'search-face': { readonly faceId: string; readonly reason: SearchReason };
  'search-case': { readonly caseId: string; readonly reason: SearchReason };
  'search-everything': {
    readonly profile: string;
    /** Where to go on: see searchEverything. */
    readonly stage?: 'photos' | 'faces';
    readonly after?: string;
  };
  'raise-alerts': { readonly candidateId: string } | { readonly matchId: string };
  'send-messages': Record<string, never>;
  'send-digests': Record<string, never>;
  'find-duplicates': { readonly caseId: string };
  'purge-case': { readonly caseId: string };
  'search-unanswered': Record<string, never>;
  'review-controls': Record<string, never>;
  'note-watch-orders': Record<string, never>;
  retention: Record<string, never>;
  'anchor-audit': Record<string, never>;
}

export type JobKind = keyof JobData;
type SearchReason = 'sighting' | 'new-case' | 'again';

/** Does one kind of job; may be called twice for one job. What it throws makes the job come back later. */
export type JobHandler<K extends JobKind> = (data: JobData[K], signal: AbortSignal) => Promise<void>;
export type JobHandlers = { readonly [K in JobKind]: JobHandler<K> };

interface EnqueueOptions {
  /** Higher goes first; default 0. */
  readonly priority?: number;
  readonly startAfterSeconds?: number;
  /** Of several jobs of one kind and key that wait, one is kept. */
  readonly key?: string;
}

/** How a kind of job is run; what is not given is as in DEFAULTS. */
interface KindOptions {
  /** At once in one process. */
  readonly parallel?: number;
  /** Of several that wait, one is enough. */
  readonly isSingle?: boolean;
  /** Run by itself, as cron writes it. */
  readonly schedule?: string;
}

const KINDS: { readonly [K in JobKind]: KindOptions } = {
  'analyse-photo': { parallel: 2 },
  'search-face': { parallel: 2 },
  'search-case': {},
  'search-everything': { isSingle: true },
  'raise-alerts': { parallel: 2 },
  'send-messages': { isSingle: true, schedule: '* * * * *' },
  'send-digests': { isSingle: true, schedule: '0 * * * *' },
  'find-duplicates': {},
  'purge-case': {},
  'search-unanswered': { isSingle: true, schedule: '*/5 * * * *' },
  'review-controls': { isSingle: true, schedule: '*/10 * * * *' },
  'note-watch-orders': { isSingle: true, schedule: '* * * * *' },
  retention: { isSingle: true, schedule: '30 3 * * *' },
  'anchor-audit': { isSingle: true, schedule: '15 * * * *' },
};

export const JOB_KINDS = Object.keys(KINDS) as readonly JobKind[];

/** New jobs are told of at once; those that come back after a failure are found when somebody looks. */
const IDLE_SECONDS = 5;

/** How often somebody looks for jobs whose worker says nothing any more. */
const WATCH_SECONDS = 15;

/** Where jobs go that failed for good; an admin sees them there and sends them back. */
const DEAD_LETTERS = 'dead-letters';

const DEFAULTS = {
  retryLimit: 5,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 900,
  /** A worker that was killed says nothing any more: its job goes to another after this time. */
  heartbeatSeconds: 10,
  expireInSeconds: 900,
  deadLetter: DEAD_LETTERS,
  notify: true,
};

export interface JobCounts {
  readonly kind: JobKind;
  readonly waiting: number;
  readonly active: number;
}

/** A job that failed for good. */
interface DeadLetter {
  readonly id: string;
  readonly kind: string;
  readonly data: unknown;
  readonly error: string | null;
  readonly at: Date;
}

/** The queue of jobs, in the database. */
export interface Jobs {
  /** Ask for a job as part of a transaction: it exists when, and only when, the transaction commits. */
  enqueue<K extends JobKind>(tx: Database, kind: K, data: JobData[K], options?: EnqueueOptions): Promise<void>;
  /** Take on jobs until `stop`. */
  work(handlers: JobHandlers): Promise<void>;
  /** Do what waits now, and what follows from it, in this process, then return. @throws what a handler throws */
  runPending(handlers: JobHandlers): Promise<void>;
  counts(): Promise<JobCounts[]>;
  deadLetters(): Promise<DeadLetter[]>;
  /** Give a dead letter another try. @throws AppError `not-found` */
  retry(id: string): Promise<void>;
  /** The same for all of them. @returns how many */
  retryAll(): Promise<number>;
  /** Let running jobs end, at most some seconds, then let go of the database. */
  stop(): Promise<void>;
}

export interface JobsOptions {
  /** Also keep the queue tidy and run schedules: true in workers. */
  readonly isWorker?: boolean;
  readonly onError?: (error: Error) => void;
}

/** Connect to the queue; the first time, make it. */
export async function openJobs(url: string, { isWorker = true, onError }: JobsOptions = {}): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    max: isWorker ? 8 : 4,
    useListenNotify: isWorker,
    supervise: isWorker,
    superviseIntervalSeconds: WATCH_SECONDS,
    monitorIntervalSeconds: WATCH_SECONDS,
    schedule: isWorker,
  });
  boss.on('error', (error) => onError?.(error));
  await boss.start();
  await createQueues(boss);
  return {
    async enqueue(tx, kind, data, options = {}) {
      await boss.send(kind, data, { ...sendOptions(kind, options), db: fromKysely(tx) });
    },
    work: (handlers) => startWorkers(boss, handlers),
    runPending: (handlers) => runPending(boss, handlers),
    counts: () => countJobs(boss),
    deadLetters: () => listDeadLetters(boss),
    retry: (id) => retry(boss, id),
    retryAll: () => boss.redrive(DEAD_LETTERS),
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
}

async function createQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: 365 * 86_400 });
  for (const kind of JOB_KINDS)
    await boss.createQueue(kind, { ...DEFAULTS, policy: KINDS[kind].isSingle ? 'short' : 'standard' });
}

function sendOptions(kind: JobKind, { priority = 0, startAfterSeconds, key }: EnqueueOptions): SendOptions {
  return {
    priority,
    ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
    ...(key === undefined || KINDS[kind].isSingle ? {} : { singletonKey: key }),
  };
}

async function startWorkers(boss: PgBoss, handlers: JobHandlers): Promise<void> {
  for (const kind of JOB_KINDS) {
    const { parallel = 1, schedule } = KINDS[kind];
    for (let worker = 0; worker < parallel; worker++) await startWorker(boss, kind, handlers);
    if (schedule) await boss.schedule(kind, schedule);
  }
}

async function startWorker<K extends JobKind>(boss: PgBoss, kind: K, handlers: JobHandlers): Promise<void> {
  let worker: string | undefined;
  const options = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: IDLE_SECONDS };
  worker = await boss.work<JobData[K]>(kind, options, async ([job]) => {
    // Whoever had a job looks for the next one at once: only a queue that was found empty waits to be told.
    if (worker !== undefined) boss.notifyWorker(worker);
    if (job) await handlers[kind](job.data, job.signal);
  });
}

async function runPending(boss: PgBoss, handlers: JobHandlers): Promise<void> {
  let isDone = false;
  while (!isDone) {
    isDone = true;
    for (const kind of JOB_KINDS) if (await runNext(boss, kind, handlers)) isDone = false;
  }
}

async function runNext<K extends JobKind>(boss: PgBoss, kind: K, handlers: JobHandlers): Promise<boolean> {
  const [job] = await boss.fetch<JobData[K]>(kind);
  if (!job) return false;
  try {
    await handlers[kind](job.data, new AbortController().signal);
    await boss.complete(kind, job.id);
  } catch (error) {
    await boss.fail(kind, job.id, { message: String(error) });
    throw error;
  }
  return true;
}

async function countJobs(boss: PgBoss): Promise<JobCounts[]> {
  const { rows } = await boss.getDb().executeSql(
    `select name, count(*) filter (where state < 'active')::int as waiting, count(*) filter (where state = 'active')::int as active
       from pgboss.job where state <= 'active' group by name`,
  );
  const counts = new Map(rows.map(({ name, waiting, active }) => [name, { waiting, active }]));
  return JOB_KINDS.map((kind) => ({ kind, waiting: 0, active: 0, ...counts.get(kind) }));
}

async function listDeadLetters(boss: PgBoss): Promise<DeadLetter[]> {
  const jobs = await boss.findJobs<object>(DEAD_LETTERS, { queued: true });
  return jobs.map(({ id, data, createdOn, sourceName, sourceOutput }) => ({
    id,
    kind: sourceName ?? 'unknown',
    data,
    error: sourceOutput && 'message' in sourceOutput ? String(sourceOutput.message) : null,
    at: createdOn,
  }));
}

async function retry(boss: PgBoss, id: string): Promise<void> {
  const moved = await boss.redrive(DEAD_LETTERS, { ids: [id] });
  if (moved === 0) throw new AppError('not-found', 'This job is not among the failed ones any more.');
}
