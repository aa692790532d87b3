import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Context } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { discardPhoto } from '../../../services/photos/intake.ts';
import { type Admission, admitReport } from '../../../services/sightings/admission.ts';
import { MAX_PHOTOS, type ReportPhoto, receiveReportPhoto } from '../../../services/sightings/submit.ts';
import { clientAddress } from '../../client-address.ts';
import type { Env } from '../../env.ts';
import { receivePhotoForm } from '../../sent-ahead.ts';

/** A form of the public with photos. */
interface ReceivedForm {
  readonly values: Readonly<Record<string, string>>;
  readonly photos: readonly ReportPhoto[];
  readonly admission: Admission;
}

interface Answers {
  readonly use: (form: ReceivedForm) => Promise<Response>;
  /** Shows the form again. @param isPhotoWrong whether a photo is at fault */
  readonly refuse: (values: Record<string, string>, error: unknown, isPhotoWrong: boolean) => Promise<Response>;
}

/**
 * Read a form with photos; whatever is wrong, all that was typed comes back.
 *
 * The API stops at the first mistake. Here the rest is read to its end: what stands behind a photo that cannot be used
 * was typed as well.
 */
export async function receiveForm(app: Platform, c: Context<Env>, { use, refuse }: Answers): Promise<Response> {
  let typed = new URLSearchParams();
  let admission: Admission | undefined;
  let fault: { readonly error: AppError; readonly isPhotoWrong: boolean } | undefined;
  const admit = async (fields: URLSearchParams) => {
    typed = fields;
    const given = { proof: fields.get('altcha'), trap: fields.get('website') };
    try {
      admission = await admitReport(app, c.var.actor, clientAddress(c, app.config.trustedProxies), given);
    } catch (error) {
      fault = { error: expected(error), isPhotoWrong: false };
    }
  };
  const store = async (content: Readable): Promise<ReportPhoto | null> => {
    try {
      // An early end leaves the stream open: its rest is read below.
      if (!fault) return await receiveReportPhoto(app, content.iterator({ destroyOnReturn: false }));
    } catch (error) {
      fault ??= { error: expected(error), isPhotoWrong: true };
    }
    await drain(content);
    return null;
  };
  const discard = async (photo: ReportPhoto | null) => {
    if (photo) await discardPhoto(app, photo.received);
  };
  try {
    return await receivePhotoForm(app, c, { limits: limitsOf(app), admit, store, discard }, async ({ files }) => {
      if (fault) throw fault.error;
      if (!admission) throw new RangeError('a form was read without admission');
      const photos = files.flatMap(({ stored }) => stored ?? []);
      return await use({ values: Object.fromEntries(typed), photos, admission });
    });
  } catch (error) {
    return refuse(Object.fromEntries(typed), error, fault?.isPhotoWrong ?? false);
  }
}

/** A photo that is too large is refused by whoever stores it, so that only all together can break off the form. */
function limitsOf({ config }: Platform) {
  const totalBytes = MAX_PHOTOS * config.maxPhotoBytes + 1e6;
  return { files: MAX_PHOTOS, fileBytes: totalBytes, totalBytes, fields: 30, fieldBytes: 20_000 };
}

async function drain(content: Readable): Promise<void> {
  if (content.readableEnded || content.destroyed) return;
  content.resume();
  await finished(content);
}

function expected(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}
