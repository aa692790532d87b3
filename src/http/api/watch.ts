import type { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import { AppError } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';
import { addFilm, admitFilm, discardFilm, type ReceivedFilm, receiveFilm } from '../../services/watch/films.ts';
import { HitPosition, HitView, listWatchHits } from '../../services/watch/hit-list.ts';
import { testWatchSource, viewStill } from '../../services/watch/looking.ts';
import { OrderView } from '../../services/watch/order-view.ts';
import {
  authoriseWatch,
  listWatchOrders,
  NewWatchOrder,
  OrderPosition,
  StopWatch,
  stopWatch,
  viewWatchOrder,
} from '../../services/watch/orders.ts';
import {
  addWatchSource,
  editWatchSource,
  listWatchSources,
  NewFilm,
  NewSource,
  removeWatchSource,
  SourceChanges,
  SourceView,
  viewWatchSource,
} from '../../services/watch/sources.ts';
import { listSourceStates, SourceStateView } from '../../services/watch/states.ts';
import { receiveUpload } from '../upload.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Watch'];

const SourceTestView = z.object({
  still: z.base64().describe('JPEG of at most 480 pixels, faces veiled'),
  width: z.number().int(),
  height: z.number().int(),
  framesPerSecond: z.number(),
  facesPerMinute: z.number(),
  codec: z.string(),
});

const listOfSources = createRoute({
  method: 'get',
  path: '/watch/sources',
  summary: 'Cameras and films of your agency, by name',
  tags,
  responses: { 200: json(z.object({ items: z.array(SourceView) }), 'Without those that were removed'), ...PROBLEMS },
});

const addSource = createRoute({
  method: 'post',
  path: '/watch/sources',
  summary: 'Add a camera in the network, or one of a browser',
  description: 'Its address, with user and password, is kept encrypted and never shown again.',
  tags,
  request: { body: body(NewSource) },
  responses: { 201: json(SourceView, 'The source'), ...PROBLEMS },
});

const sendFilm = createRoute({
  method: 'post',
  path: '/watch/films',
  summary: 'Send a film in as a source; the fields stand before the file',
  tags,
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            required: ['name', 'place', 'latitude', 'longitude', 'timeZone', 'startedAt', 'film'],
            properties: { ...properties(NewFilm), film: { type: 'string', format: 'binary' } },
          },
        },
      },
    },
  },
  responses: { 201: json(SourceView, 'The source'), ...PROBLEMS },
});

const viewSource = createRoute({
  method: 'get',
  path: '/watch/sources/{id}',
  summary: 'A camera or film',
  tags,
  request: { params: IdParam },
  responses: { 200: json(SourceView, 'The source, with the host of its address only'), ...PROBLEMS },
});

const editSource = createRoute({
  method: 'put',
  path: '/watch/sources/{id}',
  summary: 'Say anew where a source is, or give its new address',
  tags,
  request: { params: IdParam, body: body(SourceChanges) },
  responses: { 200: json(SourceView, 'The source'), ...PROBLEMS },
});

const removeSource = createRoute({
  method: 'delete',
  path: '/watch/sources/{id}',
  summary: 'Remove a source: its address or film is erased at once, what was found there stays',
  tags,
  request: { params: IdParam },
  responses: { 204: { description: 'Removed' }, ...PROBLEMS },
});

const testOfSource = createRoute({
  method: 'post',
  path: '/watch/sources/{id}/test',
  summary: 'Open a camera or film for some seconds: what it shows',
  description:
    'Takes up to twenty seconds. Nobody is searched for and nothing is kept; faces in the picture are veiled.',
  tags,
  request: { params: IdParam },
  responses: { 200: json(SourceTestView, 'What it shows'), ...PROBLEMS },
});

const still = createRoute({
  method: 'get',
  path: '/watch/sources/{id}/still',
  summary: 'Newest picture of a source that is being watched, faces veiled',
  description: '404 while the server that answers does not watch it.',
  tags,
  request: { params: IdParam },
  responses: { 200: { description: 'JPEG', content: { 'image/jpeg': {} } }, ...PROBLEMS },
});

const states = createRoute({
  method: 'get',
  path: '/watch/states',
  summary: 'How the sources are doing',
  tags,
  responses: { 200: json(z.object({ items: z.array(SourceStateView) }), 'Those that were ever watched'), ...PROBLEMS },
});

const orders = createRoute({
  method: 'get',
  path: '/watch/orders',
  summary: 'Watch orders of your agency, newest first; those about a protected case for leads alone',
  tags,
  request: { query: PageQuery },
  responses: { 200: json(pageOf(OrderView), 'A page of orders'), ...PROBLEMS },
});

const authorise = createRoute({
  method: 'post',
  path: '/watch/orders',
  summary: 'Authorise a watch; leads only. It ends by itself',
  tags,
  request: { body: body(NewWatchOrder) },
  responses: { 201: json(OrderView, 'The order'), ...PROBLEMS },
});

const viewOrder = createRoute({
  method: 'get',
  path: '/watch/orders/{id}',
  summary: 'A watch order',
  tags,
  request: { params: IdParam },
  responses: { 200: json(OrderView, 'The order'), ...PROBLEMS },
});

const stop = createRoute({
  method: 'post',
  path: '/watch/orders/{id}/stop',
  summary: 'Stop an order at once',
  tags,
  request: { params: IdParam, body: body(StopWatch) },
  responses: { 200: json(OrderView, 'The order'), ...PROBLEMS },
});

const hits = createRoute({
  method: 'get',
  path: '/watch/hits',
  summary: 'Whom the orders of your agency found, newest first: each is a sighting',
  tags,
  request: { query: PageQuery.extend({ order: z.uuid().optional(), source: z.uuid().optional() }) },
  responses: { 200: json(pageOf(HitView), 'A page of hits'), ...PROBLEMS },
});

export const watchRoutes = (app: Platform) => openApi().route('/', sourceRoutes(app)).route('/', orderRoutes(app));

const sourceRoutes = (app: Platform) =>
  openApi()
    .openapi(listOfSources, async (c) => c.json({ items: await listWatchSources(app, c.var.actor) }, 200))
    .openapi(addSource, async (c) => c.json(await addWatchSource(app, c.var.actor, c.req.valid('json')), 201))
    .openapi(sendFilm, async (c) => {
      const { maxFilmBytes } = app.config;
      const plan = {
        limits: { files: 1, fileBytes: maxFilmBytes, totalBytes: maxFilmBytes + 1e5, fields: 20, fieldBytes: 1000 },
        admit: async (fields: URLSearchParams) => {
          admitFilm(c.var.actor);
          NewFilm.parse(Object.fromEntries(fields));
        },
        store: (content: Readable) => receiveFilm(app, content),
        discard: (film: ReceivedFilm) => discardFilm(app, film),
      };
      const source = await receiveUpload(c, plan, async ({ fields, files: [file] }) => {
        if (!file) throw new AppError('invalid', 'Send a film, in the field «film».');
        return addFilm(app, c.var.actor, file.stored, NewFilm.parse(Object.fromEntries(fields)));
      });
      return c.json(source, 201);
    })
    .openapi(viewSource, async (c) => c.json(await viewWatchSource(app, c.var.actor, c.req.valid('param').id), 200))
    .openapi(editSource, async (c) => {
      const source = await editWatchSource(app, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.json(source, 200);
    })
    .openapi(removeSource, async (c) => {
      await removeWatchSource(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(testOfSource, async (c) => {
      const seen = await testWatchSource(app, c.var.actor, c.req.valid('param').id);
      return c.json({ ...seen, still: Buffer.from(seen.still).toString('base64') }, 200);
    })
    .openapi(still, async (c) => {
      const jpeg = await viewStill(app, c.var.actor, c.req.valid('param').id);
      return c.body(Uint8Array.from(jpeg), 200, { 'content-type': 'image/jpeg' });
    })
    .openapi(states, async (c) => c.json({ items: await listSourceStates(app, c.var.actor) }, 200));

const orderRoutes = (app: Platform) =>
  openApi()
    .openapi(orders, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const page = { after: decodeCursor(cursor, OrderPosition), limit };
      const { items, next } = await listWatchOrders(app, c.var.actor, page);
      return c.json({ items, next: next && encodeCursor(next) }, 200);
    })
    .openapi(authorise, async (c) => c.json(await authoriseWatch(app, c.var.actor, c.req.valid('json')), 201))
    .openapi(viewOrder, async (c) => c.json(await viewWatchOrder(app, c.var.actor, c.req.valid('param').id), 200))
    .openapi(stop, async (c) => {
      const order = await stopWatch(app, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.json(order, 200);
    })
    .openapi(hits, async (c) => {
      const { cursor, limit, order: orderId, source: sourceId } = c.req.valid('query');
      const filter = { after: decodeCursor(cursor, HitPosition), limit, orderId, sourceId };
      const { items, next } = await listWatchHits(app, c.var.actor, filter);
      return c.json({ items, next: next && encodeCursor(next) }, 200);
    });

function properties(schema: z.ZodType): Record<string, object> {
  const { properties: described = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(described));
}
