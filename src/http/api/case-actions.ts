import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { GuardianLink, linkGuardian, takeOverCase } from '../../services/cases/guardian.ts';
import { Consequences, Protection, Publicity, setProtection, setPublicity } from '../../services/cases/publicity.ts';
import {
  Opening,
  openCase,
  Reopening,
  Resolution,
  reopenCase,
  resolveCase,
  StateChange,
  Withdrawal,
  withdrawCase,
} from '../../services/cases/state.ts';
import { body, IdParam, json, openApi, PROBLEMS } from './route.ts';

/** What is done to a case as a whole: each a POST or PUT with few words. */
function action<T extends z.ZodType, A extends z.ZodType>(
  route: { method: 'post' | 'put'; name: string; summary: string },
  given: T,
  answer: A,
) {
  return createRoute({
    method: route.method,
    path: `/cases/{id}/${route.name}`,
    summary: route.summary,
    tags: ['Cases'],
    request: { params: IdParam, body: body(given) },
    responses: { 200: json(answer, 'What follows from it'), ...PROBLEMS },
  });
}

const Version = z.object({ version: z.number().int() });

const open = action(
  { method: 'post', name: 'open', summary: 'Open a draft: its face is searched' },
  Opening,
  StateChange,
);
const resolve = action(
  { method: 'post', name: 'resolve', summary: 'The child is found: templates are erased' },
  Resolution,
  StateChange,
);
const withdraw = action(
  { method: 'post', name: 'withdraw', summary: 'End the search: templates are erased' },
  Withdrawal,
  StateChange,
);
const reopen = action({ method: 'post', name: 'reopen', summary: 'Search again' }, Reopening, StateChange);
const publicity = action(
  { method: 'put', name: 'publicity', summary: 'Show the case to the public, or no longer' },
  Publicity,
  Consequences,
);
const protection = action(
  { method: 'put', name: 'protection', summary: 'Hide the case from everybody but the safeguarding leads' },
  Protection,
  Consequences,
);
const guardian = action({ method: 'put', name: 'guardian', summary: 'Link the guardian' }, GuardianLink, Version);
const takeOver = createRoute({
  method: 'post',
  path: '/cases/{id}/take-over',
  summary: 'Take on a case as its officer',
  tags: ['Cases'],
  request: { params: IdParam },
  responses: { 200: json(Version, 'The new version'), ...PROBLEMS },
});

export const caseActionRoutes = (app: Platform) =>
  openApi()
    .openapi(open, async (c) =>
      c.json(await openCase(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(resolve, async (c) =>
      c.json(await resolveCase(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(withdraw, async (c) =>
      c.json(await withdrawCase(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(reopen, async (c) =>
      c.json(await reopenCase(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(publicity, async (c) =>
      c.json(await setPublicity(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(protection, async (c) =>
      c.json(await setProtection(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(guardian, async (c) =>
      c.json(await linkGuardian(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(takeOver, async (c) => c.json(await takeOverCase(app, c.var.actor, c.req.valid('param').id), 200));
