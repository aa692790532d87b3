/** Every page that is there for anybody; `{child}` is the id of a public case. */
export const PUBLIC_PAGES = [
  '/',
  '/emergency',
  '/missing',
  '/children',
  '/children/{child}',
  '/privacy',
  '/safeguards',
  '/accessibility',
  '/report',
  '/report/sent',
  '/follow',
  '/follow/{code}',
  '/preferences',
  '/offline',
  '/account/sign-in',
  '/account/second-factor',
  '/account/register',
  '/account/verified',
  '/account/forgotten',
  '/account/reset-password',
  '/account/invitation?token={token}',
] as const;

/** The path of a page, with its ids. */
export function pathOf(page: string, ids: Readonly<Record<string, string>>): string {
  return page.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no-${name}`);
}
