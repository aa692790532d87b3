import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import {
  Acceptance,
  acceptInvitation,
  invite,
  listInvitations,
  NewInvitation,
  viewInvitation,
  withdrawInvitation,
} from '../../services/accounts/invitations.ts';
import { body, IdParam, json, openApi, PROBLEMS } from './route.ts';

const tags = ['Invitations'];
const Role = z.enum(['officer', 'lead', 'partner', 'admin', 'auditor']);

const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string().nullable(),
    role: Role,
    agencyId: z.uuid().nullable(),
    invitedBy: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .openapi('Invitation');

const create = createRoute({
  method: 'post',
  path: '/invitations',
  summary: 'Invite somebody to the staff, by e-mail',
  tags,
  request: { body: body(NewInvitation) },
  responses: { 201: json(z.object({ id: z.uuid() }), 'Its id'), ...PROBLEMS },
});

const list = createRoute({
  method: 'get',
  path: '/invitations',
  summary: 'Invitations that nobody has accepted yet',
  tags,
  responses: { 200: json(z.object({ items: z.array(Invitation) }), 'Newest first'), ...PROBLEMS },
});

const withdraw = createRoute({
  method: 'delete',
  path: '/invitations/{id}',
  summary: 'Withdraw an invitation',
  tags,
  request: { params: IdParam },
  responses: { 204: { description: 'Its link no longer works' }, ...PROBLEMS },
});

const look = createRoute({
  method: 'post',
  path: '/invitations/look',
  summary: 'What the link of an invitation is for',
  tags,
  request: { body: body(Acceptance.pick({ token: true })) },
  responses: {
    200: json(
      z.object({
        email: z.string().nullable(),
        role: Role,
        agency: z.string().nullable(),
        expiresAt: z.iso.datetime(),
      }),
      'Role and agency',
    ),
    ...PROBLEMS,
  },
});

const accept = createRoute({
  method: 'post',
  path: '/invitations/accept',
  summary: 'Accept an invitation: choose name and password, then sign in and set up the second factor',
  tags,
  request: { body: body(Acceptance) },
  responses: { 201: json(z.object({ accountId: z.uuid() }), 'The account'), ...PROBLEMS },
});

export const invitationRoutes = (app: Platform) =>
  openApi()
    .openapi(create, async (c) => c.json(await invite(app, c.var.actor, c.req.valid('json')), 201))
    .openapi(list, async (c) => {
      const found = await listInvitations(app, c.var.actor);
      const items = found.map(({ createdAt, expiresAt, acceptedAt: _, ...same }) => ({
        ...same,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }));
      return c.json({ items }, 200);
    })
    .openapi(withdraw, async (c) => {
      await withdrawInvitation(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(look, async (c) => {
      const found = await viewInvitation(app, c.req.valid('json').token);
      return c.json({ ...found, expiresAt: found.expiresAt.toISOString() }, 200);
    })
    .openapi(accept, async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await acceptInvitation(app, c.req.valid('json')), 201);
    });
