import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Auth } from '../../../services/accounts/auth.ts';
import type { Env } from '../../env.ts';

export function accountPages(_app: Platform, _auth: Auth): Hono<Env> {
  return new Hono<Env>();
}
