import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { TextKey } from '../../../adapters/texts.ts';
import type { Actor } from '../../../core/actor.ts';
import { AppError } from '../../../core/errors.ts';
import type { Account } from '../../../db/accounts.ts';
import type { Platform } from '../../../platform.ts';
import {
  changeRole,
  disableAccount,
  enableAccount,
  resetSecondFactor,
  StaffPlace,
  viewPerson,
} from '../../../services/accounts/people.ts';
import { ChangeReason } from '../../../services/accounts/reasons.ts';
import { endSessionsOf } from '../../../services/accounts/sessions.ts';
import { type Action, requireReach } from '../../../services/policy.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage, usePage } from '../../page.tsx';
import { idIn } from './address.ts';
import { loadAgencies } from './agency-choices.ts';
import { type Base, Frame } from './frame.tsx';
import { ReasonField } from './parts.tsx';
import { RolePage } from './role.tsx';

interface Change {
  readonly action: Action;
  readonly run: (app: Platform, actor: Actor, id: string, reason: ChangeReason) => Promise<void>;
  readonly title: TextKey;
  readonly means: TextKey;
  readonly done: TextKey;
  readonly isDanger: boolean;
}

const CHANGES: { readonly [name in string]?: Change } = {
  disable: {
    action: 'account.disable',
    run: disableAccount,
    ...({ title: 'admin.disable', means: 'admin.disable-means', done: 'admin.done-disabled', isDanger: true } as const),
  },
  enable: {
    action: 'account.enable',
    run: enableAccount,
    ...({ title: 'admin.enable', means: 'admin.enable-means', done: 'admin.done-enabled', isDanger: false } as const),
  },
  'reset-second-factor': {
    action: 'second-factor.reset',
    run: resetSecondFactor,
    title: 'admin.reset-second-factor',
    means: 'admin.reset-second-factor-means',
    done: 'admin.done-reset',
    isDanger: true,
  },
  'end-sessions': {
    action: 'session.list',
    run: endSessionsOf,
    title: 'admin.sessions-end',
    means: 'admin.sessions-end-means',
    done: 'admin.done-sessions-ended',
    isDanger: true,
  },
};

/** What changes an account: each on a page that says what follows, and asks why. */
export function personChanges(app: Platform, base: Base): Hono<Env> {
  return new Hono<Env>()
    .get('/:id/role', (c) => showRole(app, c, base))
    .post('/:id/role', (c) => setRole(app, c, base))
    .get('/:id/:change', async (c) => {
      const person = await viewPerson(app, c.var.actor, idIn(c));
      return renderPage(c, <ChangePage base={base} person={person} change={changeIn(c)} form={EMPTY_FORM} />);
    })
    .post('/:id/:change', (c) => makeChange(app, c, base));
}

async function makeChange(app: Platform, c: Context<Env>, base: Base): Promise<Response> {
  const change = changeIn(c);
  const id = idIn(c);
  const values = await readForm(c);
  try {
    await change.run(app, c.var.actor, id, z.object({ reason: ChangeReason }).parse(values).reason);
  } catch (error) {
    const form = formStateOf(c, values, error);
    const person = await viewPerson(app, c.var.actor, id);
    return renderPage(c, <ChangePage base={base} person={person} change={change} form={form} />, 422);
  }
  return redirectWith(c, `${base}/people/${id}`, change.done);
}

function changeIn(c: Context<Env>): Change {
  const change = CHANGES[c.req.param('change') ?? ''];
  if (!change) throw new AppError('not-found', 'There is nothing here.');
  requireReach(c.var.actor, change.action);
  return change;
}

interface ChangePageProps {
  readonly base: Base;
  readonly person: Account;
  readonly change: Change;
  readonly form: FormState;
}

const ChangePage = ({ base, person, change: { title, means, isDanger }, form }: ChangePageProps) => {
  const { t, path } = usePage();
  return (
    <Frame title={t(title)}>
      <ConfirmForm
        action={path}
        title={person.name}
        explanation={t(means, { name: person.name })}
        submit={t(title)}
        cancel={`${base}/people/${person.id}`}
        isDanger={isDanger}
        form={form}
      >
        <ReasonField form={form} />
      </ConfirmForm>
    </Frame>
  );
};

async function showRole(app: Platform, c: Context<Env>, base: Base, form = EMPTY_FORM): Promise<Response> {
  requireReach(c.var.actor, 'account.change-role');
  const person = await viewPerson(app, c.var.actor, idIn(c));
  const agencies = await loadAgencies(app, c.var.actor);
  const status = form === EMPTY_FORM ? 200 : 422;
  return renderPage(c, <RolePage base={base} person={person} agencies={agencies} form={form} />, status);
}

async function setRole(app: Platform, c: Context<Env>, base: Base): Promise<Response> {
  const values = await readForm(c);
  const id = idIn(c);
  try {
    const place = StaffPlace.extend({ reason: ChangeReason }).parse({
      ...values,
      agencyId: values.agencyId || null,
    });
    await changeRole(app, c.var.actor, id, place);
  } catch (error) {
    return showRole(app, c, base, formStateOf(c, values, error));
  }
  return redirectWith(c, `${base}/people/${id}`, 'admin.done-role');
}
