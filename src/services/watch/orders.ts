import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { countWork, findOrder, insertOrder, listOrders, lockOrder, updateStopped } from '../../db/watch-orders.ts';
import { lockSource } from '../../db/watch-sources.ts';
import type { Platform } from '../../platform.ts';
import { requireAccount } from '../accounts/actor.ts';
import { audit } from '../audit.ts';
import { loadCase } from '../cases/load.ts';
import { requireVisible, seesProtected } from '../policy.ts';
import { LEGAL_BASES } from '../search/ad-hoc.ts';
import { type OrderView, orderView, statusOf } from './order-view.ts';
import { requireMember, requireThere } from './sources.ts';

/** A watch is a measure for some days; whoever needs it longer decides anew. */
const LONGEST_DAYS = 30;
/** So late a form may come after the time that it names. */
const PATIENCE_MILLISECONDS = 3600_000;
const MOST_SOURCES = 100;
const MOST_CASES = 100;

const ids = (what: string) => z.array(z.uuid(`This is no ${what}`));

/** What a lead signs. */
export const NewWatchOrder = z.strictObject({
  incident: z.string().trim().min(3, 'Give the number of the case or incident').max(100, 'Give a shorter number'),
  legalBasis: z.enum(LEGAL_BASES, `Give the legal basis: ${LEGAL_BASES.join(', ')}.`),
  purpose: z.string().trim().min(10, 'Say in a sentence why this must be').max(1000, 'Say it in fewer words'),
  scope: z
    .enum(['cases', 'gallery'], 'Say who is looked for: certain cases, or all children who are sought.')
    .describe('cases: nobody else is found; gallery: all children who are sought'),
  sources: ids('source').min(1, 'Choose at least one source').max(MOST_SOURCES),
  cases: ids('case').max(MOST_CASES).default([]),
  startsAt: z.coerce.date('Give the start as a date and time').optional().describe('Default: at once'),
  endsAt: z.coerce.date('Say when it ends').describe(`At most ${LONGEST_DAYS} days after the start`),
});
export type NewWatchOrder = z.output<typeof NewWatchOrder>;

export const StopWatch = z.strictObject({
  reason: z.string().trim().min(3, 'Say why it ends').max(500, 'Say it in fewer words'),
});
export type StopWatch = z.output<typeof StopWatch>;

/** Where a page of orders goes on. */
export const OrderPosition = z.object({ createdAt: z.coerce.date(), id: z.uuid() });
export type OrderPosition = z.output<typeof OrderPosition>;

/**
 * Authorise a watch: from its start to its end the faces before these sources may be searched, and at no other time.
 *
 * @throws AppError `forbidden` for who is no lead, `not-found` for sources and cases of others, `invalid` for times that
 *   cannot be, or a case that is not sought
 */
export async function authoriseWatch(app: Platform, actor: Actor, given: NewWatchOrder): Promise<OrderView> {
  const { agencyId, accountId } = requireMember(actor, 'watch.authorise');
  const { startsAt, endsAt } = timesOf(given, app.clock());
  if ((given.scope === 'cases') !== given.cases.length > 0)
    throw new AppError('invalid', 'Choose at least one case, or all children who are sought: not both.');
  return inTransaction(app.db, async (tx) => {
    const [sources, cases] = [[...new Set(given.sources)], [...new Set(given.cases)]];
    for (const id of sources) requireThere(requireVisible(actor, 'watch.view', await lockSource(tx, id)));
    for (const id of cases) await requireSought(tx, actor, id);
    const { incident, legalBasis, purpose, scope } = given;
    const order = { incident, legalBasis, purpose, scope, startsAt, endsAt, sources, cases };
    const id = await insertOrder(tx, { ...order, agencyId, authorisedBy: accountId, at: app.clock() });
    const view = await orderView(tx, actor, requireVisible(actor, 'watch.view', await findOrder(tx, id)), app.clock());
    const times = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    const details = { incident, legalBasis, scope, sources, cases, ...times };
    await audit(app, tx, actor, { action: 'watch.authorise', entity: 'watch-order', entityId: id, details });
    return view;
  });
}

/** Stop an order at once: no further search is made, and nothing is recorded any more. */
export function stopWatch(app: Platform, actor: Actor, id: string, { reason }: StopWatch): Promise<OrderView> {
  return inTransaction(app.db, async (tx) => {
    const order = requireVisible(actor, 'watch.stop', await lockOrder(tx, id));
    const at = app.clock();
    const status = statusOf(order, at);
    if (status === 'ended' || status === 'stopped') throw new AppError('conflict', 'This order is over already.');
    await updateStopped(tx, id, { at, by: requireAccount(actor).accountId, reason });
    const view = await orderView(tx, actor, requireVisible(actor, 'watch.view', await findOrder(tx, id)), at);
    const details = await countWork(tx, id);
    await audit(app, tx, actor, { action: 'watch.stop', entity: 'watch-order', entityId: id, details });
    return view;
  });
}

/** Look at one order. Who looked is written down. @throws AppError `forbidden`, `not-found` */
export function viewWatchOrder(app: Platform, actor: Actor, id: string): Promise<OrderView> {
  return inTransaction(app.db, async (tx) => {
    const order = requireVisible(actor, 'watch.view', await findOrder(tx, id));
    const view = await orderView(tx, actor, order, app.clock());
    await audit(app, tx, actor, { action: 'watch.view-order', entity: 'watch-order', entityId: id });
    return view;
  });
}

/** The orders of one's agency, newest first; those about a protected case for leads alone. */
export async function listWatchOrders(
  app: Platform,
  actor: Actor,
  { after, limit }: { readonly after: OrderPosition | null; readonly limit: number },
): Promise<{ items: OrderView[]; next: OrderPosition | null }> {
  const { agencyId } = requireMember(actor, 'watch.view');
  const rows = await listOrders(app.db, {
    ...{ agencyId, seesProtected: seesProtected(actor) },
    ...{ before: after, limit: limit + 1 },
  });
  const items: OrderView[] = [];
  for (const row of rows.slice(0, limit)) items.push(await orderView(app.db, actor, row, app.clock()));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items, next: last ? { createdAt: last.createdAt, id: last.id } : null };
}

function timesOf({ startsAt: wanted, endsAt }: NewWatchOrder, now: Date): { startsAt: Date; endsAt: Date } {
  if (wanted && wanted.getTime() < now.getTime() - PATIENCE_MILLISECONDS)
    throw new AppError('invalid', 'The start is in the past: nothing can be authorised afterwards.');
  // Nothing was searched before it was signed.
  const startsAt = wanted && wanted > now ? wanted : now;
  if (endsAt <= startsAt) throw new AppError('invalid', 'The end must be after the start, and not yet past.');
  if (endsAt.getTime() > startsAt.getTime() + LONGEST_DAYS * DAY_MILLISECONDS)
    throw new AppError('invalid', `An order ends after ${LONGEST_DAYS} days at the latest. Authorise a new one then.`);
  return { startsAt, endsAt };
}

async function requireSought(tx: Database, actor: Actor, caseId: string): Promise<void> {
  const { state, legalBasis, number } = await loadCase(tx, actor, 'case.view', caseId);
  if (state !== 'open' || legalBasis === null)
    throw new AppError('invalid', `${number} is not sought: it must be open, and have a legal basis.`);
}
