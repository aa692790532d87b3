import { randomUUID } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { Platform } from '../../platform.ts';
import type { Env } from '../env.ts';

/** Give the request an id, and write one line when it is answered: never what was asked for, only which route it was. */
export const requestLog = (app: Platform) =>
  createMiddleware<Env>(async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    const start = performance.now();
    await next();
    // Afterwards: answers that are not made by the context come without what was set before.
    c.res.headers.set('X-Request-Id', requestId);
    const milliseconds = performance.now() - start;
    const route = routePath(c, -1);
    const actor = c.var.actor;
    app.metrics.requestSeconds.observe({ route, status: String(c.res.status) }, milliseconds / 1000);
    app.log.info(
      {
        requestId,
        kind: `${c.req.method} ${route}`,
        outcome: c.res.status,
        ms: Math.round(milliseconds),
        actorId: actor?.kind === 'account' ? actor.accountId : actor?.kind,
      },
      'request',
    );
  });
