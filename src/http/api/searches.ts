import type { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import { AppError } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';
import { discardPhoto, receivePhoto } from '../../services/photos/intake.ts';
import { AdHocAnswer, AdHocSearch, admitAdHocSearch, searchAdHoc } from '../../services/search/ad-hoc.ts';
import { CandidateItem, CandidatePosition, listCandidatesFor } from '../../services/search/candidate-list.ts';
import { SearchView, viewSearch } from '../../services/search/view-search.ts';
import { receiveUpload } from '../upload.ts';
import { decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Searches and candidates'];

const search = createRoute({
  method: 'post',
  path: '/searches',
  summary: 'Search with a photo that is part of no sighting, for a stated reason; the fields stand before the photo',
  tags,
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            required: ['reasonCode', 'incident', 'photo'],
            properties: {
              ...properties(AdHocSearch),
              photo: { type: 'string', format: 'binary' },
            },
          },
        },
      },
    },
  },
  responses: { 200: json(AdHocAnswer, 'Nothing was searched'), 201: json(AdHocAnswer, 'The search'), ...PROBLEMS },
});

const view = createRoute({
  method: 'get',
  path: '/searches/{id}',
  summary: 'A search by hand of your agency, and whom it found',
  tags,
  request: { params: IdParam },
  responses: { 200: json(SearchView, 'The search'), ...PROBLEMS },
});

const ofCase = createRoute({
  method: 'get',
  path: '/cases/{id}/candidates',
  summary: 'Sightings that may show the child: most alike first, for reviewers newest first',
  tags,
  request: { params: IdParam, query: PageQuery },
  responses: { 200: json(pageOf(CandidateItem), 'A page of candidates'), ...PROBLEMS },
});

const ofSighting = createRoute({
  method: 'get',
  path: '/sightings/{id}/candidates',
  summary: 'Children of your agency’s cases whom a sighting may show: most alike first, for reviewers in no order',
  tags,
  request: { params: IdParam, query: PageQuery },
  responses: { 200: json(pageOf(CandidateItem), 'A page of candidates'), ...PROBLEMS },
});

export const searchRoutes = (app: Platform) =>
  openApi()
    .openapi(search, async (c) => {
      const { maxPhotoBytes } = app.config;
      const plan = {
        limits: { files: 1, fileBytes: maxPhotoBytes, totalBytes: maxPhotoBytes + 1e5, fields: 10, fieldBytes: 1000 },
        admit: async (fields: URLSearchParams) => {
          admitAdHocSearch(c.var.actor);
          AdHocSearch.parse(Object.fromEntries(fields));
        },
        store: (content: Readable) => receivePhoto(app, content),
        discard: (photo: Awaited<ReturnType<typeof receivePhoto>>) => discardPhoto(app, photo),
      };
      const answer = await receiveUpload(c, plan, async ({ fields, files: [file] }) => {
        if (!file) throw new AppError('invalid', 'Send a photo, in the field «photo».');
        return searchAdHoc(app, c.var.actor, file.stored, AdHocSearch.parse(Object.fromEntries(fields)));
      });
      return answer.outcome === 'searched' ? c.json(answer, 201) : c.json(answer, 200);
    })
    .openapi(view, async (c) => c.json(await viewSearch(app, c.var.actor, c.req.valid('param').id), 200))
    .openapi(ofCase, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const page = { after: decodeCursor(cursor, CandidatePosition), limit };
      const { items, next } = await listCandidatesFor(app, c.var.actor, { caseId: c.req.valid('param').id }, page);
      return c.json({ items, next: next && encodeCursor(next) }, 200);
    })
    .openapi(ofSighting, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const page = { after: decodeCursor(cursor, CandidatePosition), limit };
      const { items, next } = await listCandidatesFor(app, c.var.actor, { sightingId: c.req.valid('param').id }, page);
      return c.json({ items, next: next && encodeCursor(next) }, 200);
    });

function properties(schema: z.ZodType): Record<string, object> {
  const { properties: described = {} } = z.toJSONSchema(schema, { io: 'input' });
  return JSON.parse(JSON.stringify(described));
}
