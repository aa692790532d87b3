import type { Context } from 'hono';
import { type Child, createContext, useContext } from 'hono/jsx';
import type { TextKey, TextValues } from '../adapters/texts.ts';
import { type Action, reachOf } from '../services/policy.ts';
import type { Env } from './env.ts';
import type { Page } from './page-data.ts';

const PageContext = createContext<Page | null>(null);

/** A text of the page's language: `t('report.title')`. Views are synchronous, so each sees its own request's page. */
export type Translate = (key: TextKey, values?: TextValues) => string;

/** For views. @throws RangeError outside of `renderPage` */
export function usePage(): Page & { readonly t: Translate; readonly can: (action: Action) => boolean } {
  const page = useContext(PageContext);
  if (!page) throw new RangeError('a view was rendered without a page');
  return { ...page, t: page.texts.text, can: (action) => reachOf(page.actor, action) !== 'none' };
}

/** Answer with a page. @param status 422 for a form that must be mended */
export function renderPage(c: Context<Env>, view: Child, status = 200): Response {
  const html = <PageContext.Provider value={c.var.page}>{view}</PageContext.Provider>;
  if (!c.res.headers.has('cache-control')) c.header('Cache-Control', c.var.viewer ? 'no-store' : 'no-cache');
  return c.html(`<!doctype html>${html}`, status as 200);
}

/** Holds the key of the text that the next page shows once. */
export const FLASH_COOKIE = 'homeward-flash';

/** Go on to another page after a form was taken, which says what was done. */
export function redirectWith(c: Context<Env>, path: string, done?: TextKey): Response {
  if (done)
    c.header('set-cookie', `${FLASH_COOKIE}=${done}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`, { append: true });
  return c.redirect(path, 303);
}
