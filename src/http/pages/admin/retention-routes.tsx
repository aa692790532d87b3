import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { requireReach } from '../../../services/policy.ts';
import { keepRetention, listRetentionRuns, previewRetention } from '../../../services/purge/retention.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { RetentionPage, RunPage } from './retention.tsx';

const RUNS = 10;

/** People must write the word: what goes does not come back. */
const Run = z.object({ word: z.string() });

/** What is kept how long, and what goes next. */
export function retentionRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/', async (c) => {
      const rules = await previewRetention(app, c.var.actor);
      const runs = await listRetentionRuns(app, c.var.actor, RUNS);
      return renderPage(c, <RetentionPage rules={rules} runs={runs} />);
    })
    .use('/run', async (c, next) => {
      requireReach(c.var.actor, 'retention.run');
      await next();
    })
    .get('/run', (c) => showRun(app, c, EMPTY_FORM))
    .post('/run', async (c) => {
      const values = await readForm(c);
      const { texts } = c.var.page;
      const word = texts.text('admin.retention-word');
      if (
        Run.parse({ word: values.word ?? '' })
          .word.trim()
          .toLocaleLowerCase() !== word.toLocaleLowerCase()
      )
        return showRun(app, c, { values, errors: { word: texts.text('admin.retention-word-wrong', { word }) } });
      try {
        await keepRetention(app, c.var.actor);
      } catch (error) {
        return showRun(app, c, formStateOf(c, values, error));
      }
      return redirectWith(c, '/admin/retention', 'admin.done-retention');
    });
}

async function showRun(app: Platform, c: Context<Env>, form: FormState): Promise<Response> {
  const rules = await previewRetention(app, c.var.actor);
  return renderPage(c, <RunPage rules={rules} form={form} />, form === EMPTY_FORM ? 200 : 422);
}
