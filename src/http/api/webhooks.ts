import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { NewPushSubscription, pushPublicKey, subscribePush, unsubscribePush } from '../../services/alerts/push.ts';
import {
  createWebhook,
  listOwnWebhooks,
  NewWebhook,
  removeWebhook,
  WebhookEvent,
} from '../../services/alerts/webhooks.ts';
import { body, IdParam, json, openApi, PROBLEMS } from './route.ts';

const tags = ['Alerts'];

const WebhookRow = z.object({
  id: z.uuid(),
  url: z.string(),
  events: z.array(WebhookEvent),
  createdAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
});

const list = createRoute({
  method: 'get',
  path: '/webhooks',
  summary: 'Programs of the agency that are told',
  tags,
  responses: { 200: json(z.object({ items: z.array(WebhookRow) }), 'Oldest first'), ...PROBLEMS },
});

const create = createRoute({
  method: 'post',
  path: '/webhooks',
  summary: 'Have a program told',
  description:
    'Calls are signed after Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature). They carry ids and strength, never a name.',
  tags,
  request: { body: body(NewWebhook) },
  responses: {
    201: json(z.object({ id: z.uuid(), secret: z.string() }), 'The secret is shown this once'),
    ...PROBLEMS,
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/webhooks/{id}',
  summary: 'Tell a program no more',
  tags,
  request: { params: IdParam },
  responses: { 204: { description: 'Removed' }, ...PROBLEMS },
});

const pushKey = createRoute({
  method: 'get',
  path: '/push/key',
  summary: 'The key that a browser subscribes with',
  tags,
  responses: { 200: json(z.object({ publicKey: z.string() }), 'VAPID public key, base64url'), ...PROBLEMS },
});

const subscribe = createRoute({
  method: 'put',
  path: '/push/subscription',
  summary: 'Tell this device when a candidate waits',
  tags,
  request: { body: body(NewPushSubscription) },
  responses: { 204: { description: 'Subscribed' }, ...PROBLEMS },
});

const unsubscribe = createRoute({
  method: 'delete',
  path: '/push/subscription',
  summary: 'Tell this device no more',
  tags,
  request: { body: body(NewPushSubscription.pick({ endpoint: true })) },
  responses: { 204: { description: 'Unsubscribed' }, ...PROBLEMS },
});

export const webhookRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => {
      const webhooks = await listOwnWebhooks(app, c.var.actor);
      const items = webhooks.map(({ events, createdAt, disabledAt, ...rest }) => ({
        ...rest,
        events: z.array(WebhookEvent).parse(events),
        createdAt: createdAt.toISOString(),
        disabledAt: disabledAt?.toISOString() ?? null,
      }));
      return c.json({ items }, 200);
    })
    .openapi(create, async (c) => c.json(await createWebhook(app, c.var.actor, c.req.valid('json')), 201))
    .openapi(remove, async (c) => {
      await removeWebhook(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(pushKey, (c) => c.json({ publicKey: pushPublicKey(app) }, 200))
    .openapi(subscribe, async (c) => {
      await subscribePush(app, c.var.actor, c.req.valid('json'));
      return c.body(null, 204);
    })
    .openapi(unsubscribe, async (c) => {
      await unsubscribePush(app, c.var.actor, c.req.valid('json').endpoint);
      return c.body(null, 204);
    });
