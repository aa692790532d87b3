import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';
import { parsePartialDate } from '../../core/partial-date.ts';
import { inTransaction } from '../../db/database.ts';
import { countCasePhotosKept, findCasePhotoBySha256, type PhotoState } from '../../db/photos.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountIdOf, loadCase, loadCaseToChange } from '../cases/load.ts';
import { discardPhoto, type ReceivedPhoto, storePhoto } from './intake.ts';

/** More say nothing new, and each costs a place in every search. */
const MAX_PHOTOS = 50;

/** When the photo was taken, or how old the child is in it. The camera is asked where neither is given. */
export const PhotoDate = z
  .strictObject({
    capturedOn: z.string().trim().min(1).nullable().optional().describe('2021-05-03, 2021-05 or 2021'),
    ageYears: z.coerce.number('Give the age in years').min(0).max(25, 'Give the age in years').nullable().optional(),
  })
  .refine(({ capturedOn, ageYears }) => capturedOn == null || ageYears == null, {
    message: 'Give the date of the photo or the age of the child in it, not both',
    path: ['ageYears'],
  });
export type PhotoDate = z.output<typeof PhotoDate>;

export interface AddedPhoto {
  readonly id: string;
  readonly state: PhotoState;
  /** The same file was there already: nothing was added. */
  readonly isDuplicate: boolean;
}

/**
 * Whether photos may be added to a case: asked before a single byte is taken.
 *
 * @throws AppError `forbidden`, `not-found`, `conflict`
 */
export async function admitCasePhoto(app: Platform, actor: Actor, caseId: string): Promise<void> {
  refuseClosed(await loadCase(app.db, actor, 'photo.upload', caseId));
}

/**
 * Add a received photo to a case. Its faces are looked for soon after; see `viewPhoto`.
 *
 * @throws AppError `invalid` for a date that cannot be, `conflict` when the case is closed or has too many photos; the
 *   caller then discards what was received
 */
export async function addCasePhoto(
  app: Platform,
  actor: Actor,
  caseId: string,
  { received, date }: { received: ReceivedPhoto; date: PhotoDate },
): Promise<AddedPhoto> {
  checkDate(date, app.clock());
  const added = await inTransaction(app.db, async (tx) => {
    refuseClosed(await loadCaseToChange(tx, actor, 'photo.upload', caseId));
    const same = await findCasePhotoBySha256(tx, caseId, received.blob.sha256);
    if (same) return { ...same, isDuplicate: true };
    if ((await countCasePhotosKept(tx, caseId)) >= MAX_PHOTOS)
      throw new AppError('conflict', `A case has at most ${MAX_PHOTOS} photos. Remove a poor one first.`);
    const facts = { capturedOn: date.capturedOn ?? null, ageYears: date.ageYears ?? null };
    const owner = { purpose: 'reference', caseId, uploadedBy: accountIdOf(actor), ...facts } as const;
    const id = await storePhoto(app, tx, received, owner);
    const details = { caseId, bytes: received.blob.bytes, mediaType: received.blob.mediaType };
    await audit(app, tx, actor, { action: 'photo.upload', entity: 'photo', entityId: id, details });
    return { id, state: 'waiting' as const, isDuplicate: false };
  });
  if (added.isDuplicate) await discardPhoto(app, received);
  return added;
}

/** @throws AppError `invalid` for what is no date, or one that is still to come */
export function checkDate({ capturedOn }: PhotoDate, now: Date): void {
  if (capturedOn == null) return;
  // A day may have begun elsewhere already.
  if (parsePartialDate(capturedOn).from.getTime() > now.getTime() + DAY_MILLISECONDS)
    throw new AppError('invalid', 'The date of the photo is in the future.');
}

function refuseClosed({ state }: { state: string }): void {
  if (state === 'resolved' || state === 'withdrawn')
    throw new AppError('conflict', 'The case is closed: no photos can be added. Reopen it first.');
}
