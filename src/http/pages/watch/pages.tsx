import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { requireReach } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';

/** Cameras and films under watch orders. */
export function watchPages(_app: Platform): Hono<Env> {
  return new Hono<Env>().use(async (c, next) => {
    requireReach(c.var.actor, 'watch.view');
    await next();
  });
}
