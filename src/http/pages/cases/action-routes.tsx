import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { writeNote } from '../../../services/cases/notes.ts';
import { setPublicity } from '../../../services/cases/publicity.ts';
import { requireReach, seesProtected } from '../../../services/policy.ts';
import { linkSighting } from '../../../services/sightings/inbox.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { ActionPage } from './action-page.tsx';
import { ACTION, actionNamed, type CaseAction } from './actions.ts';
import { offerUndo, takeUndo, withCase } from './open-case.tsx';
import { Settings } from './settings.tsx';

/** The switches of a case: open, close, publish, protect, and back. */
export function actionRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get(`/cases/:id${ID}/settings`, (c) => withCase(app, c, async (head) => renderPage(c, <Settings {...head} />)))
    .get(`/cases/:id${ID}/:action${ACTION}`, (c) => {
      const name = c.req.param('action') ?? '';
      const action = actionNamed(name);
      requireReach(c.var.actor, action.permission);
      return withCase(app, c, async (head) =>
        renderPage(c, <ActionPage {...head} name={name} action={action} form={EMPTY_FORM} />),
      );
    })
    .post(`/cases/:id${ID}/:action${ACTION}`, async (c) => {
      const { id = '', action: name = '' } = c.req.param();
      const action = actionNamed(name);
      const values = await readForm(c);
      try {
        await perform(app, c, { id, action, values });
      } catch (error) {
        const form = formStateOf(c, values, error);
        return withCase(app, c, async (head) =>
          renderPage(c, <ActionPage {...head} name={name} action={action} form={form} />, 422),
        );
      }
      if (name === 'publish' || name === 'unpublish')
        offerUndo(c, id, { what: 'publicity', isPublic: name === 'publish' });
      // Whoever protects a child may be one of those who do not see it any more.
      const isGone = name === 'protect' && !seesProtected(c.var.actor);
      return redirectWith(c, isGone ? '/cases' : `/cases/${id}/settings`, action.done);
    })
    .post(`/cases/:id${ID}/undo`, async (c) => {
      const id = c.req.param('id');
      const undo = takeUndo(c, id, true);
      if (undo?.what === 'unlink')
        await linkSighting(app, c.var.actor, undo.sightingId, { caseId: id, reason: undo.reason });
      if (undo?.what === 'publicity') await setPublicity(app, c.var.actor, id, { isPublic: !undo.isPublic });
      const page = undo?.what === 'unlink' ? 'places' : 'settings';
      return redirectWith(c, `/cases/${id}/${page}`, undo ? 'cases.undone' : 'cases.undo-too-late');
    });
}

const Words = z.object({
  reason: z.string().trim().min(3, 'Say in a few words why.').max(500, 'Reason: write at most 500 characters.'),
});

interface Wanted {
  readonly id: string;
  readonly action: CaseAction;
  readonly values: Record<string, string>;
}

/** The words are a note among colleagues: the log has codes only, and keeps no one's story. */
async function perform(app: Platform, c: Context<Env>, { id, action, values }: Wanted): Promise<void> {
  const { actor } = c.var;
  if (action.reasons.length > 0 && !values.code) throw new AppError('invalid', 'Choose a reason from the list.');
  const { reason } = action.asksWords ? Words.parse(values) : { reason: null };
  const note = async () => (reason === null ? null : noteReason(app, c, { id, action, text: reason }));
  // Whoever protects a case may not write in it afterwards; else what fails leaves no word that it was done.
  const isNoteFirst = action.permission === 'case.protect';
  if (isNoteFirst) await note();
  await action.run(app, actor, id, values);
  if (!isNoteFirst) await note();
}

async function noteReason(
  app: Platform,
  c: Context<Env>,
  { id, action, text }: { id: string; action: CaseAction; text: string },
): Promise<void> {
  const about = c.var.page.texts.text(action.done);
  await writeNote(app, c.var.actor, id, { text: `${about}\n${text}`, visibility: 'staff' });
}
