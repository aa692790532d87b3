import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { TextKey, Texts } from '../../adapters/texts.ts';
import { isTimeZone } from '../../core/time-zone.ts';
import type { Platform } from '../../platform.ts';
import type { Assets } from '../assets.ts';
import type { Env } from '../env.ts';
import { openFormats } from '../format.ts';
import { FLASH_COOKIE } from '../page.tsx';
import type { Theme } from '../page-data.ts';

/** The languages of the pages, each in its own name, in the order of the menu. */
export const LOCALES = ['en', 'hi', 'te', 'es', 'ar'] as const;

export const LOCALE_COOKIE = 'homeward-locale';
export const THEME_COOKIE = 'homeward-theme';
/** Set by the script of the pages: the server cannot know the zone of a browser otherwise. */
export const ZONE_COOKIE = 'homeward-zone';

const THEMES: readonly string[] = ['light', 'dark'];

/**
 * Find out in which language, look and zone to answer.
 *
 * Language: `?lang=` (for links from posters), what was chosen here, what the account says, what the browser asks for.
 */
export const page = (app: Platform, assets: Assets) => {
  const formatFor = openFormats();
  return createMiddleware<Env>(async (c, next) => {
    const { viewer, actor } = c.var;
    const asked = [
      c.req.query('lang'),
      getCookie(c, LOCALE_COOKIE),
      viewer?.locale,
      ...accepted(c.req.header('accept-language')),
    ];
    const texts = nearest(app, asked);
    const zone = viewer?.timeZone ?? getCookie(c, ZONE_COOKIE) ?? 'UTC';
    const timeZone = isTimeZone(zone) ? zone : 'UTC';
    const theme = getCookie(c, THEME_COOKIE) ?? '';
    const flash = getCookie(c, FLASH_COOKIE);
    if (flash) setCookie(c, FLASH_COOKIE, '', { path: '/', maxAge: 0 });
    const now = app.clock();
    const { pathname, search } = new URL(c.req.url);
    c.set('page', {
      texts,
      format: formatFor(texts, { now, timeZone }),
      theme: THEMES.includes(theme) ? (theme as Theme) : 'auto',
      timeZone,
      viewer,
      actor,
      path: pathname + search,
      origin: app.config.url,
      flash: flash && /^[a-z.-]+$/.test(flash) ? (flash as TextKey) : null,
      assets,
      mapTiles: app.config.mapTiles,
      now,
    });
    await next();
  });
};

function nearest(app: Platform, asked: readonly (string | null | undefined)[]): Texts {
  const known: readonly string[] = LOCALES;
  const found = asked.find((each) => each && known.includes(each.split('-')[0] ?? ''));
  return app.texts(found ?? 'en');
}

/** Languages of an Accept-Language header, best first. */
function accepted(header = ''): string[] {
  return header
    .split(',')
    .map((part) => {
      const [language = '', quality = 'q=1'] = part.trim().split(';');
      return { language, weight: Number(quality.trim().slice(2)) || 0 };
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}
