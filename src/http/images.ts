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

interface Picture {
  /** From the disk as it is read, or in memory. */
  readonly content: AsyncIterable<Uint8Array> | Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly bytes?: number;
}

/** Answer with a picture. Each look is written down, so nothing may come from a cache, unless `headers` say otherwise. */
export function pictureResponse(c: Context<Env>, picture: Picture, headers: Record<string, string> = {}): Response {
  const { content, mediaType, bytes } = picture;
  // Through the context: a response of one's own goes out without the headers that were set before.
  return c.body(content instanceof Uint8Array ? content : ReadableStream.from(content), 200, {
    'content-type': mediaType,
    'content-disposition': 'inline',
    'cache-control': 'no-store',
    ...(bytes !== undefined && { 'content-length': String(bytes) }),
    ...headers,
  });
}

/** For a file as it was received. What strangers sent is never shown in the site's own name. */
export function evidenceHeaders(id: string, file: { readonly mediaType: string; readonly sha256: Uint8Array }) {
  const extension = file.mediaType.slice('image/'.length).replace('jpeg', 'jpg');
  return {
    'content-disposition': `attachment; filename="photo-${id}.${extension}"`,
    'repr-digest': `sha-256=:${Buffer.from(file.sha256).toString('base64')}:`,
  };
}
