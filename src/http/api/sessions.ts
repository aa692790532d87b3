import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { listOwnSessions, revokeOtherSessions, revokeSession } from '../../services/accounts/sessions.ts';
import { IdParam, json, openApi, PROBLEMS } from './route.ts';

const tags = ['Own account'];

const Session = z
  .object({
    id: z.uuid(),
    isCurrent: z.boolean(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .openapi('Session');

const list = createRoute({
  method: 'get',
  path: '/sessions',
  summary: 'Where one is signed in',
  tags,
  responses: { 200: json(z.object({ items: z.array(Session) }), 'Newest first'), ...PROBLEMS },
});

const revoke = createRoute({
  method: 'delete',
  path: '/sessions/{id}',
  summary: 'End a session',
  tags,
  request: { params: IdParam },
  responses: { 204: { description: 'It has ended' }, ...PROBLEMS },
});

const revokeOthers = createRoute({
  method: 'delete',
  path: '/sessions',
  summary: 'Sign out everywhere else',
  tags,
  responses: { 204: { description: 'Only this session is left' }, ...PROBLEMS },
});

export const sessionRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => {
      const found = await listOwnSessions(app, c.var.actor);
      const items = found.map(({ accountId: _, createdAt, lastUsedAt, expiresAt, ...same }) => ({
        ...same,
        isCurrent: same.id === c.var.sessionId,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }));
      return c.json({ items }, 200);
    })
    .openapi(revoke, async (c) => {
      await revokeSession(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(revokeOthers, async (c) => {
      await revokeOtherSessions(app, c.var.actor, c.var.sessionId);
      return c.body(null, 204);
    });
