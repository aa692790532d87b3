import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { examine, Finding } from '../../services/doctor.ts';
import { json, openApi, PROBLEMS } from './route.ts';

const health = createRoute({
  method: 'get',
  path: '/system/health',
  summary: 'What «homeward doctor» finds',
  tags: ['Operations'],
  responses: { 200: json(z.object({ items: z.array(Finding) }), 'What was looked at'), ...PROBLEMS },
});

export const systemRoutes = (app: Platform) =>
  openApi().openapi(health, async (c) => c.json({ items: await examine(app, c.var.actor) }, 200));
