import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';
import { liveStream } from './live.ts';

export function deskPages(app: Platform): Hono<Env> {
  return new Hono<Env>().get('/live', (c) => liveStream(app, c));
}
