import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { requireReach } from '../../../services/policy.ts';
import { viewWall } from '../../../services/watch/looking.ts';
import { listSourceStates } from '../../../services/watch/states.ts';
import type { Env } from '../../env.ts';
import { renderPage } from '../../page.tsx';
import { cameraRoutes } from './camera-routes.tsx';
import { filmRoutes } from './film-routes.tsx';
import { hitRoutes } from './hit-routes.tsx';
import { numbersOf } from './numbers.ts';
import { orderRoutes } from './order-routes.tsx';
import { sourceRoutes, withStates } from './source-routes.tsx';
import { WallPage } from './wall.tsx';

/** Cameras and films under watch orders. */
export function watchPages(app: Platform): Hono<Env> {
  return (
    new Hono<Env>()
      .use(async (c, next) => {
        requireReach(c.var.actor, 'watch.view');
        await next();
      })
      .get('/', async (c) => {
        const sources = await viewWall(app, c.var.actor);
        return renderPage(c, <WallPage watched={withStates(sources, await listSourceStates(app, c.var.actor))} />);
      })
      // For the wall, every few seconds: a line for each source, in the language of the page.
      .get('/numbers', async (c) => {
        const states = await listSourceStates(app, c.var.actor);
        const { text } = c.var.page.texts;
        return c.json(Object.fromEntries(states.map((state) => [state.sourceId, numbersOf(state, text)])));
      })
      .route('/sources', sourceRoutes(app))
      .route('/films', filmRoutes(app))
      .route('/orders', orderRoutes(app))
      .route('/hits', hitRoutes(app))
      .route('/camera', cameraRoutes(app))
  );
}
