import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { getFace, listFacesOfPhotos } from '../../db/faces.ts';
import { listSightingPhotos, lockPhoto, type Photo } from '../../db/photos.ts';
import { lockSighting } from '../../db/sightings.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { recordChoice } from '../photos/choose-face.ts';
import { openPicture } from '../photos/view.ts';
import { findReport, type Tracked } from './report.ts';

/** So long after a photo came in its sender may see its faces and say which one is meant. */
export const CHOICE_MILLISECONDS = 3600 * 1000;

/** Faces that are offered: in a crowd the child that was meant is among the larger ones. */
const MOST_FACES = 20;

/** The photos of a report in which somebody must be chosen. */
export const FaceChoice = z.object({
  photoId: z.uuid(),
  until: z.iso.datetime(),
  faces: z.array(
    z.object({
      id: z.uuid(),
      box: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
      isChosen: z.boolean(),
    }),
  ),
});
export type FaceChoice = z.output<typeof FaceChoice>;

/** Where the reporter is asked which face is meant: photos with several faces, for an hour. */
export async function listFaceChoices(app: Platform, actor: Actor, tracked: Tracked): Promise<FaceChoice[]> {
  const { id } = await findReport(app, actor, tracked);
  return inTransaction(app.db, async (tx) => {
    const photos = (await listSightingPhotos(tx, id)).filter((photo) => isOpen(photo, app.clock()));
    const faces = await listFacesOfPhotos(
      tx,
      photos.map((photo) => photo.id),
    );
    const details = { photos: photos.length };
    await audit(app, tx, actor, { action: 'sighting.faces', entity: 'sighting', entityId: id, details });
    return photos
      .map((photo) => ({
        photoId: photo.id,
        until: new Date(photo.createdAt.getTime() + CHOICE_MILLISECONDS).toISOString(),
        faces: faces
          .filter(({ photoId }) => photoId === photo.id)
          .slice(0, MOST_FACES)
          .map(({ id: faceId, box, isChosen }) => ({ id: faceId, box, isChosen })),
      }))
      .filter((choice) => choice.faces.length > 1);
  });
}

/** The small picture of a face of the reporter's own photo. @throws AppError `not-found` */
export async function openReportFace(app: Platform, actor: Actor, tracked: Tracked, faceId: string) {
  const { id } = await findReport(app, actor, tracked);
  const face = await getFace(app.db, faceId);
  const photo = (await listSightingPhotos(app.db, id)).find((each) => each.id === face.photoId);
  if (!photo || !isOpen(photo, app.clock())) throw new AppError('not-found', 'There is no such face.');
  return openPicture(app, face.cropId);
}

/**
 * The reporter says which face is meant.
 *
 * @throws AppError `not-found` for a photo of another report, `conflict` when the hour is over
 */
export async function chooseReportFace(
  app: Platform,
  actor: Actor,
  tracked: Tracked,
  { photoId, faceId }: { readonly photoId: string; readonly faceId: string },
): Promise<void> {
  const { id } = await findReport(app, actor, tracked);
  await inTransaction(app.db, async (tx) => {
    await lockSighting(tx, id);
    const photo = await lockPhoto(tx, photoId);
    if (photo?.sightingId !== id) throw new AppError('not-found', 'There is no such photo in this report.');
    if (!isOpen(photo, app.clock()))
      throw new AppError('conflict', 'The time to choose is over; the photo was used without. Add a remark instead.');
    await recordChoice(app, tx, photo, faceId);
    const details = { faceId };
    await audit(app, tx, actor, { action: 'photo.choose-face', entity: 'photo', entityId: photoId, details });
  });
}

function isOpen({ state, createdAt }: Photo, now: Date): boolean {
  return state === 'analysed' && now.getTime() < createdAt.getTime() + CHOICE_MILLISECONDS;
}
