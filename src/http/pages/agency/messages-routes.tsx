import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { cancelMessage, listMessages, releaseHeldMessage, retryMessage } from '../../../services/alerts/messages.ts';
import type { Env } from '../../env.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { idIn, queryOf } from '../admin/address.ts';
import { OutboxQuery } from '../admin/outbox-routes.tsx';
import { MessagesPage } from './messages.tsx';

const PAGE = 50;
const HERE = '/agency/messages';

/** The outbox of the own agency: what went to whom, what waits, what bounced. */
export function messageRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/', async (c) => {
      const { state, before } = OutboxQuery.parse({ before: null, ...c.req.query() });
      const rows = await listMessages(app, c.var.actor, { state, before, limit: PAGE + 1 });
      const last = rows.length > PAGE ? rows[PAGE - 1]?.createdAt : null;
      const next = last ? HERE + queryOf({ state, before: last }) : null;
      const first = before ? HERE + queryOf({ state }) : null;
      return renderPage(c, <MessagesPage {...{ state, first, next }} items={rows.slice(0, PAGE)} />);
    })
    .post('/:id/retry', async (c) => {
      await retryMessage(app, c.var.actor, idIn(c));
      return redirectWith(c, HERE, 'admin.done-message-retried');
    })
    .post('/:id/release', async (c) => {
      await releaseHeldMessage(app, c.var.actor, idIn(c));
      return redirectWith(c, HERE, 'agency.done-released');
    })
    .post('/:id/cancel', async (c) => {
      await cancelMessage(app, c.var.actor, idIn(c));
      return redirectWith(c, HERE, 'agency.done-cancelled');
    });
}
