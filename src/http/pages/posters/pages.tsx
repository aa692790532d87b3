import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { PublicCase } from '../../../services/cases/public.ts';
import { makePoster, publicPoster, shareImage } from '../../../services/posters/poster.ts';
import type { Limit } from '../../../services/protection/limits.ts';
import type { Env } from '../../env.ts';
import { ID } from '../../id.ts';
import { rateLimit } from '../../middleware/rate-limit.ts';
import { wordingOf } from './wording.ts';

/** Drawing one takes as long as a hundred pages. */
const DRAWN: Limit = { name: 'posters', requests: 30, seconds: 600 };

/** Posters and pictures of children whose families want the public to know. For every other case there is none. */
export function posterPages(app: Platform): Hono<Env> {
  const wording = (c: Context<Env>) => (child: PublicCase) => wordingOf(app, c.var.page, child);
  return new Hono<Env>()
    .get(`/cases/:id${ID}/poster.pdf`, async (c) => {
      const pdf = await makePoster(app, c.var.actor, c.req.param('id'), wording(c));
      return file(c, pdf, 'application/pdf');
    })
    .get(`/children/:id${ID}/poster.pdf`, rateLimit(app, DRAWN), async (c) => {
      const pdf = await publicPoster(app, c.var.actor, c.req.param('id'), wording(c));
      return file(c, pdf, 'application/pdf');
    })
    .get(`/children/:id${ID}/share.png`, rateLimit(app, DRAWN), async (c) => {
      const png = await shareImage(app, c.var.actor, c.req.param('id'), wording(c));
      return file(c, png, 'image/png');
    });
}

/** Nobody between keeps it: publicity may end at any moment. */
function file(c: Context<Env>, content: Buffer, type: string): Response {
  const name = type === 'image/png' ? 'homeward.png' : 'homeward-poster.pdf';
  const headers = {
    'content-type': type,
    'cache-control': 'no-store',
    'content-disposition': `inline; filename="${name}"`,
  };
  return c.body(new Uint8Array(content), 200, headers);
}
