import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { type FaceRow, findFace, listFaces, listFacesOfPhotos } from '../../db/faces.ts';
import { findPhoto, listCasePhotos, type Photo } from '../../db/photos.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { loadCase } from '../cases/load.ts';
import { openBlob } from '../storage/blob-writing.ts';
import { loadPhoto } from './load.ts';
import { VERDICTS, verdictOf } from './verdict.ts';

const VIEW = { reference: 'photo.view', sighting: 'sighting.view' } as const;
const ORIGINAL = { reference: 'photo.original', sighting: 'sighting.photo-original' } as const;

/** Between two looks at a photo that is still being analysed. */
const POLL_MILLISECONDS = 250;

/** A photo as people see it. */
export const PhotoView = z.object({
  id: z.uuid(),
  purpose: z.enum(['reference', 'sighting', 'probe']),
  caseId: z.uuid().nullable(),
  sightingId: z.uuid().nullable(),
  state: z.enum(['waiting', 'analysed', 'refused']),
  verdict: z.enum(VERDICTS),
  message: z.string().describe('What the photo is good for, in words'),
  reasons: z.array(z.string()),
  mediaType: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  capturedOn: z.string().nullable(),
  capturedBy: z.enum(['person', 'camera']).nullable(),
  ageYears: z.number().nullable(),
  exif: z.object({
    capturedAt: z.string().optional(),
    latitude: z.number().optional(),
    longitude: z.number().optional(),
    camera: z.string().optional(),
  }),
  chosenBy: z.enum(['person', 'only-face']).nullable(),
  hasDisplay: z.boolean(),
  hasOriginal: z.boolean(),
  createdAt: z.iso.datetime(),
  faces: z.array(
    z.object({
      id: z.uuid(),
      position: z.number().int(),
      box: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
      score: z.number(),
      quality: z.number().describe('0 … 100'),
      components: z.record(z.string(), z.number()),
      reasons: z.array(z.string()),
      isChosen: z.boolean(),
      hasCrop: z.boolean(),
    }),
  ),
});
export type PhotoView = z.output<typeof PhotoView>;

/**
 * A photo with its faces and what it is good for.
 *
 * @param waitSeconds how long to wait for the analysis, at most
 */
export async function viewPhoto(app: Platform, actor: Actor, id: string, waitSeconds = 0): Promise<PhotoView> {
  await loadPhoto(app.db, actor, VIEW, id);
  await untilAnalysed(app, id, waitSeconds);
  return inTransaction(app.db, async (tx) => {
    const photo = await loadPhoto(tx, actor, VIEW, id);
    const faces = await listFaces(tx, id);
    await audit(app, tx, actor, { action: 'photo.view', entity: 'photo', entityId: id });
    return describePhoto(photo, faces);
  });
}

/** All photos of a case, oldest first. */
export async function viewCasePhotos(app: Platform, actor: Actor, caseId: string): Promise<PhotoView[]> {
  return inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'photo.view', caseId);
    const photos = await listCasePhotos(tx, caseId);
    const views = await describePhotos(tx, photos);
    const details = { photos: photos.length };
    await audit(app, tx, actor, { action: 'photo.list', entity: 'case', entityId: caseId, details });
    return views;
  });
}

/** Photos with their faces, for services that have checked and audited what they show. */
export async function describePhotos(db: Database, photos: readonly Photo[]): Promise<PhotoView[]> {
  const faces = await listFacesOfPhotos(
    db,
    photos.map(({ id }) => id),
  );
  return photos.map((photo) =>
    describePhoto(
      photo,
      faces.filter(({ photoId }) => photoId === photo.id),
    ),
  );
}

/** The copy that is shown: upright, without EXIF. */
export async function openDisplay(app: Platform, actor: Actor, photoId: string) {
  return openPicture(app, await lookAtPhoto(app, actor, photoId));
}

/** A look at a photo, written down, for who keeps its copy. @returns the blob with the copy; null before there is one */
export async function lookAtPhoto(app: Platform, actor: Actor, photoId: string): Promise<string | null> {
  return lookAt(app, actor, { photoId, actions: VIEW, what: 'display' }, ({ displayId }) => displayId);
}

/** The file as it was received, for evidence. */
export async function openOriginal(app: Platform, actor: Actor, photoId: string) {
  const look = { photoId, actions: ORIGINAL, what: 'original' };
  return openPicture(app, await lookAt(app, actor, look, ({ originalId }) => originalId));
}

/** The small upright picture of a face. */
export async function openCrop(app: Platform, actor: Actor, faceId: string) {
  const face = await findFace(app.db, faceId);
  // No photo has the id of a face: what is not there is answered as what is out of reach.
  const photoId = face?.photoId ?? faceId;
  const look = { photoId, actions: VIEW, what: 'crop' };
  return openPicture(app, await lookAt(app, actor, look, () => face?.cropId ?? null));
}

/** The same pictures for services that have checked and audited what they show: a review, a tracking code. */
export async function openPicture(app: Platform, blobId: string | null) {
  if (blobId === null) throw new AppError('not-found', 'This picture is not there yet, or it was erased.');
  return openBlob(app, app.db, blobId);
}

async function lookAt(
  app: Platform,
  actor: Actor,
  { photoId, actions, what }: { photoId: string; actions: typeof VIEW | typeof ORIGINAL; what: string },
  blobOf: (photo: Photo) => string | null,
): Promise<string | null> {
  return inTransaction(app.db, async (tx) => {
    const photo = await loadPhoto(tx, actor, actions, photoId);
    const action = what === 'original' ? 'photo.original' : 'photo.view';
    await audit(app, tx, actor, { action, entity: 'photo', entityId: photoId, details: { what } });
    return blobOf(photo);
  });
}

async function untilAnalysed(app: Platform, id: string, seconds: number): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end && (await findPhoto(app.db, id))?.state === 'waiting')
    await setTimeout(POLL_MILLISECONDS);
}

function describePhoto(photo: Photo, faces: readonly FaceRow[]): PhotoView {
  const { id, purpose, caseId, sightingId, state, mediaType, bytes, width, height } = photo;
  const { capturedOn, capturedBy, ageYears, exif, chosenBy, createdAt, displayId, originalId } = photo;
  return {
    ...{ id, purpose, caseId, sightingId, state, mediaType, bytes, width, height },
    ...{ capturedOn, capturedBy, ageYears, exif: exif ?? {}, chosenBy },
    ...verdictOf(photo, faces),
    hasDisplay: displayId !== null,
    hasOriginal: originalId !== null,
    sha256: photo.sha256.toString('hex'),
    createdAt: createdAt.toISOString(),
    faces: faces.map((face) => ({
      ...{ id: face.id, position: face.position, box: face.box, score: face.score, quality: face.quality },
      ...{ components: face.components, reasons: face.reasons, isChosen: face.isChosen },
      hasCrop: face.cropId !== null,
    })),
  };
}
