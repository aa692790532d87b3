import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { ADDRESS_HEADER, AUTH_PATH, type Auth } from '../../../services/accounts/auth.ts';
import { clientAddress } from '../../client-address.ts';
import type { Env } from '../../env.ts';

/** What pages of accounts are made with. */
export interface AccountParts {
  readonly app: Platform;
  readonly auth: Auth;
}

const Failure = z.object({ message: z.string().default('Not possible') });

/**
 * Ask better-auth in the name of this request, with all its limits, locks and hooks; its cookies go to the browser.
 *
 * @param leastMilliseconds the answer takes so long at least, whether there is an account or not
 * @throws AppError with its words, where it refuses
 */
export async function callAuth(
  { app, auth }: AccountParts,
  c: Context<Env>,
  { path, body, leastMilliseconds = 0 }: { path: string; body: object; leastMilliseconds?: number },
): Promise<unknown> {
  const headers = new Headers(c.req.raw.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/json');
  headers.set(ADDRESS_HEADER, clientAddress(c, app.config.trustedProxies));
  const request = new Request(new URL(AUTH_PATH + path, c.req.url), {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const [answer] = await Promise.all([auth.handler(request), sleep(leastMilliseconds)]);
  const text = await answer.text();
  const content: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}`);
  if (answer.status >= 400) throw refusal(answer.status, Failure.catch({ message: 'Not possible' }).parse(content));
  for (const cookie of answer.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
  return content;
}

/** All of it can be mended in the form, so none is «sign in first». */
function refusal(status: number, { message }: z.output<typeof Failure>): AppError {
  const code: ErrorCode = status === 429 ? 'too-many' : 'invalid';
  return new AppError(code, `${message.replace(/\.$/, '')}.`);
}
