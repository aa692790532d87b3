import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { emergencyNumbers, listEmergencyNumbers } from '../../../services/sightings/emergency-numbers.ts';
import { viewReport } from '../../../services/sightings/report.ts';
import { submitSighting } from '../../../services/sightings/submit.ts';
import { clientAddress } from '../../client-address.ts';
import { likelyCountry, likelyTimeZone } from '../../country.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { followPages } from './follow-pages.tsx';
import { atField, caseIn, readReport } from './read-report.ts';
import { Receipt } from './receipt.tsx';
import { receiveForm } from './receive.ts';
import { ReportForm } from './report-form.tsx';

/**
 * The code of the report just sent. It goes to its page in a cookie, not in an address: addresses stand in histories,
 * logs and Referer headers.
 */
const RECEIPT = 'homeward-receipt';
const RECEIPT_SECONDS = 3600;

/** Reports of the public, and the way back to them. */
export function reportPages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .route('/', followPages(app))
    .get('/report', async (c) => {
      const values = { case: caseIn(c.req.query('case')) ?? '' };
      return showForm(app, c, { ...EMPTY_FORM, values });
    })
    .post('/report', async (c) => takeReport(app, c))
    .get('/report/sent', async (c) => {
      c.header('Cache-Control', 'no-store');
      return showReceipt(app, c);
    })
    .post('/report/forget', (c) => {
      deleteCookie(c, RECEIPT, { path: '/report' });
      return redirectWith(c, '/', 'report.forgotten');
    });
}

function takeReport(app: Platform, c: Context<Env>): Promise<Response> {
  const { now, texts } = c.var.page;
  return receiveForm(app, c, {
    use: async ({ values, ...report }) => {
      const around = { now, locale: texts.locale, hasPhotos: report.photos.length > 0 };
      const { trackingCode } = await submitSighting(app, c.var.actor, readReport(values, around), report);
      if (isOfDevice(c)) return c.json({ trackingCode }, 201, { 'cache-control': 'no-store' });
      setCookie(c, RECEIPT, trackingCode, {
        path: '/report',
        maxAge: RECEIPT_SECONDS,
        httpOnly: true,
        sameSite: 'Lax',
        secure: app.config.url.startsWith('https:'),
      });
      return redirectWith(c, '/report/sent');
    },
    refuse: async (values, error, isPhotoWrong) => {
      if (isOfDevice(c)) throw error;
      return showForm(app, c, formStateOf(c, values, atField(error, isPhotoWrong)));
    },
  });
}

/** A report that waited on a device for a line: nobody looks at a page when it comes. */
function isOfDevice(c: Context<Env>): boolean {
  return (c.req.header('accept') ?? '').startsWith('application/json');
}

async function showForm(app: Platform, c: Context<Env>, form: FormState): Promise<Response> {
  const country = likelyCountry(app, c, form.values.country);
  const { timeZone, isKnown } = likelyTimeZone(c, country);
  const view = (
    <ReportForm
      form={form}
      numbers={await emergencyNumbers(app, country)}
      all={await listEmergencyNumbers(app)}
      timeZone={timeZone}
      isTimeZoneKnown={isKnown}
    />
  );
  return renderPage(c, view, form === EMPTY_FORM || Object.keys(form.errors).length === 0 ? 200 : 422);
}

async function showReceipt(app: Platform, c: Context<Env>): Promise<Response> {
  const trackingCode = getCookie(c, RECEIPT);
  if (!trackingCode) return c.redirect('/follow', 303);
  const address = clientAddress(c, app.config.trustedProxies);
  try {
    const report = await viewReport(app, c.var.actor, { trackingCode, address });
    return renderPage(c, <Receipt trackingCode={trackingCode} report={report} />);
  } catch (error) {
    // The report is gone, or the cookie was tampered with.
    if (error instanceof AppError && error.code === 'not-found') return c.redirect('/follow', 303);
    throw error;
  }
}
