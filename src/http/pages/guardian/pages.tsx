import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';
import { myCaseRoutes } from './my-case-routes.tsx';
import { newCaseRoutes } from './new-case-routes.tsx';

/** Guardians and their cases; and the steps by which anybody opens one. */
export function guardianPages(app: Platform): Hono<Env> {
  return new Hono<Env>().route('/', newCaseRoutes(app)).route('/', myCaseRoutes(app));
}
