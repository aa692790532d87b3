import { createRoute, z } from '@hono/zod-openapi';
import { SIGHTING_STATES } from '../../db/sightings.ts';
import type { Platform } from '../../platform.ts';
import {
  linkSighting,
  SightingView,
  setSightingState,
  unlinkSighting,
  viewSighting,
} from '../../services/sightings/inbox.ts';
import { listSightingsFor, SightingFilter, SightingListItem } from '../../services/sightings/listing.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Sightings'];

const Position = z.object({ key: z.string().max(50), id: z.uuid() });

const list = createRoute({
  method: 'get',
  path: '/sightings',
  summary: 'Sightings that may concern you, newest first',
  tags,
  request: { query: PageQuery.extend(SightingFilter.shape) },
  responses: { 200: json(pageOf(SightingListItem), 'Sightings'), ...PROBLEMS },
});

const view = createRoute({
  method: 'get',
  path: '/sightings/{id}',
  summary: 'A sighting with everything that was sent',
  tags,
  request: { params: IdParam },
  responses: { 200: json(SightingView, 'The sighting'), ...PROBLEMS },
});

const setState = createRoute({
  method: 'put',
  path: '/sightings/{id}/state',
  summary: 'Say that a sighting was seen, is done with, or is spam',
  tags,
  request: { params: IdParam, body: body(z.object({ state: z.enum(SIGHTING_STATES) })) },
  responses: { 204: { description: 'Done' }, ...PROBLEMS },
});

const link = createRoute({
  method: 'post',
  path: '/sightings/{id}/links',
  summary: 'Connect a sighting with a case by hand',
  tags,
  request: {
    params: IdParam,
    body: body(z.object({ caseId: z.uuid(), reason: z.string().trim().min(3, 'Say why').max(1000) })),
  },
  responses: { 204: { description: 'Connected' }, ...PROBLEMS },
});

const unlink = createRoute({
  method: 'delete',
  path: '/sightings/{id}/links/{caseId}',
  summary: 'Undo such a connection',
  tags,
  request: { params: IdParam.extend({ caseId: z.uuid() }) },
  responses: { 204: { description: 'Undone' }, ...PROBLEMS },
});

/** The inbox of officers. */
export const sightingRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid('query');
      const page = { after: decodeCursor(cursor, Position), limit };
      const { items, next } = await listSightingsFor(app, c.var.actor, filter, page);
      return c.json({ items, next: next && encodeCursor(next) }, 200);
    })
    .openapi(view, async (c) => c.json(await viewSighting(app, c.var.actor, c.req.valid('param').id), 200))
    .openapi(setState, async (c) => {
      await setSightingState(app, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.body(null, 204);
    })
    .openapi(link, async (c) => {
      await linkSighting(app, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.body(null, 204);
    })
    .openapi(unlink, async (c) => {
      const { id, caseId } = c.req.valid('param');
      await unlinkSighting(app, c.var.actor, id, caseId);
      return c.body(null, 204);
    });
