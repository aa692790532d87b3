import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';
import { readForm } from '../../forms.ts';
import { LOCALE_COOKIE, LOCALES, THEME_COOKIE } from '../../middleware/page.ts';
import { ownPath } from '../../own-path.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { appManifest } from './manifest.ts';
import { Offline } from './offline.tsx';
import { Preferences, THEMES } from './preferences.tsx';
import { uploadRoutes } from './uploads.ts';

const YEAR_SECONDS = 365 * 86_400;

const Choice = z.object({
  locale: z.enum(LOCALES).optional(),
  theme: z.enum(THEMES).optional(),
  back: z.string().default('/'),
});

/** Homeward as an app: language and look, the page without a line, uploads. */
export function appPages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/app.webmanifest', (c) =>
      c.body(JSON.stringify(appManifest(c.var.page)), 200, {
        'content-type': 'application/manifest+json',
        'cache-control': 'no-cache',
        vary: 'accept-language, cookie',
      }),
    )
    .get('/offline', (c) => renderPage(c, <Offline />))
    .get('/preferences', (c) => renderPage(c, <Preferences back={pageBefore(whereFrom(c))} />))
    .post('/preferences', async (c) => {
      const { locale, theme, back } = Choice.parse(await readForm(c));
      const cookie = { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax' } as const;
      if (locale) setCookie(c, LOCALE_COOKIE, locale, cookie);
      if (theme) setCookie(c, THEME_COOKIE, theme, cookie);
      return redirectWith(c, pageBefore(back));
    })
    .route('/', uploadRoutes(app));
}

function whereFrom(c: Context<Env>): string {
  const referer = c.req.header('referer') ?? '';
  const from = URL.canParse(referer) ? new URL(referer) : null;
  const isOurs = from?.origin === new URL(c.req.url).origin;
  return c.req.query('next') ?? (isOurs ? from.pathname + from.search : '/');
}

/** Any page but this one; without `lang`, which would win over what was chosen. */
function pageBefore(wanted: string): string {
  const [path = '/', query] = (ownPath(wanted) ?? '/').split('?', 2);
  if (path === '/preferences') return '/';
  const asked = new URLSearchParams(query);
  asked.delete('lang');
  return asked.size > 0 ? `${path}?${asked}` : path;
}
