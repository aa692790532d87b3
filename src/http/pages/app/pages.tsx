import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';
import { readForm } from '../../forms.ts';
import { LOCALE_COOKIE, LOCALES, THEME_COOKIE } from '../../middleware/page.ts';
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
    .get('/preferences', (c) => renderPage(c, <Preferences back={ownPath(c, whereFrom(c))} />))
    .post('/preferences', async (c) => {
      const { locale, theme, back } = Choice.parse(await readForm(c));
      const cookie = { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax' } as const;
      if (locale) setCookie(c, LOCALE_COOKIE, locale, cookie);
      if (theme) setCookie(c, THEME_COOKIE, theme, cookie);
      return redirectWith(c, ownPath(c, back));
    })
    .route('/', uploadRoutes(app));
}

function whereFrom(c: Context<Env>): string {
  return c.req.query('next') ?? c.req.header('referer') ?? '/';
}

/** Path and query on this server, whatever was asked for; without `lang`, which would win over what was chosen. */
function ownPath(c: Context<Env>, wanted: string): string {
  const here = new URL(c.req.url);
  const url = URL.canParse(wanted, here.href) ? new URL(wanted, here) : null;
  if (url?.origin !== here.origin || url.pathname === '/preferences') return '/';
  url.searchParams.delete('lang');
  return url.pathname.replace(/^\/+/, '/') + url.search;
}
