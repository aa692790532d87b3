import type { Context } from 'hono';
import { Hono } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import {
  changeView,
  listSavedViewsFor,
  NewSavedView,
  removeView,
  saveView,
} from '../../../services/cases/saved-views.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { staffOnly } from '../../middleware/staff-only.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { ChangeViewPage, SavedViewsPage } from './saved-views.tsx';

/** Views of the list of cases: keep, rename, share, remove. */
export function savedViewRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use('/cases/views/*', staffOnly)
    .get('/cases/views', async (c) => {
      const views = await listSavedViewsFor(app, c.var.actor);
      return renderPage(c, <SavedViewsPage views={views} form={EMPTY_FORM} />);
    })
    .post('/cases/views', async (c) => {
      const values = await readForm(c);
      try {
        const view = NewSavedView.parse({ ...values, isShared: values.share === 'yes' });
        await saveView(app, c.var.actor, view);
        return redirectWith(c, `/cases?${view.query}`, 'cases.view-saved');
      } catch (error) {
        const form = formStateOf(c, values, error);
        const views = await listSavedViewsFor(app, c.var.actor);
        return renderPage(c, <SavedViewsPage views={views} form={form} isNew />, 422);
      }
    })
    .get(`/cases/views/:id${ID}`, (c) => showOne(app, c, EMPTY_FORM))
    .post(`/cases/views/:id${ID}`, async (c) => {
      const values = await readForm(c);
      try {
        const change = NewSavedView.omit({ query: true }).parse({ ...values, isShared: values.share === 'yes' });
        await changeView(app, c.var.actor, c.req.param('id'), change);
        return redirectWith(c, '/cases/views', 'cases.view-saved');
      } catch (error) {
        return showOne(app, c, formStateOf(c, values, error));
      }
    })
    .post(`/cases/views/:id${ID}/remove`, async (c) => {
      const { query } = await removeView(app, c.var.actor, c.req.param('id'));
      // What it showed stays in sight, where it can be saved again.
      return redirectWith(c, `/cases?${query}`, 'cases.view-removed');
    });
}

async function showOne(app: Platform, c: Context<Env>, form: FormState): Promise<Response> {
  const views = await listSavedViewsFor(app, c.var.actor);
  const view = views.find(({ id, madeBy }) => id === c.req.param('id') && madeBy === null);
  if (!view) throw new AppError('not-found', 'There is no such view of yours.');
  const isWrong = Object.keys(form.errors).length > 0;
  return renderPage(c, <ChangeViewPage view={view} form={form} />, isWrong ? 422 : 200);
}
