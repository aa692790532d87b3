import { createMiddleware } from 'hono/factory';
import type { Platform } from '../../platform.ts';
import { countRequest, type Limit } from '../../services/protection/limits.ts';
import { sourceOf } from '../../services/protection/sources.ts';
import { clientAddress } from '../client-address.ts';
import type { Env } from '../env.ts';

/** At most so many requests in so many seconds from one account, program or network, in all processes together. */
export const rateLimit = (app: Platform, limit: Limit) =>
  createMiddleware<Env>(async (c, next) => {
    await countRequest(app, sourceOf(app, c.var.actor, clientAddress(c, app.config.trustedProxies)), limit);
    await next();
  });
