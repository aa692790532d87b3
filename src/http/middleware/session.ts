import type { HonoRequest } from 'hono';
import { createMiddleware } from 'hono/factory';
import { PUBLIC } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';
import { actorOfApiKey } from '../../services/accounts/api-keys.ts';
import type { Auth } from '../../services/accounts/auth.ts';
import { actorOfSession } from '../../services/accounts/sessions.ts';
import type { Env } from '../env.ts';
import { isOwnOrigin } from '../own-origin.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Find out who asks: with an API key in `Authorization: Bearer`, with a session cookie, or nobody we know.
 *
 * A write with a cookie must come from our own pages (its Origin says so): browsers send cookies along with what other
 * sites make them send. A key goes before a cookie.
 */
export const session = (app: Platform, auth: Auth) =>
  createMiddleware<Env>(async (c, next) => {
    c.set('actor', PUBLIC);
    c.set('sessionId', null);
    c.set('viewer', null);
    const key = bearerOf(c.req.header('authorization'));
    const signed = key === null ? await actorOfSession(auth, c.req.raw.headers, isAutomatic(c.req)) : null;
    if (key !== null) c.set('actor', await actorOfApiKey(app, key));
    if (signed) {
      if (!READS.has(c.req.method) && !isOwnOrigin(app, c)) throw foreign();
      c.set('actor', signed.actor);
      c.set('sessionId', signed.sessionId);
      c.set('viewer', signed.viewer);
      for (const cookie of signed.cookies) c.header('set-cookie', cookie, { append: true });
    }
    await next();
  });

/** A list that keeps itself up to date on an abandoned screen must not keep its session alive. */
function isAutomatic(request: HonoRequest): boolean {
  return request.path === '/live' || request.header('x-homeward-live') !== undefined;
}

/** @throws AppError `unauthenticated` for any other way to prove who one is */
function bearerOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  const [scheme, key] = header.split(' ');
  if (scheme?.toLowerCase() === 'bearer' && key) return key;
  throw new AppError('unauthenticated', 'Send your API key as «Authorization: Bearer hw_…».');
}

function foreign(): AppError {
  return new AppError(
    'forbidden',
    'This request does not come from the pages of Homeward. Open them anew and try again.',
  );
}
