import type { Platform } from '../../platform.ts';
import { accountRoutes } from './accounts.ts';
import { agencyRoutes } from './agencies.ts';
import { auditRoutes } from './audit.ts';
import { caseActionRoutes } from './case-actions.ts';
import { caseNoteRoutes } from './case-notes.ts';
import { caseRoutes } from './cases.ts';
import { completeDocument } from './document.ts';
import { duplicateRoutes } from './duplicates.ts';
import { invitationRoutes } from './invitations.ts';
import { jobRoutes } from './jobs.ts';
import { keyRoutes } from './keys.ts';
import { matchRoutes } from './matches.ts';
import { messageRoutes } from './messages.ts';
import { ownAccountRoutes } from './own-account.ts';
import { photoFileRoutes } from './photo-files.ts';
import { photoRoutes } from './photos.ts';
import { relationRoutes } from './relations.ts';
import { reportRoutes } from './reports.ts';
import { reviewImageRoutes } from './review-images.ts';
import { reviewRoutes } from './reviews.ts';
import { openApi } from './route.ts';
import { searchRoutes } from './searches.ts';
import { sessionRoutes } from './sessions.ts';
import { sightingRoutes } from './sightings.ts';
import { systemRoutes } from './system.ts';
import { watchRoutes } from './watch.ts';
import { webhookRoutes } from './webhooks.ts';

/** The JSON API: one file a resource. */
export const apiV1 = (app: Platform) =>
  openApi()
    .route('/', ownAccountRoutes(app))
    .route('/', sessionRoutes(app))
    .route('/', accountRoutes(app))
    .route('/', invitationRoutes(app))
    .route('/', agencyRoutes(app))
    .route('/', keyRoutes(app))
    .route('/', auditRoutes(app))
    .route('/', jobRoutes(app))
    .route('/', systemRoutes(app))
    .route('/', messageRoutes(app))
    .route('/', webhookRoutes(app))
    .route('/', reportRoutes(app))
    .route('/', sightingRoutes(app))
    .route('/', caseRoutes(app))
    .route('/', caseActionRoutes(app))
    .route('/', caseNoteRoutes(app))
    .route('/', photoRoutes(app))
    .route('/', photoFileRoutes(app))
    .route('/', relationRoutes(app))
    .route('/', duplicateRoutes(app))
    .route('/', searchRoutes(app))
    .route('/', reviewRoutes(app))
    .route('/', reviewImageRoutes(app))
    .route('/', matchRoutes(app))
    .route('/', watchRoutes(app));

/** docs/openapi.json, and what GET /api/v1/openapi.json answers. */
export function apiDocument(app: Platform) {
  const generated = apiV1(app).getOpenAPI31Document({
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
  return completeDocument(generated);
}
