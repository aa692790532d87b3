import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { listFailedJobs, retryFailedJob, retryFailedJobs, viewJobs } from '../../../services/jobs.ts';
import type { Env } from '../../env.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { idIn } from './address.ts';
import { JobsPage } from './jobs.tsx';

/** What runs in the background, and what failed for good. */
export function jobRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/', async (c) => {
      const counts = await viewJobs(app, c.var.actor);
      const failed = await listFailedJobs(app, c.var.actor);
      return renderPage(c, <JobsPage counts={counts} failed={failed} />);
    })
    .post('/retry', async (c) => {
      await retryFailedJobs(app, c.var.actor);
      return redirectWith(c, '/admin/jobs', 'admin.done-jobs-retried');
    })
    .post('/:id/retry', async (c) => {
      await retryFailedJob(app, c.var.actor, idIn(c));
      return redirectWith(c, '/admin/jobs', 'admin.done-job-retried');
    });
}
