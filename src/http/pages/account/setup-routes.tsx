import type { Context } from 'hono';
import { Hono } from 'hono';
import { createAgency, listAgencies, NewAgency } from '../../../services/accounts/agencies.ts';
import { invite, listInvitations, NewInvitation } from '../../../services/accounts/invitations.ts';
import { listPeople } from '../../../services/accounts/people.ts';
import { sendTestMail } from '../../../services/accounts/test-mail.ts';
import { requirePermission } from '../../../services/policy.ts';
import type { AccountParts } from '../../auth.ts';
import type { Env } from '../../env.ts';
import { formStateOf, readForm, withoutEmpty } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { Setup, type SetupState } from './setup.tsx';

const SETUP = '/setup';

/** For the first admin of a new installation. */
export const setupRoutes = ({ app }: AccountParts) => {
  const retry = async (c: Context<Env>, values: Record<string, string>, error: unknown) =>
    renderPage(c, <Setup state={await stateFor(c)} form={formStateOf(c, values, error)} />, 422);
  const stateFor = async (c: Context<Env>): Promise<SetupState> => {
    const { actor } = c.var;
    requirePermission(actor, 'agency.create');
    const [agency] = (await listAgencies(app, actor, { limit: 1 })).items;
    const invitations = await listInvitations(app, actor);
    const { items: leads } = await listPeople(app, actor, { role: 'lead', limit: 1 });
    return {
      agency: agency ?? null,
      hasLead: leads.length > 0 || invitations.some(({ role }) => role === 'lead'),
      hasMail: app.config.smtpUrl !== null,
    };
  };
  return new Hono<Env>()
    .get(SETUP, async (c) => renderPage(c, <Setup state={await stateFor(c)} />))
    .post('/setup/agency', async (c) => {
      const values = await readForm(c);
      try {
        await createAgency(app, c.var.actor, NewAgency.parse(withoutEmpty(values)));
        return redirectWith(c, SETUP, 'account.agency-added');
      } catch (error) {
        return retry(c, values, error);
      }
    })
    .post('/setup/test-mail', async (c) => {
      const mailTest = await sendTestMail(app, c.var.actor);
      return renderPage(c, <Setup state={await stateFor(c)} mailTest={mailTest} />);
    })
    .post('/setup/lead', async (c) => {
      const values = await readForm(c);
      try {
        await invite(app, c.var.actor, NewInvitation.parse({ ...values, role: 'lead' }));
        return redirectWith(c, SETUP, 'account.lead-invited');
      } catch (error) {
        return retry(c, values, error);
      }
    });
};
