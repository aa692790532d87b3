import type { Platform } from '../../platform.ts';
import { auditRoutes } from './audit.ts';
import { caseActionRoutes } from './case-actions.ts';
import { caseNoteRoutes } from './case-notes.ts';
import { caseRoutes } from './cases.ts';
import { duplicateRoutes } from './duplicates.ts';
import { jobRoutes } from './jobs.ts';
import { relationRoutes } from './relations.ts';
import { openApi } from './route.ts';

/** The JSON API: one file a resource. */
export const apiV1 = (app: Platform) =>
  openApi()
    .route('/', auditRoutes(app))
    .route('/', jobRoutes(app))
    .route('/', caseRoutes(app))
    .route('/', caseActionRoutes(app))
    .route('/', caseNoteRoutes(app))
    .route('/', relationRoutes(app))
    .route('/', duplicateRoutes(app));

/** docs/openapi.json, and what GET /api/v1/openapi.json answers. */
export function apiDocument(app: Platform) {
  return apiV1(app).getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Homeward API',
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'For agencies and their programs. Errors are problem+json (RFC 9457). Writes take an Idempotency-Key. Times are ISO 8601 in UTC.',
    },
    servers: [{ url: '/api/v1' }],
  });
}
