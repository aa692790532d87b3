import { Hono } from 'hono';
import type { Actor } from '../core/actor.ts';
import type { Env } from '../http/env.ts';
import { problemResponse } from '../http/problem.ts';
import type { Platform } from '../platform.ts';

/** A server without routes, for which somebody is signed in: how they prove it is tested with the sessions. */
export function serverFor(app: Platform, actor: Actor): Hono<Env> {
  return new Hono<Env>()
    .onError((error, c) => problemResponse(app, c, error))
    .use(async (c, next) => {
      c.set('actor', actor);
      await next();
    });
}
