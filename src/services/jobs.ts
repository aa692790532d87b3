import type { Actor } from '../core/actor.ts';
import { inTransaction } from '../db/database.ts';
import type { JobCounts } from '../db/jobs.ts';
import type { Platform } from '../platform.ts';
import { audit } from './audit.ts';
import { requirePermission } from './policy.ts';

/** What waits and what runs, for an operator. */
export async function viewJobs(app: Platform, actor: Actor): Promise<JobCounts[]> {
  requirePermission(actor, 'job.list');
  return app.jobs.counts();
}

/** Jobs that failed for good, oldest first. */
export async function listFailedJobs(app: Platform, actor: Actor) {
  requirePermission(actor, 'job.list');
  return (await app.jobs.deadLetters()).map((job) => ({ ...job, at: job.at.toISOString() }));
}

/** Give all of them another try, once the cause is mended. @returns how many */
export async function retryFailedJobs(app: Platform, actor: Actor): Promise<number> {
  requirePermission(actor, 'job.retry');
  const jobs = await app.jobs.retryAll();
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'job.retry', entity: 'job', details: { jobs } }));
  return jobs;
}

/** @throws AppError `not-found` when it is not among the failed ones (any more) */
export async function retryFailedJob(app: Platform, actor: Actor, id: string): Promise<void> {
  requirePermission(actor, 'job.retry');
  await app.jobs.retry(id);
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'job.retry', entity: 'job', entityId: id }));
}
