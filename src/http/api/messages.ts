import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import {
  AlertPreference,
  cancelMessage,
  listMessages,
  MessageFilter,
  MessageRow,
  releaseHeldMessage,
  retryMessage,
  setAlertPreference,
  viewAlertPreferences,
} from '../../services/alerts/messages.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Alerts'];

const list = createRoute({
  method: 'get',
  path: '/messages',
  summary: 'The outbox of the agency, newest first',
  tags,
  request: { query: PageQuery.extend(MessageFilter.shape) },
  responses: { 200: json(pageOf(MessageRow), 'What went to whom, what waits, what bounced'), ...PROBLEMS },
});

const move = (name: 'release' | 'retry' | 'cancel', summary: string) =>
  createRoute({
    method: 'post',
    path: `/messages/{id}/${name}`,
    summary,
    tags,
    request: { params: IdParam },
    responses: { 204: { description: 'Done' }, ...PROBLEMS },
  });

const Preferences = z.object({ items: z.array(AlertPreference) });

const preferences = createRoute({
  method: 'get',
  path: '/alert-preferences',
  summary: 'How you are told',
  tags,
  responses: { 200: json(Preferences, 'One for each channel'), ...PROBLEMS },
});

const setPreference = createRoute({
  method: 'put',
  path: '/alert-preferences',
  summary: 'Choose how you are told: at once, gathered, or not at all',
  tags,
  request: { body: body(AlertPreference) },
  responses: { 204: { description: 'Chosen' }, ...PROBLEMS },
});

export const messageRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid('query');
      const before = decodeCursor(cursor, z.coerce.date());
      const rows = await listMessages(app, c.var.actor, { ...filter, before, limit: limit + 1 });
      const items = rows.slice(0, limit);
      return c.json({ items, next: rows.length > limit ? encodeCursor(items.at(-1)?.createdAt) : null }, 200);
    })
    .openapi(move('release', 'Send a message that relay mode holds back'), async (c) => {
      await releaseHeldMessage(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(move('retry', 'Send again what bounced or was given up'), async (c) => {
      await retryMessage(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(move('cancel', 'Do not send it'), async (c) => {
      await cancelMessage(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(preferences, async (c) => c.json({ items: await viewAlertPreferences(app, c.var.actor) }, 200))
    .openapi(setPreference, async (c) => {
      await setAlertPreference(app, c.var.actor, c.req.valid('json'));
      return c.body(null, 204);
    });
