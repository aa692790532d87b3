import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ZodError } from 'zod';
import { AppError, type ErrorCode, messageOf } from '../core/errors.ts';
import { isDatabaseAway } from '../db/database.ts';
import type { Platform } from '../platform.ts';
import type { Env } from './env.ts';

/** An error as RFC 9457 has it. `errors` names the fields that are wrong. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

const STATUS = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'unsupported-media': 415,
  'too-many': 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

const TITLES: Readonly<Record<ErrorCode | 'fault', string>> = {
  invalid: 'Something in the request is not right',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  conflict: 'Somebody was faster',
  'unsupported-media': 'This kind of file cannot be used',
  'too-many': 'Too many requests',
  unavailable: 'Not available at the moment',
  fault: 'A fault of Homeward, not yours',
};

/** Answer with what went wrong, as problem+json; what nobody expected is logged. @param say in another language */
export function problemResponse(
  app: Platform,
  c: Context<Env>,
  error: unknown,
  say: (english: string) => string = (english) => english,
): Response {
  const { detail, ...rest } = reportProblem(app, c, error);
  const problem = { ...rest, detail: say(detail) };
  return c.body(JSON.stringify(problem), problem.status as 500, { 'content-type': 'application/problem+json' });
}

/** What to answer, and a line in the log where somebody should know. */
export function reportProblem(app: Platform, c: Context<Env>, error: unknown): Problem {
  const problem = problemOf(error, c.var.requestId ?? '');
  if (isDatabaseAway(error)) app.log.warn({ requestId: problem.requestId, error: messageOf(error) }, 'database away');
  if (problem.status === 500) app.log.error({ requestId: problem.requestId, error: stackOf(error) }, 'fault');
  return problem;
}

export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof AppError) return known(error.code, error.message, requestId);
  if (error instanceof ZodError) return invalid(error, requestId);
  if (error instanceof HTTPException)
    return { ...known(codeOf(error.status), error.message, requestId), status: error.status };
  if (isDatabaseAway(error))
    return known('unavailable', 'The database is away for a moment. Please try again in a minute.', requestId);
  const detail = 'Nothing was lost. Please try again; when it goes on, tell us the request id.';
  return { ...known('unavailable', detail, requestId), type: typeOf('fault'), title: TITLES.fault, status: 500 };
}

function known(code: ErrorCode, detail: string, requestId: string): Problem {
  return { type: typeOf(code), title: TITLES[code], status: STATUS[code], detail, requestId };
}

function invalid(error: ZodError, requestId: string): Problem {
  const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('\n');
  return { ...known('invalid', detail, requestId), errors };
}

/** Names a kind of error, as RFC 9457 allows: it need not be a page. */
function typeOf(code: ErrorCode | 'fault'): string {
  return `urn:homeward:problem:${code}`;
}

function codeOf(status: number): ErrorCode {
  const found = Object.entries(STATUS).find(([, each]) => each === status)?.[0] as ErrorCode | undefined;
  return found ?? (status < 500 ? 'invalid' : 'unavailable');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
}
