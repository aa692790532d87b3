import type { Context } from 'hono';
import { AppError } from '../../../core/errors.ts';
import { AUTH_PATH } from '../../../services/accounts/auth.ts';
import { type AccountParts, askAuth, refusalOf } from '../../auth.ts';
import type { Env } from '../../env.ts';

/**
 * Ask better-auth in the name of this request, with all its limits, locks and hooks; its cookies go to the browser.
 *
 * @throws AppError with its words, where it refuses. All can be mended in the form, so none is «sign in first»
 */
export async function callAuth(
  parts: AccountParts,
  c: Context<Env>,
  { path, body }: { readonly path: string; readonly body: object },
): Promise<unknown> {
  const headers = new Headers(c.req.raw.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/json');
  const url = new URL(AUTH_PATH + path, c.req.url);
  const answer = await askAuth(parts, c, new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
  if (answer.status >= 400) {
    const { message } = await refusalOf(answer);
    throw new AppError(answer.status === 429 ? 'too-many' : 'invalid', message);
  }
  for (const cookie of answer.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
  const text = await answer.text();
  return text.startsWith('{') ? JSON.parse(text) : {};
}
