import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { AuditFilter, AuditRow, listAuditEvents, verifyAuditLog } from '../../services/audit-log.ts';
import { json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Audit'];

const list = createRoute({
  method: 'get',
  path: '/audit-events',
  summary: 'Who did what, newest first',
  tags,
  request: { query: PageQuery.extend(AuditFilter.shape) },
  responses: { 200: json(pageOf(AuditRow), 'Rows of the log'), ...PROBLEMS },
});

const verify = createRoute({
  method: 'post',
  path: '/audit-events/verify',
  summary: 'Check every row against the chain',
  tags,
  responses: {
    200: json(
      z.object({
        rows: z.number().int(),
        broken: z.object({ sequence: z.number().int(), problem: z.string() }).nullable(),
      }),
      'Whether the log is whole',
    ),
    ...PROBLEMS,
  },
});

export const auditRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => c.json(await listAuditEvents(app, c.var.actor, c.req.valid('query')), 200))
    .openapi(verify, async (c) => c.json(await verifyAuditLog(app, c.var.actor), 200));
