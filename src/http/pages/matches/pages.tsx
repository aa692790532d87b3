import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';

export function matchPages(_app: Platform): Hono<Env> {
  return new Hono<Env>();
}
