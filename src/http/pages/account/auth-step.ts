import type { Context } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { AUTH_PATH, type Auth } from '../../../services/accounts/auth.ts';
import { askAuth, refusalOf } from '../../auth.ts';
import type { Env } from '../../env.ts';

/** What became of a step: its cookies are on their way to the browser already. */
export type StepResult =
  | { readonly isDone: true; readonly body: unknown; readonly cookies: readonly string[] }
  | { readonly isDone: false; readonly status: number; readonly code: string; readonly message: string };

interface Step {
  readonly path: string;
  /** Absent: a GET. */
  readonly body?: object;
  /** Of the step before in the same request, which the browser has not sent yet. */
  readonly cookies?: readonly string[];
}

/** A step of better-auth for a page. Limits, locks and steady times are those of the API. */
export type AuthStep = (c: Context<Env>, step: Step) => Promise<StepResult>;

export function authSteps(app: Platform, auth: Auth): AuthStep {
  return async (c, { path, body, cookies = [] }) => {
    const { origin } = new URL(c.req.url);
    const headers = new Headers({ origin, 'user-agent': c.req.header('user-agent') ?? '' });
    headers.set('cookie', [c.req.header('cookie') ?? '', ...cookies.map(pairOf)].filter(Boolean).join('; '));
    if (body) headers.set('content-type', 'application/json');
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const [pathname = path] = path.split('?');
    const answer = await askAuth(app, auth, {
      c,
      request: new Request(`${origin}${AUTH_PATH}${path}`, init),
      path: pathname,
    });
    if (answer.status >= 400) return { isDone: false, status: answer.status, ...(await refusalOf(answer)) };
    const given = answer.headers.getSetCookie();
    for (const cookie of given) c.header('set-cookie', cookie, { append: true });
    return { isDone: true, body: await answer.json(), cookies: given };
  };
}

const Signed = z.object({ user: z.object({ role: z.string() }) });

/** What somebody is who has just signed in; null where the answer does not say. */
export function roleIn(body: unknown): string | null {
  return Signed.safeParse(body).data?.user.role ?? null;
}

function pairOf(cookie: string): string {
  return cookie.split(';', 1)[0] ?? '';
}
