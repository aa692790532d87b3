import { SYSTEM } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { insertBlob } from '../../db/blobs.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { insertFace, setChosenFace } from '../../db/faces.ts';
import { insertDataKey } from '../../db/keys.ts';
import { notifyLive } from '../../db/live.ts';
import { setOwnerKey } from '../../db/owner-keys.ts';
import { insertPhoto, updatePhoto } from '../../db/photos.ts';
import { insertSighting } from '../../db/sightings.ts';
import { replaceTemplates } from '../../db/templates.ts';
import { insertHit, lockVisit } from '../../db/watch-hits.ts';
import { findSource } from '../../db/watch-sources.ts';
import { findValidOrder, lockValidOrder, type ValidOrder } from '../../db/watch-valid.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { sealTemplates } from '../photos/templates.ts';
import { newTrackingCode, trackingHash } from '../sightings/tracking-code.ts';
import { dropFiles } from '../storage/blob-writing.ts';
import type { RecordedHit, WatchHit } from './contract.ts';
import { type KeptShot, keepShot } from './shot.ts';

/**
 * Make a sighting of somebody whom a search under an order found: place of the source, time of the best shot, the shot
 * as its photo, and the templates that the visit gave. From then on it is a sighting like any other: it is searched,
 * raises alerts and is reviewed.
 *
 * The same visit is recorded once. Nothing is kept when the order is not valid any more.
 *
 * @throws what another try may mend: no engine, no disk, no database
 */
export async function recordHit(app: Platform, hit: WatchHit): Promise<RecordedHit> {
  if (!concerns(await findValidOrder(app.db, hit, app.clock()), hit)) return { outcome: 'refused' };
  const written: string[] = [];
  try {
    const kept = await keepShot(app, hit, written);
    return await inTransaction(app.db, (tx) => record(app, tx, hit, kept));
  } finally {
    // Files whose rows were not written: of a visit that was known, or an order that ended meanwhile.
    await dropFiles(app, written);
  }
}

/** All in one transaction with the job that searches: a crash loses nothing and doubles nothing. */
async function record(app: Platform, tx: Database, hit: WatchHit, kept: KeptShot): Promise<RecordedHit> {
  const order = await lockValidOrder(tx, hit, app.clock());
  if (!order || !concerns(order, hit)) return { outcome: 'refused' };
  const known = await lockVisit(tx, { ...hit, visitKey: hit.visit.key });
  if (known !== undefined) return { outcome: 'known', sightingId: known };
  const sightingId = await insertSeen(app, tx, hit);
  const faceId = await insertShot(app, tx, { hit, kept, sightingId });
  const { key: visitKey, firstAt, lastAt, positionSeconds, frames } = hit.visit;
  const visit = { visitKey, firstAt, lastAt, positionSeconds, frames };
  const id = await insertHit(tx, { ...visit, ...placeOf(hit), sightingId, at: app.clock() });
  await app.jobs.enqueue(tx, 'search-face', { faceId, reason: 'sighting' }, { priority: 1 });
  await notifyLive(tx, { topics: ['watch'], agencyId: order.agencyId, caseId: null, ended: null });
  const details = { ...placeOf(hit), sightingId };
  await audit(app, tx, SYSTEM, { action: 'watch.hit', entity: 'watch-hit', entityId: id, details });
  return { outcome: 'recorded', sightingId };
}

async function insertSeen(app: Platform, tx: Database, { sourceId, visit }: WatchHit): Promise<string> {
  const source = await findSource(tx, sourceId);
  const at = app.clock();
  const { id } = await insertSighting(tx, {
    // A code that nobody has: there is no reporter.
    trackingHash: trackingHash(app.secret('tracking codes'), newTrackingCode()),
    channel: 'watch',
    place: source?.place ?? null,
    latitude: source?.latitude ?? null,
    longitude: source?.longitude ?? null,
    accuracyMetres: source?.rangeMetres ?? null,
    ...{ country: null, sex: null, ageYears: null, remarks: null, contact: null, reportedBy: null, sourceHash: null },
    seenAt: visit.shotAt,
    locale: 'en',
    keepUntil: new Date(at.getTime() + app.config.sightingDays * DAY_MILLISECONDS),
    at,
  });
  return id;
}

/** The photo as if it had been analysed, with one face, which is the one that is meant. @returns the face */
async function insertShot(
  app: Platform,
  tx: Database,
  { hit, kept, sightingId }: { hit: WatchHit; kept: KeptShot; sightingId: string },
): Promise<string> {
  const { original, display, crop, photoKey, faceKey } = kept;
  for (const key of [photoKey, faceKey]) await insertDataKey(tx, key);
  for (const blob of [original, display, crop]) await insertBlob(tx, blob);
  await setOwnerKey(tx, { sightingId }, faceKey.id);
  const { sha256, mediaType, bytes } = original;
  const photoId = await insertPhoto(tx, {
    ...{ purpose: 'sighting' as const, caseId: null, sightingId, searchId: null, originalId: original.id },
    ...{ sha256, mediaType, bytes, capturedOn: null, ageYears: null, uploadedBy: null, at: app.clock() },
  });
  const { width, height, warnings } = kept;
  const analysed = { state: 'analysed', chosenBy: 'only-face', displayId: display.id } as const;
  await updatePhoto(tx, photoId, { ...analysed, width, height, warnings });
  const faceId = await insertFace(tx, photoId, { ...kept.face, position: 0, cropId: crop.id });
  await setChosenFace(tx, photoId, faceId);
  const key = { keyId: faceKey.id, key: app.vault.open(faceKey) };
  await replaceTemplates(tx, faceId, sealTemplates(faceId, hit.template.embeddings, key));
  return faceId;
}

/** Whether the order is about somebody of those who were found. */
function concerns(order: ValidOrder | undefined, { caseIds }: WatchHit): boolean {
  if (!order || caseIds.length === 0) return false;
  return order.scope === 'gallery' || caseIds.some((id) => order.caseIds.includes(id));
}

function placeOf({ orderId, sourceId }: WatchHit) {
  return { orderId, sourceId };
}
