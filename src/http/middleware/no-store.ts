import { createMiddleware } from 'hono/factory';
import type { Env } from '../env.ts';

/** What the API answers is about people: no browser and no proxy keeps it, unless a route says that it may. */
export const noStore = createMiddleware<Env>(async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store');
});
