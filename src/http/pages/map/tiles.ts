import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { drawMap, MAX_ZOOM } from '../../../services/places/draw.ts';
import { type Frame, TILE_SIZE } from '../../../services/places/mercator.ts';
import { STILL_SIZE } from '../../components/map-frame.ts';
import type { Env } from '../../env.ts';
import { LOCALES } from '../../middleware/page.ts';
import { rateLimit } from '../../middleware/rate-limit.ts';

const Look = z.object({
  theme: z.enum(['light', 'dark']).catch('light'),
  lang: z.enum(LOCALES).catch('en'),
});
const zoom = z.coerce.number().int().min(0).max(MAX_ZOOM);
const whole = z.coerce
  .number()
  .int()
  .min(-2000)
  .max(TILE_SIZE * 2 ** MAX_ZOOM);

/** A person who moves the map about asks for a hundred in a minute; each costs a moment of a processor. */
const TILES = { name: 'map', requests: 1200, seconds: 60 } as const;

/** The world does not change often, and holds nothing about anybody. */
const FOR_A_MONTH = 'public, max-age=2592000';

/** Pieces of the built-in map: tiles for maps that move, and whole pictures for those that do not. */
export const tileRoutes = (app: Platform) =>
  new Hono<Env>()
    .use('/map/*', rateLimit(app, TILES))
    .get('/map/tiles/:z/:x/:y{\\d+\\.svg}', (c) => {
      const z0 = zoom.safeParse(c.req.param('z'));
      const [x, y] = [Number(c.req.param('x')), Number.parseInt(c.req.param('y'), 10)];
      const count = 2 ** (z0.data ?? 0);
      if (!z0.success || !Number.isInteger(x) || x < 0 || x >= count || y >= count) throw nothingSuch();
      const frame = { zoom: z0.data, left: x * TILE_SIZE, top: y * TILE_SIZE, width: TILE_SIZE, height: TILE_SIZE };
      return answer(c, frame);
    })
    .get('/map/still/:z/:left/:top{-?\\d+\\.svg}', (c) => {
      const given = z
        .object({ zoom, left: whole, top: whole })
        .safeParse({ zoom: c.req.param('z'), left: c.req.param('left'), top: c.req.param('top').slice(0, -4) });
      if (!given.success) throw nothingSuch();
      return answer(c, { ...given.data, ...STILL_SIZE });
    });

function answer(c: Context<Env>, frame: Frame): Response {
  const { theme, lang } = Look.parse(c.req.query());
  const headers = { 'content-type': 'image/svg+xml', 'cache-control': FOR_A_MONTH };
  return c.body(drawMap(frame, { theme, locale: lang }), 200, headers);
}

function nothingSuch(): AppError {
  return new AppError('not-found', 'There is no such piece of the map.');
}
