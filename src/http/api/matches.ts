import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { advanceMatch, MatchAdvance } from '../../services/matches/advance.ts';
import { MatchSummary, MatchView } from '../../services/matches/match-view.ts';
import { AgreedCandidate, listAgreed, listMatches, viewMatch } from '../../services/matches/read.ts';
import { NewMatch, recordMatch } from '../../services/matches/record.ts';
import { releaseMatch } from '../../services/matches/release.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Matches'];

const agreed = createRoute({
  method: 'get',
  path: '/matches/agreed',
  summary: 'Candidates that two reviewers agree on, waiting for a fact beside the face',
  tags,
  request: { query: PageQuery },
  responses: { 200: json(pageOf(AgreedCandidate), 'Oldest agreement first'), ...PROBLEMS },
});

const list = createRoute({
  method: 'get',
  path: '/matches',
  summary: 'Matches of the agency',
  tags,
  request: { query: PageQuery },
  responses: { 200: json(pageOf(MatchSummary), 'Newest first'), ...PROBLEMS },
});

const record = createRoute({
  method: 'post',
  path: '/matches',
  summary: 'Make a match of an agreed candidate and an independent fact',
  tags,
  request: { body: body(NewMatch) },
  responses: { 201: json(MatchView, 'The match'), ...PROBLEMS },
});

const view = createRoute({
  method: 'get',
  path: '/matches/{id}',
  summary: 'A match and its steps',
  tags,
  request: { params: IdParam },
  responses: { 200: json(MatchView, 'The match'), ...PROBLEMS },
});

const advance = createRoute({
  method: 'post',
  path: '/matches/{id}/steps',
  summary: 'Take a match one step further, or refute it',
  tags,
  request: { params: IdParam, body: body(MatchAdvance) },
  responses: { 200: json(MatchView, 'The match after the step'), ...PROBLEMS },
});

const release = createRoute({
  method: 'post',
  path: '/matches/{id}/release',
  summary: 'Let the guardian be told of a confirmed match',
  tags,
  request: { params: IdParam },
  responses: { 200: json(MatchView, 'The match; the guardian’s message is on its way'), ...PROBLEMS },
});

const Cursor = z.object({ at: z.iso.datetime().transform((text) => new Date(text)), id: z.uuid() });

export const matchRoutes = (app: Platform) =>
  openApi()
    .openapi(agreed, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const items = await listAgreed(app, c.var.actor, { after: decodeCursor(cursor, Cursor), limit });
      const last = items[limit - 1];
      return c.json({ items, next: last ? encodeCursor({ at: last.agreedAt, id: last.candidateId }) : null }, 200);
    })
    .openapi(list, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const items = await listMatches(app, c.var.actor, { before: decodeCursor(cursor, Cursor), limit });
      const last = items[limit - 1];
      return c.json({ items, next: last ? encodeCursor({ at: last.recordedAt, id: last.id }) : null }, 200);
    })
    .openapi(record, async (c) => c.json(await recordMatch(app, c.var.actor, c.req.valid('json')), 201))
    .openapi(view, async (c) => c.json(await viewMatch(app, c.var.actor, c.req.valid('param').id), 200))
    .openapi(advance, async (c) =>
      c.json(await advanceMatch(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(release, async (c) => c.json(await releaseMatch(app, c.var.actor, c.req.valid('param').id), 200));
