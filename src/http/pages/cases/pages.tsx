import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';
import { actionRoutes } from './action-routes.tsx';
import { editRoutes } from './edit-routes.tsx';
import { importRoutes } from './import-routes.tsx';
import { caseListRoutes } from './list-routes.tsx';
import { overviewRoutes } from './overview-routes.tsx';
import { photoRoutes } from './photo-routes.tsx';
import { placeRoutes } from './place-routes.tsx';
import { recordRoutes } from './record-routes.tsx';
import { savedViewRoutes } from './view-routes.tsx';

/** Cases, for those who work with them. Guardians see their own in their own way. */
export function casePages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .route('/', caseListRoutes(app))
    .route('/', savedViewRoutes(app))
    .route('/', importRoutes(app))
    .route('/', overviewRoutes(app))
    .route('/', editRoutes(app))
    .route('/', photoRoutes(app))
    .route('/', placeRoutes(app))
    .route('/', recordRoutes(app))
    .route('/', actionRoutes(app));
}
