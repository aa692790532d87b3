import { Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import type { Place } from '../../../services/places/search.ts';
import { placeNear, searchPlaces } from '../../../services/places/search.ts';
import { clientAddress } from '../../client-address.ts';
import type { Env } from '../../env.ts';
import type { Page } from '../../page-data.ts';

const PointQuery = z.object({
  latitude: z.coerce.number().min(-90).max(90),
  longitude: z.coerce.number().min(-180).max(180),
});

/** Towns by their name, and the town of a point: nothing but geography. */
export function placeRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/places', async (c) => {
      const text = (c.req.query('q') ?? '').slice(0, 100);
      const places = await searchPlaces(app, c.var.actor, clientAddress(c, app.config.trustedProxies), text);
      return c.json({ places: places.map((place) => describe(place, c.var.page)) });
    })
    .get('/places/near', async (c) => {
      const point = PointQuery.parse(c.req.query());
      const place = await placeNear(app, c.var.actor, clientAddress(c, app.config.trustedProxies), point);
      return c.json({ place: place && describe(place, c.var.page) });
    });
}

function describe({ name, country, near, latitude, longitude }: Place, { texts, format }: Page) {
  const names = { name, country: format.country(country) };
  return {
    label: near ? texts.text('map.town-near', { ...names, near }) : texts.text('map.town', names),
    ...{ latitude, longitude },
  };
}
