import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { listFacesOfPhotos } from '../../db/faces.ts';
import { listSightingPhotos } from '../../db/photos.ts';
import {
  findSightingByTracking,
  insertAddition,
  listAdditions,
  lockSighting,
  type Sighting,
  updateSighting,
} from '../../db/sightings.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { storePhoto } from '../photos/intake.ts';
import { requirePermission } from '../policy.ts';
import { countRequest } from '../protection/limits.ts';
import { spendProof } from '../protection/proof-of-work.ts';
import { networkOf } from '../protection/sources.ts';
import { type Admission, nextPriority } from './admission.ts';
import { EmergencyNumbers, emergencyNumbers } from './emergency-numbers.ts';
import { MAX_PHOTOS, type ReportPhoto } from './submit.ts';
import { readTrackingCode, trackingHash } from './tracking-code.ts';
import { DO_NOT_APPROACH, STATUS } from './wording.ts';

/** Photos of one report, those that were sent later included. */
const MAX_PHOTOS_IN_ALL = 3 * MAX_PHOTOS;

const OF_NETWORK = { name: 'tracking-code', requests: 60, seconds: 3600 };
const OF_CODE = { name: 'report', requests: 120, seconds: 3600 };
const ADDITIONS = { name: 'report-additions', requests: 20, seconds: 3600 };

/** A report as its reporter sees it: only what they sent, never what came of it. */
export const Report = z.object({
  receivedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  place: z.string().nullable(),
  sex: z.string().nullable(),
  ageYears: z.number().nullable(),
  remarks: z.string().nullable(),
  hasContact: z.boolean(),
  keptUntil: z.iso.datetime(),
  photos: z.array(
    z.object({
      id: z.uuid(),
      receivedAt: z.iso.datetime(),
      state: z.enum(['received', 'choose-face', 'no-face', 'unreadable']),
    }),
  ),
  additions: z.array(z.object({ text: z.string(), at: z.iso.datetime() })),
  message: z.string(),
  safety: z.string(),
  emergencyNumbers: EmergencyNumbers,
});
export type Report = z.output<typeof Report>;

/** What somebody knows a report by. */
export interface Tracked {
  readonly trackingCode: string;
  /** IP address that the request comes from: guesses are counted. */
  readonly address: string;
}

/** The report of a tracking code. @throws AppError `not-found`, `too-many` */
export async function viewReport(app: Platform, actor: Actor, tracked: Tracked): Promise<Report> {
  const { id } = await findReport(app, actor, tracked);
  return inTransaction(app.db, async (tx) => {
    const sighting = await lockSighting(tx, id);
    const report = await describeReport(app, tx, sighting);
    await audit(app, tx, actor, { action: 'sighting.follow', entity: 'sighting', entityId: id });
    return report;
  });
}

/** What is added to a report: words, photos or both. */
export interface Addition {
  readonly text: string | null;
  readonly photos: readonly ReportPhoto[];
  readonly admission: Admission;
}

/**
 * Add to a report.
 *
 * @throws AppError `not-found`, `too-many`; `invalid` for nothing, `conflict` for too many photos: the caller then
 *   discards them
 */
export async function addToReport(
  app: Platform,
  actor: Actor,
  tracked: Tracked,
  { text, photos, admission }: Addition,
): Promise<Report> {
  const { id } = await findReport(app, actor, tracked);
  if (!text && photos.length === 0) throw new AppError('invalid', 'Write something, or send a photo.');
  await countRequest(app, id, ADDITIONS);
  const priority = await nextPriority(app, admission);
  return inTransaction(app.db, async (tx) => {
    const sighting = await lockSighting(tx, id);
    const known = await listSightingPhotos(tx, id);
    if (known.length + photos.length > MAX_PHOTOS_IN_ALL)
      throw new AppError('conflict', `A report has at most ${MAX_PHOTOS_IN_ALL} photos. Send a new report instead.`);
    if (admission.proof) await spendProof(tx, admission.proof);
    if (text) await insertAddition(tx, id, text, app.clock());
    for (const [index, { received }] of photos.entries())
      await storePhoto(app, tx, received, {
        purpose: 'sighting',
        sightingId: id,
        ageYears: sighting.ageYears,
        priority: priority - index,
      });
    const report = await describeReport(app, tx, sighting);
    const details = { photos: photos.length, isTextAdded: text !== null };
    await audit(app, tx, actor, { action: 'sighting.add', entity: 'sighting', entityId: id, details });
    return report;
  });
}

/** Forget how the reporter can be reached. @throws AppError `not-found`, `too-many` */
export async function withdrawContact(app: Platform, actor: Actor, tracked: Tracked): Promise<Report> {
  const { id } = await findReport(app, actor, tracked);
  return inTransaction(app.db, async (tx) => {
    const sighting = await lockSighting(tx, id);
    await updateSighting(tx, id, { contact: null });
    const report = await describeReport(app, tx, { ...sighting, contact: null });
    await audit(app, tx, actor, { action: 'sighting.withdraw-contact', entity: 'sighting', entityId: id });
    return report;
  });
}

/** The sighting that a tracking code stands for; the code is the permission. @throws AppError `not-found`, `too-many` */
export async function findReport(app: Platform, actor: Actor, { trackingCode, address }: Tracked): Promise<Sighting> {
  requirePermission(actor, 'sighting.follow');
  const code = readTrackingCode(trackingCode);
  if (code === null) throw unknownCode();
  await countRequest(app, networkOf(address), OF_NETWORK);
  const hash = trackingHash(app.secret('tracking codes'), code);
  await countRequest(app, hash, OF_CODE);
  const found = await findSightingByTracking(app.db, hash);
  if (!found) throw unknownCode();
  return found;
}

async function describeReport(app: Platform, db: Database, sighting: Sighting): Promise<Report> {
  const photos = await listSightingPhotos(db, sighting.id);
  const faces = await listFacesOfPhotos(
    db,
    photos.map(({ id }) => id),
  );
  const additions = await listAdditions(db, sighting.id);
  return {
    receivedAt: sighting.createdAt.toISOString(),
    seenAt: sighting.seenAt.toISOString(),
    place: sighting.place,
    sex: sighting.sex,
    ageYears: sighting.ageYears,
    remarks: sighting.remarks,
    hasContact: sighting.contact !== null,
    keptUntil: sighting.keepUntil.toISOString(),
    photos: photos.map(({ id, createdAt, state, chosenBy }) => {
      const count = faces.filter(({ photoId }) => photoId === id).length;
      return { id, receivedAt: createdAt.toISOString(), state: photoState(state, chosenBy, count) };
    }),
    additions: additions.map(({ text, createdAt }) => ({ text, at: createdAt.toISOString() })),
    message: STATUS,
    safety: DO_NOT_APPROACH,
    emergencyNumbers: await emergencyNumbers(app, sighting.country),
  };
}

/** What the photo itself tells, which has nothing to do with any case. */
function photoState(state: string, chosenBy: string | null, faces: number): Report['photos'][number]['state'] {
  if (state === 'refused') return 'unreadable';
  if (state === 'waiting') return 'received';
  if (faces === 0) return 'no-face';
  return chosenBy === null ? 'choose-face' : 'received';
}

function unknownCode(): AppError {
  return new AppError('not-found', 'There is no report with this tracking code. Check each letter and digit.');
}
