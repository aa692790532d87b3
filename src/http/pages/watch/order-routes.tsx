import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { DAY_MILLISECONDS } from '../../../core/dates.ts';
import type { Platform } from '../../../platform.ts';
import { listCasesFor } from '../../../services/cases/list.ts';
import { requireReach } from '../../../services/policy.ts';
import { readTime, writeTime } from '../../../services/sightings/local-time.ts';
import {
  authoriseWatch,
  listWatchOrders,
  NewWatchOrder,
  OrderPosition,
  StopWatch,
  stopWatch,
  viewWatchOrder,
} from '../../../services/watch/orders.ts';
import { listWatchSources } from '../../../services/watch/sources.ts';
import { decodeCursor, encodeCursor } from '../../api/route.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, fieldsOf, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { idIn } from '../admin/address.ts';
import { OrderFormPage, type OrderFormProps } from './order-form.tsx';
import { OrderListPage } from './order-list.tsx';
import { OrderPage } from './order-page.tsx';

const PAGE = 24;
/** So many open cases are offered, newest first. */
const MOST_CASES = 100;

/** Watch orders: everybody of an agency sees them, a lead signs. */
export function orderRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/', async (c) => {
      const after = decodeCursor(c.req.query('cursor'), OrderPosition);
      const { items, next } = await listWatchOrders(app, c.var.actor, { after, limit: PAGE });
      const more = next && `/watch/orders?cursor=${encodeCursor(next)}`;
      return renderPage(c, <OrderListPage orders={items} first={after && '/watch/orders'} next={more} />);
    })
    .get('/new', (c) => {
      const chosen = { sources: c.req.queries('source') ?? [], cases: c.req.queries('case') ?? [] };
      return showForm(app, c, { form: EMPTY_FORM, chosen });
    })
    .post('/new', (c) => sign(app, c))
    .get('/:id', async (c) => {
      const order = await viewWatchOrder(app, c.var.actor, idIn(c));
      return renderPage(c, <OrderPage order={order} form={EMPTY_FORM} />);
    })
    .post('/:id/stop', (c) => stop(app, c));
}

async function showForm(
  app: Platform,
  c: Context<Env>,
  shown: Pick<OrderFormProps, 'form' | 'chosen'>,
): Promise<Response> {
  const { actor, page } = c.var;
  requireReach(actor, 'watch.authorise');
  const sources = await listWatchSources(app, actor);
  const { items } = await listCasesFor(app, actor, { state: ['open'] }, { sort: 'newest', limit: MOST_CASES });
  const usualEnd = writeTime(new Date(app.clock().getTime() + DAY_MILLISECONDS).toISOString(), page.timeZone);
  const isWrong = Object.keys(shown.form.errors).length > 0;
  return renderPage(c, <OrderFormPage {...{ ...shown, sources, cases: items, usualEnd }} />, isWrong ? 422 : 200);
}

async function sign(app: Platform, c: Context<Env>): Promise<Response> {
  const values = await readForm(c);
  const chosen = { sources: await fieldsOf(c, 'sources'), cases: await fieldsOf(c, 'cases') };
  try {
    const { id } = await authoriseWatch(app, c.var.actor, orderOf(c, values, chosen));
    return redirectWith(c, `/watch/orders/${id}`, 'order.done-signed');
  } catch (error) {
    return showForm(app, c, { form: formStateOf(c, values, error), chosen });
  }
}

/** @throws ZodError, AppError `invalid` */
function orderOf(
  c: Context<Env>,
  { isSure, startsAt, endsAt, ...values }: Record<string, string>,
  chosen: OrderFormProps['chosen'],
): NewWatchOrder {
  const { timeZone, texts } = c.var.page;
  const timeOf = (text: string | undefined) => (text ? readTime(text, timeZone) : undefined);
  const order = NewWatchOrder.parse({
    ...values,
    sources: chosen.sources,
    cases: values.scope === 'cases' ? chosen.cases : [],
    startsAt: timeOf(startsAt),
    endsAt: timeOf(endsAt),
  });
  if (isSure === 'yes') return order;
  const message = texts.text('order.sure-needed');
  throw new z.ZodError([{ code: 'custom', path: ['isSure'], message, input: undefined }]);
}

async function stop(app: Platform, c: Context<Env>): Promise<Response> {
  const id = idIn(c);
  const values = await readForm(c);
  try {
    await stopWatch(app, c.var.actor, id, StopWatch.parse(values));
    return redirectWith(c, `/watch/orders/${id}`, 'order.done-stopped');
  } catch (error) {
    const form: FormState = formStateOf(c, values, error);
    const order = await viewWatchOrder(app, c.var.actor, id);
    return renderPage(c, <OrderPage order={order} form={form} />, 422);
  }
}
