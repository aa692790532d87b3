/**
 * Path and query on this server, of where somebody asks to go on to: an address of another site leads nowhere.
 *
 * @param wanted from outside: a field of a form, a query
 * @returns undefined for all but a path of ours
 */
export function ownPath(wanted: string | undefined): string | undefined {
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, HERE)) return undefined;
  const url = new URL(wanted, HERE);
  // Two slashes at the start would be another server to a browser.
  return url.origin === HERE ? url.pathname.replace(/^\/+/, '/') + url.search + url.hash : undefined;
}

/** An origin that nobody can name. */
const HERE = 'http://here.invalid';
