import { Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { MessageRow, retryMessage, viewOutbox } from '../../../services/alerts/messages.ts';
import type { Env } from '../../env.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { idIn, queryOf } from './address.ts';
import { OutboxPage } from './outbox.tsx';

const PAGE = 50;

export const OutboxQuery = z.object({
  state: MessageRow.shape.state.optional().catch(undefined),
  before: z.coerce.date().nullable().catch(null),
});

/** The mail of the whole system as whoever runs it sees it: neither to whom, nor about which child. */
export function outboxRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/', async (c) => {
      const { state, before } = OutboxQuery.parse({ before: null, ...c.req.query() });
      const { counts, items } = await viewOutbox(app, c.var.actor, { state, before, limit: PAGE + 1 });
      const last = items.length > PAGE ? items[PAGE - 1]?.createdAt : null;
      const next = last ? `/admin/messages${queryOf({ state, before: last })}` : null;
      const first = before ? `/admin/messages${queryOf({ state })}` : null;
      return renderPage(c, <OutboxPage {...{ counts, state, first, next }} items={items.slice(0, PAGE)} />);
    })
    .post('/:id/retry', async (c) => {
      await retryMessage(app, c.var.actor, idIn(c));
      return redirectWith(c, '/admin/messages', 'admin.done-message-retried');
    });
}
