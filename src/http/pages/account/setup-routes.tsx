import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { createAgency, listAgencies, NewAgency } from '../../../services/accounts/agencies.ts';
import { invite, NewInvitation, viewInvitation } from '../../../services/accounts/invitations.ts';
import { isNew, type SetUpState, sendTestMail, viewSetUp } from '../../../services/accounts/set-up.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm, withoutEmpty } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import type { AuthStep } from './auth-step.ts';
import { accept } from './invitation-routes.tsx';
import { OpenTheLink, type SetUpStep, StepPage, Welcome } from './setup.tsx';

/** The first set-up: it can be left after each step, and goes on where it stopped. */
export function setupRoutes(app: Platform, step: AuthStep): Hono<Env> {
  return new Hono<Env>()
    .get('/setup', (c) => (c.req.query('token') ? welcome(app, c, EMPTY_FORM) : showStep(app, c)))
    .post('/setup', async (c) => {
      const values = await readForm(c);
      const again = (form: FormState) => renderPage(c, <Welcome form={form} token={values['token'] ?? ''} />, 422);
      return accept(app, c, { step, values, next: '/setup', again });
    })
    .get('/setup/go-on', async (c) => {
      const state = await viewSetUp(app, c.var.actor);
      return c.redirect(firstOpen(state) === 'ready' ? '/admin' : '/setup', 303);
    })
    .post('/setup/agency', (c) =>
      take(app, c, { at: 'agency', then: 'lead' }, (values) =>
        createAgency(app, c.var.actor, NewAgency.parse(withoutEmpty(values))),
      ),
    )
    .post('/setup/lead', (c) =>
      take(app, c, { at: 'lead', then: 'mail' }, (values) =>
        invite(app, c.var.actor, NewInvitation.parse({ ...values, role: 'lead' })),
      ),
    )
    .post('/setup/mail', async (c) => {
      const tested = await sendTestMail(app, c.var.actor);
      return show(app, c, { step: 'mail', tested, form: EMPTY_FORM });
    });
}

async function welcome(app: Platform, c: Context<Env>, form: FormState): Promise<Response> {
  const token = c.req.query('token') ?? '';
  // @throws for a link that no longer works
  await viewInvitation(app, token);
  c.header('Cache-Control', 'no-store');
  return renderPage(c, <Welcome form={form} token={token} />);
}

const Step = z.enum(['agency', 'lead', 'mail', 'ready']);

async function showStep(app: Platform, c: Context<Env>): Promise<Response> {
  if (!c.var.viewer && (await isNew(app))) return renderPage(c, <OpenTheLink />);
  const asked = Step.safeParse(c.req.query('step'));
  const step = asked.data ?? firstOpen(await viewSetUp(app, c.var.actor));
  return show(app, c, { step, form: EMPTY_FORM });
}

interface Shown {
  readonly step: SetUpStep;
  readonly form: FormState;
  readonly tested?: string | null;
}

async function show(app: Platform, c: Context<Env>, shown: Shown): Promise<Response> {
  const state = await viewSetUp(app, c.var.actor);
  const { items } = await listAgencies(app, c.var.actor, { limit: 100 });
  const status = Object.keys(shown.form.errors).length > 0 ? 422 : 200;
  return renderPage(c, <StepPage {...shown} state={state} agencies={items} />, status);
}

async function take(
  app: Platform,
  c: Context<Env>,
  { at, then }: { readonly at: SetUpStep; readonly then: SetUpStep },
  work: (values: Record<string, string>) => Promise<unknown>,
): Promise<Response> {
  const values = await readForm(c);
  try {
    await work(values);
    return redirectWith(c, `/setup?step=${then}`);
  } catch (error) {
    return show(app, c, { step: at, form: formStateOf(c, values, error) });
  }
}

function firstOpen({ hasAgency, hasLead, hasMail }: SetUpState): SetUpStep {
  if (!hasAgency) return 'agency';
  if (!hasLead) return 'lead';
  return hasMail ? 'ready' : 'mail';
}
