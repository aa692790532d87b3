import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import {
  invite,
  listInvitations,
  NewInvitation,
  viewOpenInvitation,
  withdrawInvitation,
} from '../../../services/accounts/invitations.ts';
import { listPeople, viewPerson } from '../../../services/accounts/people.ts';
import { listSessionsOf, revokeSession } from '../../../services/accounts/sessions.ts';
import { reachOf, requireReach } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm, withoutEmpty } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { idIn, queryOf } from './address.ts';
import { loadAgencies } from './agency-choices.ts';
import type { Base } from './frame.tsx';
import { InvitePage } from './invite.tsx';
import { PeoplePage } from './people.tsx';
import { PersonPage } from './person.tsx';
import { personChanges } from './person-changes.tsx';
import { WithdrawPage } from './withdraw.tsx';

const PAGE = 30;

const Query = z.object({
  role: z.enum(['guardian', 'officer', 'lead', 'partner', 'admin', 'auditor']).optional().catch(undefined),
  search: z.string().trim().max(100).optional(),
  after: z.uuid().optional().catch(undefined),
});

/** People and invitations: of everybody under /admin, of the own agency under /agency. */
export function peopleRoutes(app: Platform, base: Base): Hono<Env> {
  return new Hono<Env>()
    .use('*', async (c, next) => {
      requirePlace(c, base);
      await next();
    })
    .get('/', async (c) => {
      const query = Query.parse(withoutEmpty(c.req.query()));
      const { items, next } = await listPeople(app, c.var.actor, { ...query, limit: PAGE });
      const invitations = query.after ? [] : await listInvitations(app, c.var.actor);
      const agencies = await loadAgencies(app, c.var.actor);
      const paths = {
        first: query.after ? `${base}/people${queryOf({ ...query, after: null })}` : null,
        next: next && `${base}/people${queryOf({ ...query, after: next })}`,
      };
      return renderPage(c, <PeoplePage {...{ base, query, items, invitations, agencies, paths }} />);
    })
    .get('/invite', async (c) => {
      const agencies = await loadAgencies(app, c.var.actor);
      return renderPage(c, <InvitePage base={base} agencies={agencies} form={EMPTY_FORM} />);
    })
    .post('/invite', (c) => sendInvitation(app, c, base))
    .get('/invitations/:id/withdraw', async (c) => {
      const invitation = await viewOpenInvitation(app, c.var.actor, idIn(c));
      return renderPage(c, <WithdrawPage base={base} invitation={invitation} />);
    })
    .post('/invitations/:id/withdraw', async (c) => {
      await withdrawInvitation(app, c.var.actor, idIn(c));
      return redirectWith(c, `${base}/people`, 'admin.done-withdrawn');
    })
    .get('/:id', (c) => showPerson(app, c, base))
    .post('/:id/sessions/:session/end', async (c) => {
      await revokeSession(app, c.var.actor, idIn(c, 'session'));
      return redirectWith(c, `${base}/people/${idIn(c)}`, 'admin.done-session-ended');
    })
    .route('/', personChanges(app, base));
}

/** Admins see everybody and have no agency of their own; leads have one and see nobody else. */
function requirePlace(c: Context<Env>, base: Base): void {
  const reach = requireReach(c.var.actor, 'account.list');
  if ((base === '/admin') !== (reach === 'any'))
    throw new AppError('forbidden', 'Your role may not do this. Ask the safeguarding lead of your agency.');
}

async function sendInvitation(app: Platform, c: Context<Env>, base: Base): Promise<Response> {
  const { actor } = c.var;
  const values = await readForm(c);
  const own = base === '/agency' && 'agencyId' in actor ? actor.agencyId : null;
  try {
    const agencyId = own ?? (values.agencyId || null);
    await invite(app, actor, NewInvitation.parse({ ...values, agencyId }));
  } catch (error) {
    const form = formStateOf(c, values, error);
    return renderPage(c, <InvitePage base={base} agencies={await loadAgencies(app, actor)} form={form} />, 422);
  }
  return redirectWith(c, `${base}/people`, 'admin.done-invited');
}

async function showPerson(app: Platform, c: Context<Env>, base: Base): Promise<Response> {
  const { actor } = c.var;
  const person = await viewPerson(app, actor, idIn(c));
  const seesSessions = reachOf(actor, 'session.list') === 'any';
  const sessions = seesSessions ? await listSessionsOf(app, actor, person.id) : null;
  const agencies = await loadAgencies(app, actor);
  return renderPage(c, <PersonPage {...{ base, person, sessions, agencies }} />);
}
