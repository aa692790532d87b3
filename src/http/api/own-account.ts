import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import {
  changePassword,
  editOwnAccount,
  OwnChanges,
  PasswordChange,
  viewOwnAccount,
} from '../../services/accounts/own-account.ts';
import { Account, shownAccount } from './accounts.ts';
import { body, json, openApi, PROBLEMS } from './route.ts';

const tags = ['Own account'];

const view = createRoute({
  method: 'get',
  path: '/account',
  summary: 'Who is signed in, and whether a second factor must be set up first',
  tags,
  responses: { 200: json(Account.extend({ mustSetUpSecondFactor: z.boolean() }), 'The account'), ...PROBLEMS },
});

const edit = createRoute({
  method: 'patch',
  path: '/account',
  summary: 'Change name, user name, language or time zone',
  tags,
  request: { body: body(OwnChanges) },
  responses: { 204: { description: 'Changed' }, ...PROBLEMS },
});

const password = createRoute({
  method: 'put',
  path: '/account/password',
  summary: 'Choose a new password; all other sessions end',
  tags,
  request: { body: body(PasswordChange) },
  responses: { 204: { description: 'Changed' }, ...PROBLEMS },
});

export const ownAccountRoutes = (app: Platform) =>
  openApi()
    .openapi(view, async (c) => {
      const { actor } = c.var;
      const account = shownAccount(await viewOwnAccount(app, actor));
      const mustSetUpSecondFactor = actor.kind === 'account' && actor.isSecondFactorMissing === true;
      return c.json({ ...account, mustSetUpSecondFactor }, 200);
    })
    .openapi(edit, async (c) => {
      await editOwnAccount(app, c.var.actor, c.req.valid('json'));
      return c.body(null, 204);
    })
    .openapi(password, async (c) => {
      await changePassword(app, c.var, c.req.valid('json'));
      return c.body(null, 204);
    });
