import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import {
  Duplicate,
  DuplicateDecision,
  DuplicatePosition,
  decideDuplicate,
  listDuplicates,
} from '../../services/cases/duplicates.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Duplicates'];

const list = createRoute({
  method: 'get',
  path: '/duplicates',
  summary: "Cases that may be about the child of one of your agency's cases",
  tags,
  request: {
    query: PageQuery.extend({
      caseId: z.uuid().optional(),
      open: z.stringbool().optional().describe('Only what nobody has decided'),
    }),
  },
  responses: { 200: json(pageOf(Duplicate), 'A page of pairs'), ...PROBLEMS },
});

const decide = createRoute({
  method: 'post',
  path: '/duplicates/{id}/decision',
  summary: 'Say whether it is the same child; nothing is merged',
  tags,
  request: { params: IdParam, body: body(DuplicateDecision) },
  responses: { 200: json(Duplicate, 'The pair'), ...PROBLEMS },
});

export const duplicateRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => {
      const { cursor, limit, caseId, open } = c.req.valid('query');
      const page = { caseId, isOpen: open, after: decodeCursor(cursor, DuplicatePosition), limit };
      const { items, next } = await listDuplicates(app, c.var.actor, page);
      return c.json({ items, next: next && encodeCursor(next) }, 200);
    })
    .openapi(decide, async (c) =>
      c.json(await decideDuplicate(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    );
