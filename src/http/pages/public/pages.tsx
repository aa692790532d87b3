import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';
import { renderPage } from '../../page.tsx';
import { Home } from './home.tsx';

export function publicPages(_app: Platform): Hono<Env> {
  return new Hono<Env>().get('/', (c) => renderPage(c, <Home />));
}
