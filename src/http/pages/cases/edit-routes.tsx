import type { Context } from 'hono';
import { Hono } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { CaseChanges, editCase } from '../../../services/cases/edit.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { changesFrom, readBase, textsOf } from './case-fields-form.ts';
import { EditForm } from './edit-form.tsx';
import { type CaseHead, withCase } from './open-case.tsx';

/** Change what is written in a case. */
export function editRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get(`/cases/:id${ID}/edit`, (c) =>
      withCase(app, c, async (head) => {
        const values = textsOf(head.file, c.var.page.timeZone);
        return show(c, head, { ...EMPTY_FORM, values });
      }),
    )
    .post(`/cases/:id${ID}/edit`, async (c) => {
      const id = c.req.param('id');
      const { timeZone } = c.var.page;
      const values = await readForm(c);
      try {
        const changes = changesFrom(values, readBase(values.base), timeZone);
        await editCase(app, c.var.actor, id, CaseChanges.parse({ ...changes, version: Number(values.version) }));
        return redirectWith(c, `/cases/${id}`, 'cases.saved');
      } catch (error) {
        const form = formStateOf(c, values, error);
        return withCase(app, c, (head) => again(c, head, { form, isConflict: isConflict(error) }));
      }
    });
}

async function show(
  c: Context<Env>,
  head: CaseHead,
  form: FormState,
  { base, theirs = {} }: { base?: string; theirs?: Record<string, string> } = {},
): Promise<Response> {
  const began = base ?? JSON.stringify(textsOf(head.file, c.var.page.timeZone));
  const view = <EditForm {...head} form={form} base={began} theirs={theirs} />;
  return renderPage(c, view, Object.keys(form.errors).length > 0 ? 422 : 200);
}

/**
 * The form comes back. After a conflict it holds what the case holds now, and on top of it what this person changed;
 * where both changed a field, it says what the other one wrote.
 */
async function again(
  c: Context<Env>,
  head: CaseHead,
  { form, isConflict }: { form: FormState; isConflict: boolean },
): Promise<Response> {
  if (!isConflict) return show(c, head, form, { base: form.values.base ?? '' });
  const base = readBase(form.values.base);
  const now = textsOf(head.file, c.var.page.timeZone);
  const own = Object.fromEntries(Object.entries(form.values).filter(([name, text]) => text !== base[name]));
  const theirs = Object.fromEntries(
    Object.entries(now).filter(([name, text]) => name in own && text !== base[name] && text !== own[name]),
  );
  return show(c, head, { ...form, values: { ...now, ...own } }, { theirs });
}

function isConflict(error: unknown): boolean {
  return error instanceof AppError && error.code === 'conflict';
}
