import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { insertSighting, type SightingChannel } from '../../db/sightings.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountIdOf } from '../cases/load.ts';
import { type ReceivedPhoto, receivePhoto, storePhoto } from '../photos/intake.ts';
import { requirePermission } from '../policy.ts';
import { spendProof } from '../protection/proof-of-work.ts';
import { type Admission, nextPriority } from './admission.ts';
import { EmergencyNumbers, emergencyNumbers } from './emergency-numbers.ts';
import { completeSighting, type NewSighting } from './new-sighting.ts';
import { keepingHead, type PhotoHint, readPhotoHint } from './photo-hint.ts';
import { newTrackingCode, trackingHash } from './tracking-code.ts';
import { DO_NOT_APPROACH, RECEIVED } from './wording.ts';

/** More photos of one moment say little more. */
export const MAX_PHOTOS = 5;

/** What a reporter gets, whatever comes of the report. */
export const Receipt = z.object({
  trackingCode: z.string().describe('For the reporter alone: it is stored nowhere'),
  receivedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  takenFromPhoto: z.array(z.enum(['time', 'place'])).describe('What nobody said and the photo told'),
  photos: z.number().int(),
  message: z.string(),
  safety: z.string(),
  emergencyNumbers: EmergencyNumbers,
});
export type Receipt = z.output<typeof Receipt>;

/** A photo of a report, kept but not yet known to the database. */
export interface ReportPhoto {
  readonly received: ReceivedPhoto;
  readonly hint: PhotoHint;
}

/** Keep a photo while it comes in, and read what it says of time and place. @throws as `receivePhoto` */
export async function receiveReportPhoto(app: Platform, content: AsyncIterable<Uint8Array>): Promise<ReportPhoto> {
  const head: Uint8Array[] = [];
  const received = await receivePhoto(app, keepingHead(content, head));
  return { received, hint: await readPhotoHint(Buffer.concat(head), app.clock()) };
}

/**
 * Record that somebody may have seen a missing child, and ask for the photos to be analysed.
 *
 * What is found, and whether, happens later and elsewhere: the answer knows nothing of it.
 *
 * @throws AppError `invalid` where something is missing or cannot be, `conflict` when it was sent already; the caller
 *   then discards the photos
 */
export async function submitSighting(
  app: Platform,
  actor: Actor,
  given: NewSighting,
  { photos, admission }: { readonly photos: readonly ReportPhoto[]; readonly admission: Admission },
): Promise<Receipt> {
  requirePermission(actor, 'sighting.submit');
  if (photos.length > MAX_PHOTOS) throw new AppError('invalid', `Send at most ${MAX_PHOTOS} photos.`);
  const now = app.clock();
  const hints = photos.map(({ hint }) => hint);
  const { takenFromPhoto, ...sighting } = completeSighting(given, hints, now);
  if (photos.length === 0 && !sighting.remarks) throw new AppError('invalid', 'Send a photo, or write what you saw.');
  const trackingCode = newTrackingCode();
  const priority = await nextPriority(app, admission);
  await inTransaction(app.db, async (tx) => {
    if (admission.proof) await spendProof(tx, admission.proof);
    const { id } = await insertSighting(tx, {
      ...sighting,
      trackingHash: trackingHash(app.secret('tracking codes'), trackingCode),
      channel: channelOf(actor),
      reportedBy: accountIdOf(actor),
      sourceHash: admission.source,
      keepUntil: new Date(now.getTime() + app.config.sightingDays * DAY_MILLISECONDS),
      at: now,
    });
    for (const [index, { received }] of photos.entries())
      await storePhoto(app, tx, received, {
        purpose: 'sighting',
        sightingId: id,
        ageYears: sighting.ageYears,
        priority: priority - index,
      });
    const details = { photos: photos.length };
    await audit(app, tx, actor, { action: 'sighting.submit', entity: 'sighting', entityId: id, details });
  });
  return {
    trackingCode,
    receivedAt: now.toISOString(),
    seenAt: sighting.seenAt.toISOString(),
    takenFromPhoto: [...takenFromPhoto],
    photos: photos.length,
    message: RECEIVED,
    safety: DO_NOT_APPROACH,
    emergencyNumbers: await emergencyNumbers(app, sighting.country ?? countryOfLocale(sighting.locale)),
  };
}

function channelOf(actor: Actor): SightingChannel {
  if (actor.kind === 'api-key') return 'api';
  return actor.kind === 'account' && actor.role !== 'guardian' ? 'officer' : 'web';
}

/** `en-IN` speaks of a country, `en` of none. */
function countryOfLocale(locale: string): string | null {
  return /-([A-Z]{2})\b/.exec(locale)?.[1] ?? null;
}
