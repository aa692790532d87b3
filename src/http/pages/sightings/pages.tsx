import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';
import { inboxRoutes } from './inbox-routes.tsx';
import { searchRoutes } from './search-routes.tsx';
import { sightingRoutes } from './sighting-routes.tsx';

/** What reporters send, and searches by hand. */
export function sightingPages(app: Platform): Hono<Env> {
  return new Hono<Env>().route('/', inboxRoutes(app)).route('/', sightingRoutes(app)).route('/', searchRoutes(app));
}
