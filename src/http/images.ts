import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { AppError } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import type { Env } from './env.ts';

/** For which an address of a picture works: long enough to look at a page, short enough to be worthless in a log. */
const LIFETIME_SECONDS = 15 * 60;
/** Addresses change only so often, so that a page that is opened again finds its pictures in place. */
const STEP_SECONDS = 5 * 60;

/**
 * The address of a picture for the session of this request: `path`, an end, and a signature over both and the session.
 *
 * It opens nothing by itself: whoever asks still needs the session, and the right to see the picture.
 */
export function imageUrl(app: Platform, c: Context<Env>, path: string): string {
  const now = app.clock().getTime() / 1000;
  const end = (Math.floor(now / STEP_SECONDS) + 1) * STEP_SECONDS + LIFETIME_SECONDS;
  return `${path}?until=${end}&by=${signature(app, c, path, end)}`;
}

/** Stop a request for a picture whose address was not made for this session, or is too old. @throws AppError `not-found` */
export function requireSignedUrl(app: Platform, c: Context<Env>): void {
  const end = Number(c.req.query('until'));
  const given = Buffer.from(c.req.query('by') ?? '');
  const wanted = Buffer.from(signature(app, c, c.req.path, end));
  const isOurs = given.length === wanted.length && timingSafeEqual(given, wanted);
  if (!isOurs || end < app.clock().getTime() / 1000)
    throw new AppError('not-found', 'This picture can no longer be opened. Load the page again.');
}

function signature(app: Platform, c: Context<Env>, path: string, end: number): string {
  const key = app.secret('addresses of pictures');
  return createHmac('sha256', key)
    .update(`${c.var.sessionId ?? ''} ${end} ${path}`)
    .digest('base64url')
    .slice(0, 22);
}
