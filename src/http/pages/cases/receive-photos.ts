import type { Readable } from 'node:stream';
import type { Context } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { addCasePhoto, admitCasePhoto, PhotoDate } from '../../../services/photos/add.ts';
import { discardPhoto, type ReceivedPhoto, receivePhoto } from '../../../services/photos/intake.ts';
import type { Env } from '../../env.ts';
import { type FormState, formStateOf, withoutEmpty } from '../../forms.ts';
import { receivePhotoForm } from '../../sent-ahead.ts';

const MOST_AT_ONCE = 10;

/**
 * Take the photos of a form for a case. Nobody's bytes are taken before it is known that they may add a photo.
 *
 * @returns null when they are taken; else the form as it must be shown again
 */
export async function receiveCasePhotos(app: Platform, c: Context<Env>, caseId: string): Promise<FormState | null> {
  const { maxPhotoBytes } = app.config;
  let values: Record<string, string> = {};
  const plan = {
    limits: {
      files: MOST_AT_ONCE,
      fileBytes: maxPhotoBytes,
      totalBytes: MOST_AT_ONCE * maxPhotoBytes,
      fields: 50,
      fieldBytes: 1000,
    },
    admit: () => admitCasePhoto(app, c.var.actor, caseId),
    store: (content: Readable) => receivePhoto(app, content),
    discard: (received: ReceivedPhoto) => discardPhoto(app, received),
  };
  try {
    return await receivePhotoForm(app, c, plan, async ({ fields, files }) => {
      values = Object.fromEntries(fields);
      const { capturedOn, ageYears } = withoutEmpty(values);
      const date = PhotoDate.parse({ ...(capturedOn && { capturedOn }), ...(ageYears && { ageYears }) });
      if (files.length === 0) throw new AppError('invalid', 'Choose a photo to send.');
      for (const { stored } of files) await addCasePhoto(app, c.var.actor, caseId, { received: stored, date });
      return null;
    });
  } catch (error) {
    return formStateOf(c, values, error);
  }
}
