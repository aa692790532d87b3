import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { listRelativesOf, NewRelation, Relative, relateCases, unrelateCases } from '../../services/cases/relations.ts';
import { body, IdParam, json, openApi, PROBLEMS } from './route.ts';

const tags = ['Cases'];

const list = createRoute({
  method: 'get',
  path: '/cases/{id}/relatives',
  summary: 'Siblings and twins with cases of their own',
  tags,
  request: { params: IdParam },
  responses: { 200: json(z.object({ items: z.array(Relative) }), 'Those you may see'), ...PROBLEMS },
});

const relate = createRoute({
  method: 'post',
  path: '/cases/{id}/relatives',
  summary: 'Say that the children of two cases are siblings or twins',
  tags,
  request: { params: IdParam, body: body(NewRelation) },
  responses: { 201: json(Relative, 'The relative'), ...PROBLEMS },
});

const unrelate = createRoute({
  method: 'delete',
  path: '/cases/{id}/relatives/{otherId}',
  summary: 'Take a relation back',
  tags,
  request: { params: IdParam.extend({ otherId: z.uuid('This is no id') }) },
  responses: { 204: { description: 'They are not related' }, ...PROBLEMS },
});

export const relationRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) =>
      c.json({ items: await listRelativesOf(app, c.var.actor, c.req.valid('param').id) }, 200),
    )
    .openapi(relate, async (c) =>
      c.json(await relateCases(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 201),
    )
    .openapi(unrelate, async (c) => {
      const { id, otherId } = c.req.valid('param');
      await unrelateCases(app, c.var.actor, id, otherId);
      return c.body(null, 204);
    });
