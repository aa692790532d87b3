import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { AppError } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import { AUTH_PATH, openAuth } from '../services/accounts/auth.ts';
import { apiDocument, apiV1 } from './api/v1.ts';
import { openAssets } from './assets.ts';
import { authRoutes } from './auth.ts';
import type { Env } from './env.ts';
import { errorResponse } from './error-page.tsx';
import { head } from './middleware/head.ts';
import { idempotency } from './middleware/idempotency.ts';
import { noStore } from './middleware/no-store.ts';
import { apiRateLimit } from './middleware/rate-limit.ts';
import { requestLog } from './middleware/request-log.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { session } from './middleware/session.ts';
import { site } from './pages/site.ts';

/** The whole of what is answered over HTTP, in the order in which a request passes it. */
export function httpServer(app: Platform): Hono<Env> {
  const auth = openAuth(app);
  const assets = openAssets();
  return new Hono<Env>()
    .onError((error, c) => errorResponse(app, c, error))
    .notFound((c) => errorResponse(app, c, new AppError('not-found', 'There is nothing here.')))
    .use(requestLog(app))
    .use(head)
    .use(securityHeaders(app.config))
    .use(compress({ threshold: 1024 }))
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/api/v1/openapi.json', (c) => c.json(apiDocument(app)))
    .use('/api/*', noStore)
    .route(AUTH_PATH, authRoutes(app, auth))
    .use(session(app, auth))
    .use('/api/v1/*', apiRateLimit(app))
    .use('/api/v1/*', idempotency(app))
    .route('/api/v1', apiV1(app))
    .route('/', site(app, { auth, assets }));
}
