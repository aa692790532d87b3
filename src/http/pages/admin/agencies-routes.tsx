import { type Context, Hono } from 'hono';
import type { Actor } from '../../../core/actor.ts';
import type { Agency } from '../../../db/agencies.ts';
import type { Platform } from '../../../platform.ts';
import { createAgency, editAgency, listAgencies, NewAgency, viewAgency } from '../../../services/accounts/agencies.ts';
import { requireReach } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { idIn, queryOf } from './address.ts';
import { AgenciesPage, AgencyPage } from './agencies.tsx';

const PAGE = 50;

/** Agencies that work with Homeward. */
export function agencyRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use('*', async (c, next) => {
      requireReach(c.var.actor, 'agency.create');
      await next();
    })
    .get('/', async (c) => {
      const after = c.req.query('after') || undefined;
      const { items, next } = await listAgencies(app, c.var.actor, { after, limit: PAGE });
      const first = after ? '/admin/agencies' : null;
      return renderPage(c, <AgenciesPage items={items} first={first} next={next && queryOf({ after: next })} />);
    })
    .get('/new', (c) => renderPage(c, <AgencyPage agency={null} form={EMPTY_FORM} />))
    .post('/new', (c) => saveAgency(app, c, null))
    .get('/:id', async (c) => {
      const agency = await viewAgency(app, c.var.actor, idIn(c));
      return renderPage(c, <AgencyPage agency={agency} form={EMPTY_FORM} />);
    })
    .post('/:id', async (c) => saveAgency(app, c, await viewAgency(app, c.var.actor, idIn(c))));
}

async function saveAgency(app: Platform, c: Context<Env>, agency: Agency | null): Promise<Response> {
  const values = await readForm(c);
  try {
    await writeAgency(app, c.var.actor, agency?.id ?? null, values);
  } catch (error) {
    return renderPage(c, <AgencyPage agency={agency} form={formStateOf(c, values, error)} />, 422);
  }
  return redirectWith(c, '/admin/agencies', 'admin.done-agency');
}

/** What a form says of an agency, new or known. */
export async function writeAgency(
  app: Platform,
  actor: Actor,
  id: string | null,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const fields = NewAgency.parse({
    ...values,
    phone: values.phone?.trim() || null,
    email: values.email?.trim() || null,
    asksViewReason: values.asksViewReason === 'yes',
  });
  if (id === null) await createAgency(app, actor, fields);
  else await editAgency(app, actor, id, fields);
}
