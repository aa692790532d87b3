import { AppError, messageOf } from '../core/errors.ts';
import { JOB_KINDS, type JobHandler, type JobHandlers, type JobKind } from '../db/jobs.ts';
import type { Platform } from '../platform.ts';
import { tellOfChange } from '../services/live.ts';
import { ensureSearchProfile } from '../services/search/search-everything.ts';
import { jobHandlers } from './handlers.ts';

/** How often the gauges of waiting jobs are set. */
const GAUGE_SECONDS = 15;

/** Take on jobs until the platform is closed. */
export async function startWorker(app: Platform): Promise<void> {
  await app.jobs.work(watchedHandlers(app));
  await askForNewSearches(app);
  const gauges = setInterval(() => void setGauges(app), GAUGE_SECONDS * 1000);
  app.signal.addEventListener('abort', () => clearInterval(gauges), { once: true });
}

/** Without models there is nothing to search with: the server says so elsewhere, and works on. */
async function askForNewSearches(app: Platform): Promise<void> {
  await ensureSearchProfile(app).catch((error: unknown) => {
    app.log.warn({ error: messageOf(error) }, 'models not compared with those of earlier searches');
  });
}

/** The handlers, each with a line in the log and a place in the metrics. */
export function watchedHandlers(app: Platform): JobHandlers {
  const handlers = jobHandlers(app);
  const watch = <K extends JobKind>(kind: K): [K, JobHandler<K>] => [kind, watched(app, kind, handlers[kind])];
  return Object.fromEntries(JOB_KINDS.map(watch)) as unknown as JobHandlers;
}

function watched<K extends JobKind>(app: Platform, kind: K, handler: JobHandler<K>): JobHandler<K> {
  return async (data, signal) => {
    const start = performance.now();
    const finish = (outcome: 'done' | 'dropped' | 'failed', error?: unknown) => {
      const milliseconds = performance.now() - start;
      app.metrics.jobSeconds.observe({ kind, outcome }, milliseconds / 1000);
      const line = { kind, ids: data, outcome, ms: Math.round(milliseconds) };
      if (error === undefined) app.log.info(line, 'job');
      else app.log[outcome === 'failed' ? 'error' : 'warn']({ ...line, error: messageOf(error) }, 'job');
    };
    try {
      await handler(data, signal);
      finish('done');
    } catch (error) {
      if (isHopeless(error)) return finish('dropped', error);
      finish('failed', error);
      await tellOfChange(app, 'jobs').catch((lost: unknown) => app.log.warn({ error: messageOf(lost) }, 'note lost'));
      throw error;
    }
  };
}

/** Another try would end the same way: what the job was about is gone, or is not what it should be. */
function isHopeless(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'unavailable';
}

async function setGauges(app: Platform): Promise<void> {
  try {
    for (const { kind, waiting } of await app.jobs.counts()) app.metrics.jobsWaiting.set({ kind }, waiting);
  } catch (error) {
    app.log.warn({ error: messageOf(error) }, 'jobs not counted');
  }
}
