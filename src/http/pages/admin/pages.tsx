import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { viewSettings } from '../../../services/configuration.ts';
import { examine } from '../../../services/doctor.ts';
import { listModels } from '../../../services/models.ts';
import { viewCalibration } from '../../../services/search/calibration.ts';
import { viewSystem } from '../../../services/system.ts';
import type { Env } from '../../env.ts';
import { renderPage } from '../../page.tsx';
import { agencyRoutes } from './agencies-routes.tsx';
import { auditRoutes } from './audit-routes.tsx';
import { CalibrationPage } from './calibration.tsx';
import { ConfigurationPage } from './configuration.tsx';
import { jobRoutes } from './jobs-routes.tsx';
import { keyRoutes } from './keys-routes.tsx';
import { ModelsPage } from './models.tsx';
import { outboxRoutes } from './outbox-routes.tsx';
import { OverviewPage } from './overview.tsx';
import { peopleRoutes } from './people-routes.tsx';
import { retentionRoutes } from './retention-routes.tsx';

/** What whoever runs the system sees, and what auditors, leads and officers look up. */
export function adminPages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/admin', async (c) => {
      const findings = await examine(app, c.var.actor);
      return renderPage(c, <OverviewPage findings={findings} system={await viewSystem(app, c.var.actor)} />);
    })
    .get('/admin/models', async (c) => renderPage(c, <ModelsPage models={await listModels(app, c.var.actor)} />))
    .get('/admin/configuration', (c) => renderPage(c, <ConfigurationPage settings={viewSettings(app, c.var.actor)} />))
    .get('/admin/calibration', async (c) =>
      renderPage(c, <CalibrationPage view={await viewCalibration(app, c.var.actor)} />),
    )
    .route('/admin/people', peopleRoutes(app, '/admin'))
    .route('/admin/agencies', agencyRoutes(app))
    .route('/admin/audit', auditRoutes(app))
    .route('/admin/jobs', jobRoutes(app))
    .route('/admin/messages', outboxRoutes(app))
    .route('/admin/keys', keyRoutes(app))
    .route('/admin/retention', retentionRoutes(app));
}
