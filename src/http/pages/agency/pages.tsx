import { type Context, Hono } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { viewAgency } from '../../../services/accounts/agencies.ts';
import { listAlertRecipients } from '../../../services/alerts/messages.ts';
import { requireReach } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { writeAgency } from '../admin/agencies-routes.tsx';
import { peopleRoutes } from '../admin/people-routes.tsx';
import { EditAgencyPage, OverviewPage } from './agency.tsx';
import { agencyKeyRoutes } from './keys-routes.tsx';
import { messageRoutes } from './messages-routes.tsx';
import { webhookRoutes } from './webhooks-routes.tsx';

/** What a safeguarding lead runs of the own agency. */
export function agencyPages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/agency', async (c) => {
      const agency = await viewAgency(app, c.var.actor, ownAgency(c));
      const recipients = await listAlertRecipients(app, c.var.actor);
      return renderPage(c, <OverviewPage agency={agency} recipients={recipients} />);
    })
    .get('/agency/edit', async (c) => {
      const agency = await viewAgency(app, c.var.actor, ownAgency(c));
      return renderPage(c, <EditAgencyPage agency={agency} form={EMPTY_FORM} />);
    })
    .post('/agency/edit', async (c) => {
      const id = ownAgency(c);
      const values = await readForm(c);
      try {
        await writeAgency(app, c.var.actor, id, values);
      } catch (error) {
        const agency = await viewAgency(app, c.var.actor, id);
        return renderPage(c, <EditAgencyPage agency={agency} form={formStateOf(c, values, error)} />, 422);
      }
      return redirectWith(c, '/agency', 'admin.done-agency');
    })
    .route('/agency/people', peopleRoutes(app, '/agency'))
    .route('/agency/messages', messageRoutes(app))
    .route('/agency/webhooks', webhookRoutes(app))
    .route('/agency/keys', agencyKeyRoutes(app));
}

/** @throws AppError `forbidden` for who runs no agency */
function ownAgency(c: Context<Env>): string {
  const { actor } = c.var;
  const reach = requireReach(actor, 'agency.edit');
  if (reach !== 'agency' || !('agencyId' in actor) || actor.agencyId === null)
    throw new AppError('forbidden', 'Your role may not do this. Ask the safeguarding lead of your agency.');
  return actor.agencyId;
}
