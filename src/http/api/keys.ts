import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { createApiKey, listApiKeys, NewApiKey, revokeApiKey, SCOPES } from '../../services/accounts/api-keys.ts';
import { body, IdParam, json, openApi, PROBLEMS } from './route.ts';

const tags = ['API keys'];
const time = z.iso.datetime().nullable();

const ApiKey = z
  .object({
    id: z.uuid(),
    agencyId: z.uuid(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    createdBy: z.uuid(),
    createdAt: z.iso.datetime(),
    expiresAt: time,
    revokedAt: time,
    lastUsedAt: time,
  })
  .openapi('ApiKey');

const list = createRoute({
  method: 'get',
  path: '/keys',
  summary: 'API keys of the own agency; for admins, all',
  tags,
  responses: { 200: json(z.object({ items: z.array(ApiKey) }), 'Newest first'), ...PROBLEMS },
});

const create = createRoute({
  method: 'post',
  path: '/keys',
  summary: 'Make an API key for a program of the own agency',
  description: 'The whole key is in this answer and nowhere else; an Idempotency-Key does not bring it back.',
  tags,
  request: { body: body(NewApiKey) },
  responses: { 201: json(ApiKey.extend({ key: z.string() }), 'The key'), ...PROBLEMS },
});

const revoke = createRoute({
  method: 'delete',
  path: '/keys/{id}',
  summary: 'Revoke an API key',
  tags,
  request: { params: IdParam },
  responses: { 204: { description: 'It opens nothing any more' }, ...PROBLEMS },
});

export const keyRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => c.json({ items: (await listApiKeys(app, c.var.actor)).map(shown) }, 200))
    .openapi(create, async (c) => {
      const { key, ...made } = await createApiKey(app, c.var.actor, c.req.valid('json'));
      c.header('Cache-Control', 'no-store');
      return c.json({ ...shown(made), key }, 201);
    })
    .openapi(revoke, async (c) => {
      await revokeApiKey(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    });

function shown(key: Awaited<ReturnType<typeof listApiKeys>>[number]): z.output<typeof ApiKey> {
  const text = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...key,
    createdAt: key.createdAt.toISOString(),
    expiresAt: text(key.expiresAt),
    revokedAt: text(key.revokedAt),
    lastUsedAt: text(key.lastUsedAt),
  };
}
