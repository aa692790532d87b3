import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { GuardianCase, STATES, StaffCase } from '../../services/cases/case-view.ts';
import { createCase, NewCase } from '../../services/cases/create.ts';
import { CaseChanges, editCase } from '../../services/cases/edit.ts';
import { exportCase } from '../../services/cases/export.ts';
import { CaseFilter } from '../../services/cases/filter.ts';
import { CaseListItem, CasePosition, CaseSort, countCasesFor, listCasesFor } from '../../services/cases/list.ts';
import { listTimeline, TimelineEvent } from '../../services/cases/timeline.ts';
import { ViewReason, viewCase } from '../../services/cases/view.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Cases'];

const create = createRoute({
  method: 'post',
  path: '/cases',
  summary: 'Begin a case, as a draft',
  tags,
  request: { body: body(NewCase) },
  responses: { 201: json(z.object({ id: z.uuid(), number: z.string() }), 'The draft'), ...PROBLEMS },
});

const list = createRoute({
  method: 'get',
  path: '/cases',
  summary: 'The cases you may see',
  tags,
  request: { query: PageQuery.extend({ ...CaseFilter.shape, sort: CaseSort.default('newest') }) },
  responses: { 200: json(pageOf(CaseListItem), 'A page of cases'), ...PROBLEMS },
});

const count = createRoute({
  method: 'get',
  path: '/cases/count',
  summary: 'How many cases are in each state',
  tags,
  request: { query: CaseFilter },
  responses: { 200: json(z.record(z.enum(STATES), z.number().int()), 'A number for each state'), ...PROBLEMS },
});

const view = createRoute({
  method: 'get',
  path: '/cases/{id}',
  summary: 'A case: the whole of it for its agency, in their own view for its guardian',
  tags,
  request: { params: IdParam, query: z.object({ reason: ViewReason.optional() }) },
  responses: { 200: json(z.discriminatedUnion('view', [StaffCase, GuardianCase]), 'The case'), ...PROBLEMS },
});

const edit = createRoute({
  method: 'patch',
  path: '/cases/{id}',
  summary: 'Change fields of a case; a conflict says who changed what meanwhile',
  tags,
  request: { params: IdParam, body: body(CaseChanges) },
  responses: { 200: json(z.object({ version: z.number().int() }), 'The new version'), ...PROBLEMS },
});

const history = createRoute({
  method: 'get',
  path: '/cases/{id}/history',
  summary: 'What happened to a case, newest first, or who looked at it',
  tags,
  request: { params: IdParam, query: PageQuery.extend({ looks: z.stringbool().optional() }) },
  responses: { 200: json(pageOf(TimelineEvent), 'Events'), ...PROBLEMS },
});

const exported = createRoute({
  method: 'get',
  path: '/cases/{id}/export',
  summary: 'Everything that is held about a case, for a subject access request',
  tags,
  request: { params: IdParam },
  responses: { 200: json(z.record(z.string(), z.unknown()), 'All of it, as JSON'), ...PROBLEMS },
});

export const caseRoutes = (app: Platform) =>
  openApi()
    .openapi(create, async (c) => c.json(await createCase(app, c.var.actor, c.req.valid('json')), 201))
    .openapi(list, async (c) => {
      const { cursor, limit, sort, ...filter } = c.req.valid('query');
      const after = decodeCursor(cursor, CasePosition);
      const { items, next } = await listCasesFor(app, c.var.actor, filter, { sort, after, limit });
      return c.json({ items, next: next && encodeCursor(next) }, 200);
    })
    .openapi(count, async (c) => c.json(await countCasesFor(app, c.var.actor, c.req.valid('query')), 200))
    .openapi(view, async (c) =>
      c.json(await viewCase(app, c.var.actor, c.req.valid('param').id, c.req.valid('query')), 200),
    )
    .openapi(edit, async (c) =>
      c.json(await editCase(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(history, async (c) => {
      const { cursor, limit, looks } = c.req.valid('query');
      const before = decodeCursor(cursor, z.number().int());
      const page = { onlyLooks: looks, before, limit };
      const { items, next } = await listTimeline(app, c.var.actor, c.req.valid('param').id, page);
      return c.json({ items, next: next === null ? null : encodeCursor(next) }, 200);
    })
    .openapi(exported, async (c) =>
      c.json(await exportCase(app, c.var.actor, c.req.valid('param').id), 200, {
        'content-disposition': 'attachment; filename="case.json"',
      }),
    );
