import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import {
  changeRole,
  disableAccount,
  enableAccount,
  listPeople,
  resetSecondFactor,
  StaffPlace,
  viewPerson,
} from '../../services/accounts/people.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Accounts'];
const ROLES = ['guardian', 'officer', 'lead', 'partner', 'admin', 'auditor'] as const;

export const Account = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    username: z.string().nullable(),
    role: z.enum(ROLES),
    agencyId: z.uuid().nullable(),
    locale: z.string(),
    timeZone: z.string(),
    hasSecondFactor: z.boolean(),
    disabledAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Account');

const list = createRoute({
  method: 'get',
  path: '/accounts',
  summary: 'The people of the own agency; for admins, all',
  tags,
  request: { query: PageQuery.extend({ role: z.enum(ROLES).optional() }) },
  responses: { 200: json(pageOf(Account), 'Accounts'), ...PROBLEMS },
});

const view = createRoute({
  method: 'get',
  path: '/accounts/{id}',
  summary: 'One account',
  tags,
  request: { params: IdParam },
  responses: { 200: json(Account, 'The account'), ...PROBLEMS },
});

const place = createRoute({
  method: 'put',
  path: '/accounts/{id}/role',
  summary: 'Give somebody another role or agency; their sessions end',
  tags,
  request: { params: IdParam, body: body(StaffPlace) },
  responses: { 204: { description: 'Changed' }, ...PROBLEMS },
});

const action = (name: string, summary: string) =>
  createRoute({
    method: 'post',
    path: `/accounts/{id}/${name}`,
    summary,
    tags,
    request: { params: IdParam },
    responses: { 204: { description: 'Done' }, ...PROBLEMS },
  });
const disable = action('disable', 'Shut somebody out at once: their sessions end');
const enable = action('enable', 'Let somebody in again');
const reset = action('reset-second-factor', 'For who lost the phone with the codes: a new one must be set up');

export const accountRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => {
      const { cursor, limit, role } = c.req.valid('query');
      const after = decodeCursor(cursor, z.uuid()) ?? undefined;
      const { items, next } = await listPeople(app, c.var.actor, { after, limit, role });
      return c.json({ items: items.map(shownAccount), next: next && encodeCursor(next) }, 200);
    })
    .openapi(view, async (c) => c.json(shownAccount(await viewPerson(app, c.var.actor, c.req.valid('param').id)), 200))
    .openapi(place, async (c) => {
      await changeRole(app, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.body(null, 204);
    })
    .openapi(disable, async (c) => {
      await disableAccount(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(enable, async (c) => {
      await enableAccount(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(reset, async (c) => {
      await resetSecondFactor(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    });

/** An account as JSON has it. */
export function shownAccount(account: Awaited<ReturnType<typeof viewPerson>>): z.output<typeof Account> {
  const { createdAt, disabledAt } = account;
  return { ...account, createdAt: createdAt.toISOString(), disabledAt: disabledAt?.toISOString() ?? null };
}
