import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Platform } from '../../platform.ts';
import { countRequest, type Limit } from '../../services/protection/limits.ts';
import { sourceOf } from '../../services/protection/sources.ts';
import { clientAddress } from '../client-address.ts';
import type { Env } from '../env.ts';

/**
 * At most so many requests in so many seconds from one account, program or network, in all processes together.
 *
 * @see IETF draft «RateLimit header fields for HTTP»
 */
export const rateLimit = (app: Platform, limit: Limit) =>
  createMiddleware<Env>(async (c, next) => {
    await count(app, c, limit);
    await next();
  });

/** What accounts and API keys may ask of the whole API. The public is limited where it can do something. */
export const apiRateLimit = (app: Platform) =>
  createMiddleware<Env>(async (c, next) => {
    const { kind } = c.var.actor;
    if (kind === 'account' || kind === 'api-key')
      await count(app, c, { name: kind, requests: app.config.apiRequests[kind], seconds: 60 });
    await next();
  });

async function count(app: Platform, c: Context<Env>, limit: Limit): Promise<void> {
  const seconds = limit.seconds - (Math.floor(app.clock().getTime() / 1000) % limit.seconds);
  const state = (left: number) => c.header('RateLimit', `"${limit.name}";r=${left};t=${seconds}`, { append: true });
  c.header('RateLimit-Policy', `"${limit.name}";q=${limit.requests};w=${limit.seconds}`, { append: true });
  try {
    const requests = await countRequest(
      app,
      sourceOf(app, c.var.actor, clientAddress(c, app.config.trustedProxies)),
      limit,
    );
    state(limit.requests - requests);
  } catch (error) {
    state(0);
    c.header('Retry-After', String(seconds));
    throw error;
  }
}
