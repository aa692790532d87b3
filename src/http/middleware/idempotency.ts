import { createHmac } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { AppError } from '../../core/errors.ts';
import { claimIdempotencyKey, dropIdempotencyKey, keepAnswer } from '../../db/idempotency.ts';
import type { Platform } from '../../platform.ts';
import type { Env } from '../env.ts';

const HEADER = 'Idempotency-Key';

/**
 * A write that is sent twice with the same Idempotency-Key acts once: the second time it gets the first answer.
 *
 * Answers of errors are not kept, so that the same request can be tried again once its fault is mended. The public has
 * no keys: two people could take the same one, and an answer may hold a tracking code, which is stored nowhere.
 *
 * @see IETF draft «The Idempotency-Key HTTP Header Field»
 */
export const idempotency = (app: Platform) =>
  createMiddleware<Env>(async (c, next) => {
    const key = c.req.header(HEADER);
    if (!key || c.req.method !== 'POST' || c.var.actor.kind === 'public') return next();
    if (key.length > 200) throw new AppError('invalid', `${HEADER} has at most 200 characters.`);
    const claim = { actor: actorKey(c.var.actor), key, requestHash: await hashOf(app, c.req.raw, c.req.path) };
    const known = await claimIdempotencyKey(app.db, claim, app.clock());
    if (known) return c.json(known.body as object, known.status as 200, { 'Idempotency-Replayed': 'true' });
    await next();
    if (c.res.status >= 200 && c.res.status < 300 && isJson(c.res) && !isSecret(c.res))
      await keepAnswer(app.db, claim, { status: c.res.status, body: await bodyOf(c.res) });
    else await dropIdempotencyKey(app.db, claim);
    return undefined;
  });

/**
 * Under a key: a plain hash of a short body, such as a name and an age, tells it to whoever tries all.
 *
 * Uploads are streamed and not hashed: their length and place stand for them.
 */
async function hashOf(app: Platform, request: Request, path: string): Promise<Buffer> {
  const hash = createHmac('sha256', app.secret('idempotency')).update(`${request.method} ${path}\n`);
  const isUpload = request.headers.get('content-type')?.startsWith('multipart/') ?? false;
  return hash.update(isUpload ? (request.headers.get('content-length') ?? '') : await request.clone().text()).digest();
}

function actorKey(actor: Env['Variables']['actor']): string {
  if (actor.kind === 'account') return `account ${actor.accountId}`;
  return actor.kind === 'api-key' ? `key ${actor.keyId}` : actor.kind;
}

/** What may not be stored, such as a new API key, is not stored here either. */
function isSecret(response: Response): boolean {
  return response.headers.get('cache-control') === 'no-store';
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('application/json') ?? false;
}

async function bodyOf(response: Response): Promise<object> {
  return (await response.clone().json()) as object;
}
