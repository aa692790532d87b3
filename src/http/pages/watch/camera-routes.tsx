import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { requireReach } from '../../../services/policy.ts';
import { listCamerasNow } from '../../../services/watch/camera.ts';
import type { Env } from '../../env.ts';
import { renderPage } from '../../page.tsx';
import { CameraPage } from './camera-page.tsx';
import { cameraSocket } from './camera-socket.ts';

/** Look with the camera of this device. */
export function cameraRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use(async (c, next) => {
      requireReach(c.var.actor, 'watch.look');
      await next();
    })
    .get('/', async (c) => renderPage(c, <CameraPage cameras={await listCamerasNow(app, c.var.actor)} />))
    .get('/socket', cameraSocket(app));
}
