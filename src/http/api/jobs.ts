import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { listFailedJobs, retryFailedJob, viewJobs } from '../../services/jobs.ts';
import { json, openApi, PROBLEMS } from './route.ts';

const tags = ['Operations'];

const counts = createRoute({
  method: 'get',
  path: '/jobs',
  summary: 'What waits and what runs',
  tags,
  responses: {
    200: json(
      z.object({
        items: z.array(z.object({ kind: z.string(), waiting: z.number().int(), active: z.number().int() })),
      }),
      'Counts for each kind of job',
    ),
    ...PROBLEMS,
  },
});

const failed = createRoute({
  method: 'get',
  path: '/jobs/failed',
  summary: 'Jobs that failed for good',
  tags,
  responses: {
    200: json(
      z.object({
        items: z.array(
          z.object({
            id: z.string(),
            kind: z.string(),
            data: z.unknown(),
            error: z.string().nullable(),
            at: z.iso.datetime(),
          }),
        ),
      }),
      'Oldest first',
    ),
    ...PROBLEMS,
  },
});

const retry = createRoute({
  method: 'post',
  path: '/jobs/failed/{id}/retry',
  summary: 'Give a failed job another try',
  tags,
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 204: { description: 'It waits again' }, ...PROBLEMS },
});

export const jobRoutes = (app: Platform) =>
  openApi()
    .openapi(counts, async (c) => c.json({ items: await viewJobs(app, c.var.actor) }, 200))
    .openapi(failed, async (c) => c.json({ items: await listFailedJobs(app, c.var.actor) }, 200))
    .openapi(retry, async (c) => {
      await retryFailedJob(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    });
