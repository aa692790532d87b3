import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import type { Platform } from '../../platform.ts';
import type { Auth } from '../../services/accounts/auth.ts';
import type { Assets } from '../assets.ts';
import type { Env } from '../env.ts';
import { page } from '../middleware/page.ts';
import { isOwnOrigin } from '../own-origin.ts';
import { accountPages } from './account/pages.tsx';
import { adminPages } from './admin/pages.tsx';
import { agencyPages } from './agency/pages.tsx';
import { appPages } from './app/pages.tsx';
import { casePages } from './cases/pages.tsx';
import { deskPages } from './desk/pages.tsx';
import { guardianPages } from './guardian/pages.tsx';
import { imagePages } from './images/pages.ts';
import { mapPages } from './map/pages.tsx';
import { matchPages } from './matches/pages.tsx';
import { posterPages } from './posters/pages.tsx';
import { publicPages } from './public/pages.tsx';
import { reportPages } from './report/pages.tsx';
import { reviewPages } from './review/pages.tsx';
import { sightingPages } from './sightings/pages.tsx';
import { watchPages } from './watch/pages.tsx';

/** All pages that people see. Each part registers its own paths; the order matters only where paths overlap. */
export function site(app: Platform, { auth, assets }: { readonly auth: Auth; readonly assets: Assets }): Hono<Env> {
  return new Hono<Env>()
    .route('/', assets.routes)
    .use(page(app, assets))
    .use(csrf({ origin: (origin, c) => isOwnOrigin(app, c, origin) }))
    .route('/', publicPages(app))
    .route('/', appPages(app))
    .route('/', reportPages(app))
    .route('/', accountPages(app, auth))
    .route('/', guardianPages(app))
    .route('/', imagePages(app))
    .route('/', casePages(app))
    .route('/', posterPages(app))
    .route('/', deskPages(app))
    .route('/', sightingPages(app))
    .route('/', mapPages(app))
    .route('/watch', watchPages(app))
    .route('/', reviewPages(app))
    .route('/', matchPages(app))
    .route('/', agencyPages(app))
    .route('/', adminPages(app));
}
