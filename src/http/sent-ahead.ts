import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { AppError, messageOf } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import { dropUpload, openUpload, type Uploader } from '../services/uploads/uploads.ts';
import { clientAddress } from './client-address.ts';
import type { Env } from './env.ts';
import { receiveUpload, type Upload, type UploadPlan } from './upload.ts';

/** Names uploads in a form, instead of files: once for each photo. */
const FIELD = 'upload';

const COOKIE = 'homeward-upload';
const COOKIE_SECONDS = 86_400;

/**
 * Read a form with photos: in it as files, or sent ahead of it (see [Note: uploads]) and named in fields «upload».
 *
 * Both come out as `files`. What was sent ahead stays until `use` has succeeded, so that a form that must be mended need
 * not send it again: their ids are the value of the field then, with spaces between.
 *
 * @throws as `receiveUpload`; AppError `not-found` for an upload that is gone
 */
export async function receivePhotoForm<Stored, Result>(
  app: Platform,
  c: Context<Env>,
  plan: UploadPlan<Stored>,
  use: (form: Upload<Stored>) => Promise<Result>,
): Promise<Result> {
  return receiveUpload(c, plan, async ({ fields, files }) => {
    const ids = [...new Set(fields.getAll(FIELD).flatMap((value) => value.split(' ')))].filter(Boolean);
    if (ids.length > 0) fields.set(FIELD, ids.join(' '));
    if (files.length + ids.length > plan.limits.files)
      throw new AppError('invalid', `Send at most ${plan.limits.files} photos at once.`);
    const uploader = uploaderOf(app, c);
    const taken: Stored[] = [];
    const result = await takeAll();
    await Promise.all(ids.map((id) => dropUpload(app, id).catch((error: unknown) => leave(app, error))));
    return result;

    async function takeAll(): Promise<Result> {
      try {
        for (const id of ids) taken.push(await plan.store(Readable.from(await openUpload(app, uploader, id)), FIELD));
        const sent = taken.map((stored) => ({ field: FIELD, stored }));
        return await use({ fields, files: [...files, ...sent] });
      } catch (error) {
        await Promise.all(taken.map(plan.discard));
        throw error;
      }
    }
  });
}

/** The form was taken all the same: what is left of the upload goes when its time is over. */
function leave(app: Platform, error: unknown): void {
  app.log.warn({ error: messageOf(error) }, 'an upload was not removed; the retention does it later');
}

/** Who sends. The public is known by a cookie, which lasts as long as what it sends ahead. */
export function uploaderOf(app: Platform, c: Context<Env>): Uploader {
  const address = clientAddress(c, app.config.trustedProxies);
  return { actor: c.var.actor, token: getCookie(c, COOKIE) ?? '', address };
}

/** As `uploaderOf`; gives the public a cookie where it has none. */
export function newUploaderOf(app: Platform, c: Context<Env>): Uploader {
  const token = getCookie(c, COOKIE) ?? randomBytes(24).toString('base64url');
  const secure = app.config.url.startsWith('https:');
  setCookie(c, COOKIE, token, { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: COOKIE_SECONDS, secure });
  return { ...uploaderOf(app, c), token };
}
