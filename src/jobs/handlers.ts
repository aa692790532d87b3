import type { JobHandlers } from '../db/jobs.ts';
import type { Platform } from '../platform.ts';
import { sendDigests } from '../services/alerts/digests.ts';
import { raiseAlerts } from '../services/alerts/raise.ts';
import { sendMessages } from '../services/alerts/send.ts';
import { anchorAudit } from '../services/audit-log.ts';
import { findDuplicates } from '../services/cases/find-duplicates.ts';
import { analysePhoto } from '../services/photos/analyse.ts';
import { purgeCase } from '../services/purge/purge-case.ts';
import { keepRetention } from '../services/purge/retention.ts';
import { topUpControls } from '../services/reviews/controls.ts';
import { searchCase } from '../services/search/search-case.ts';
import { searchEverything } from '../services/search/search-everything.ts';
import { searchFace } from '../services/search/search-face.ts';
import { searchUnanswered } from '../services/sightings/unanswered.ts';
import { noteOrders } from '../services/watch/note-orders.ts';

/** Which service does which kind of job. */
export function jobHandlers(app: Platform): JobHandlers {
  return {
    'analyse-photo': ({ photoId }) => analysePhoto(app, photoId),
    'search-face': (data) => searchFace(app, data),
    'search-case': (data) => searchCase(app, data),
    'search-everything': (data) => searchEverything(app, data),
    'raise-alerts': (data) => raiseAlerts(app, data),
    'send-messages': () => sendMessages(app),
    'send-digests': () => sendDigests(app),
    'find-duplicates': (data) => findDuplicates(app, data),
    'purge-case': ({ caseId }) => purgeCase(app, caseId),
    'search-unanswered': () => searchUnanswered(app),
    'review-controls': () => topUpControls(app),
    'note-watch-orders': () => noteOrders(app),
    retention: async () => void (await keepRetention(app)),
    'anchor-audit': () => anchorAudit(app),
  };
}
