import { Hono } from 'hono';
import { AppError } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import { AUTH_PATH, openAuth } from '../services/accounts/auth.ts';
import { apiDocument, apiV1 } from './api/v1.ts';
import { authRoutes } from './auth.ts';
import type { Env } from './env.ts';
import { idempotency } from './middleware/idempotency.ts';
import { noStore } from './middleware/no-store.ts';
import { apiRateLimit } from './middleware/rate-limit.ts';
import { requestLog } from './middleware/request-log.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { session } from './middleware/session.ts';
import { problemResponse } from './problem.ts';

/** The whole of what is answered over HTTP, in the order in which a request passes it. */
export function httpServer(app: Platform): Hono<Env> {
  const auth = openAuth(app);
  return new Hono<Env>()
    .onError((error, c) => problemResponse(app, c, error))
    .notFound((c) => problemResponse(app, c, new AppError('not-found', 'There is nothing here.')))
    .use(requestLog(app))
    .use(securityHeaders)
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/api/v1/openapi.json', (c) => c.json(apiDocument(app)))
    .use('/api/*', noStore)
    .route(AUTH_PATH, authRoutes(app, auth))
    .use(session(app, auth))
    .use('/api/v1/*', apiRateLimit(app))
    .use('/api/v1/*', idempotency(app))
    .route('/api/v1', apiV1(app));
}
