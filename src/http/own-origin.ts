import type { Context } from 'hono';
import type { Platform } from '../platform.ts';

/**
 * Whether a request comes from our own pages, as its header Origin says: from the address that people know, or from the
 * one that it was sent to. What is written with a session must, and so must every form of a page.
 */
export function isOwnOrigin({ config }: Platform, c: Context, origin = c.req.header('origin')): boolean {
  return [config.url, c.req.url].some((url) => new URL(url).origin === origin);
}
