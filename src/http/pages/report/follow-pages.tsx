import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { text } from '../../../services/sightings/new-sighting.ts';
import { addToReport, type Tracked, viewReport, withdrawContact } from '../../../services/sightings/report.ts';
import { chooseReportFace, listFaceChoices, openReportFace } from '../../../services/sightings/report-faces.ts';
import { readTrackingCode } from '../../../services/sightings/tracking-code.ts';
import { clientAddress } from '../../client-address.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { pictureResponse } from '../../images.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { EnterCode } from './enter-code.tsx';
import { Follow } from './follow.tsx';
import { atField, fieldError } from './read-report.ts';
import { receiveForm } from './receive.ts';

const Addition = z.object({ text: text(4000) });
const Choice = z.object({ photoId: z.uuid(), faceId: z.uuid() });

/** What a tracking code opens: for its holder alone, and nothing of what came of the report. */
export function followPages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use('/follow/*', async (c, next) => {
      await next();
      c.header('Cache-Control', 'no-store');
    })
    .get('/follow', (c) => renderPage(c, <EnterCode form={EMPTY_FORM} />))
    .post('/follow', async (c) => {
      const { code = '' } = await readForm(c);
      const symbols = readTrackingCode(code);
      return symbols ? c.redirect(`/follow/${grouped(symbols)}`, 303) : unknownCode(c, code);
    })
    .get('/follow/:code', (c) => showReport(app, c, EMPTY_FORM))
    .post('/follow/:code/additions', (c) => takeAddition(app, c))
    .get(`/follow/:code/faces/:faceId${ID}`, async (c) => {
      return pictureResponse(c, await openReportFace(app, c.var.actor, trackedIn(app, c), c.req.param('faceId')));
    })
    .post('/follow/:code/choose', async (c) => {
      const chosen = Choice.parse(await readForm(c));
      await chooseReportFace(app, c.var.actor, trackedIn(app, c), chosen);
      return redirectWith(c, `/follow/${c.req.param('code')}`, 'report.chosen-flash');
    })
    .post('/follow/:code/withdraw-contact', async (c) => {
      await withdrawContact(app, c.var.actor, trackedIn(app, c));
      return redirectWith(c, `/follow/${c.req.param('code')}`, 'report.withdrawn-flash');
    });
}

async function showReport(app: Platform, c: Context<Env>, form: FormState): Promise<Response> {
  const tracked = trackedIn(app, c);
  try {
    const report = await viewReport(app, c.var.actor, tracked);
    const choices = await listFaceChoices(app, c.var.actor, tracked);
    const view = <Follow trackingCode={tracked.trackingCode} report={report} choices={choices} form={form} />;
    return renderPage(c, view, Object.keys(form.errors).length === 0 ? 200 : 422);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return unknownCode(c, tracked.trackingCode);
    throw error;
  }
}

function takeAddition(app: Platform, c: Context<Env>): Promise<Response> {
  return receiveForm(app, c, {
    use: async ({ values, ...addition }) => {
      const { text: words = null } = Addition.parse(values);
      if (words === null && addition.photos.length === 0) throw fieldError('text', 'Write something, or send a photo.');
      await addToReport(app, c.var.actor, trackedIn(app, c), { text: words, ...addition });
      return redirectWith(c, `/follow/${c.req.param('code')}`, 'report.added-flash');
    },
    refuse: async (values, error, isPhotoWrong) =>
      showReport(app, c, formStateOf(c, values, atField(error, isPhotoWrong))),
  });
}

function unknownCode(c: Context<Env>, code: string): Response {
  const errors = { code: c.var.page.texts.text('report.code-wrong') };
  return renderPage(c, <EnterCode form={{ values: { code }, errors }} />, 404);
}

function trackedIn(app: Platform, c: Context<Env>): Tracked {
  return { trackingCode: c.req.param('code') ?? '', address: clientAddress(c, app.config.trustedProxies) };
}

function grouped(symbols: string): string {
  return symbols.replace(/(.{4})(?=.)/g, '$1-');
}
