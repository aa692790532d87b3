import { type Context, Hono } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { createWebhook, listOwnWebhooks, NewWebhook, removeWebhook } from '../../../services/alerts/webhooks.ts';
import { requireReach } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, fieldsOf, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { idIn } from '../admin/address.ts';
import { SecretPage } from './secret.tsx';
import { NewWebhookPage, RemoveWebhookPage, WebhooksPage } from './webhooks.tsx';

/** Programs of the agency that are told of candidates and matches. */
export function webhookRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use('*', async (c, next) => {
      requireReach(c.var.actor, 'webhook.manage');
      await next();
    })
    .get('/', async (c) => renderPage(c, <WebhooksPage webhooks={await listOwnWebhooks(app, c.var.actor)} />))
    .get('/new', (c) => renderPage(c, <NewWebhookPage form={EMPTY_FORM} events={[]} />))
    .post('/new', (c) => addWebhook(app, c))
    .get('/:id/remove', async (c) => {
      const id = idIn(c);
      const webhook = (await listOwnWebhooks(app, c.var.actor)).find((each) => each.id === id);
      if (!webhook) throw new AppError('not-found', 'There is no such webhook.');
      return renderPage(c, <RemoveWebhookPage webhook={webhook} />);
    })
    .post('/:id/remove', async (c) => {
      await removeWebhook(app, c.var.actor, idIn(c));
      return redirectWith(c, '/agency/webhooks', 'agency.done-webhook-removed');
    });
}

async function addWebhook(app: Platform, c: Context<Env>): Promise<Response> {
  const values = await readForm(c);
  const events = await fieldsOf(c, 'events');
  try {
    const { secret } = await createWebhook(app, c.var.actor, NewWebhook.parse({ url: values.url, events }));
    c.header('Cache-Control', 'no-store');
    return renderPage(c, <SecretPage kind="webhook" secret={secret} back="/agency/webhooks" />);
  } catch (error) {
    return renderPage(c, <NewWebhookPage form={formStateOf(c, values, error)} events={events} />, 422);
  }
}
