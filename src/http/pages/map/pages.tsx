import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { MapFilter, mapOf } from '../../../services/places/overview.ts';
import type { Env } from '../../env.ts';
import { renderPage } from '../../page.tsx';
import { MapPage } from './map-page.tsx';
import { placeRoutes } from './places.ts';
import { tileRoutes } from './tiles.ts';

export function mapPages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .route('/', tileRoutes(app))
    .route('/', placeRoutes(app))
    .get('/map', async (c) => {
      const filter = MapFilter.parse(c.req.query());
      const { places, isCut } = await mapOf(app, c.var.actor, filter);
      return renderPage(c, <MapPage filter={filter} places={places} isCut={isCut} />);
    });
}
