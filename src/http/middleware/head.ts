import { createMiddleware } from 'hono/factory';
import type { Env } from '../env.ts';

/** Whoever asks for the head alone is answered like a GET, and nobody reads the body: let go of what it is read from. */
export const head = createMiddleware<Env>(async (c, next) => {
  await next();
  if (c.req.method === 'HEAD') await c.res.body?.cancel();
});
