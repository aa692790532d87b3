import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import { ADDRESS_HEADER, AUTH_PATH, type Auth } from '../services/accounts/auth.ts';
import { clientAddress } from './client-address.ts';
import type { Env } from './env.ts';
import { problemOf } from './problem.ts';

/** What of better-auth is open. All else has a route of its own in the API, or none. */
const OPEN = new Set([
  'POST /sign-up/email',
  'GET /verify-email',
  'POST /send-verification-email',
  'POST /sign-in/email',
  'POST /sign-in/username',
  'POST /sign-out',
  'POST /request-password-reset',
  'POST /reset-password',
  'POST /two-factor/enable',
  'POST /two-factor/verify-totp',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/generate-backup-codes',
  'POST /two-factor/disable',
]);

/** These take the same time whether there is an account or not. */
const STEADY_MILLISECONDS = new Map([
  ['/sign-up/email', 400],
  ['/request-password-reset', 200],
]);

/** Registration, sign-in, second factor and password reset: better-auth behind our problems and addresses. */
export function authRoutes(app: Platform, auth: Auth): Hono<Env> {
  return new Hono<Env>().all('/*', async (c) => {
    const path = new URL(c.req.url).pathname.slice(AUTH_PATH.length);
    if (!OPEN.has(`${c.req.method} ${path}`)) throw new AppError('not-found', 'There is nothing here.');
    const answer = await askAuth({ app, auth }, c, c.req.raw);
    return answer.status < 400 ? answer : problemAnswer(answer, c.var.requestId);
  });
}

/** What asks better-auth. */
export interface AccountParts {
  readonly app: Platform;
  readonly auth: Auth;
}

/**
 * better-auth's answer to somebody who is known by their address, in the same time whether there is an account or not.
 *
 * @throws Error where it broke
 */
export async function askAuth({ app, auth }: AccountParts, c: Context<Env>, request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set(ADDRESS_HEADER, clientAddress(c, app.config.trustedProxies));
  const path = new URL(request.url).pathname.slice(AUTH_PATH.length);
  const [answer] = await Promise.all([
    auth.handler(new Request(request, { headers })),
    sleep(STEADY_MILLISECONDS.get(path) ?? 0),
  ]);
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}`);
  return answer;
}

/** Why better-auth refused: its code, and a sentence. */
export async function refusalOf(answer: Response): Promise<{ readonly code: string; readonly message: string }> {
  const { code, message } = Failure.catch(NO_REASON).parse(parsed(await answer.text()));
  return { code, message: `${message.replace(/\.$/, '')}.` };
}

const NO_REASON = { code: 'failed', message: 'Not possible.' };
const Failure = z.object({ code: z.string().default(NO_REASON.code), message: z.string().default(NO_REASON.message) });

/** better-auth's error as all others are. Its code stands in `type`, so that a page can say what comes next. */
async function problemAnswer(answer: Response, requestId: string): Promise<Response> {
  const { code, message } = await refusalOf(answer);
  const problem = problemOf(new AppError(codeOf(answer.status), message), requestId);
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/problem+json');
  const wait = answer.headers.get('x-retry-after');
  if (wait) headers.set('retry-after', wait);
  const type = `urn:homeward:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  return new Response(JSON.stringify({ ...problem, type }), { status: problem.status, headers });
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 409) return 'conflict';
  return status === 429 ? 'too-many' : 'invalid';
}

function parsed(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : {};
}
