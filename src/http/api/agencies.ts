import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { AgencyChanges, createAgency, editAgency, listAgencies, NewAgency } from '../../services/accounts/agencies.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Agencies'];

const Agency = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(['police', 'ngo', 'other']),
    country: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    asksViewReason: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Agency');

const list = createRoute({
  method: 'get',
  path: '/agencies',
  summary: 'Agencies, by name',
  tags,
  request: { query: PageQuery },
  responses: { 200: json(pageOf(Agency), 'Agencies'), ...PROBLEMS },
});

const create = createRoute({
  method: 'post',
  path: '/agencies',
  summary: 'Add an agency',
  tags,
  request: { body: body(NewAgency) },
  responses: { 201: json(z.object({ id: z.uuid() }), 'Its id'), ...PROBLEMS },
});

const edit = createRoute({
  method: 'patch',
  path: '/agencies/{id}',
  summary: 'Change what is known of an agency',
  tags,
  request: { params: IdParam, body: body(AgencyChanges) },
  responses: { 204: { description: 'Changed' }, ...PROBLEMS },
});

export const agencyRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after = decodeCursor(cursor, z.string()) ?? undefined;
      const { items, next } = await listAgencies(app, c.var.actor, { after, limit });
      const shown = items.map((agency) => ({ ...agency, createdAt: agency.createdAt.toISOString() }));
      return c.json({ items: shown, next: next && encodeCursor(next) }, 200);
    })
    .openapi(create, async (c) => c.json(await createAgency(app, c.var.actor, c.req.valid('json')), 201))
    .openapi(edit, async (c) => {
      await editAgency(app, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.body(null, 204);
    });
