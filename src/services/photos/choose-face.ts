import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { listFaces, setChosenFace } from '../../db/faces.ts';
import { type Photo, updatePhoto } from '../../db/photos.ts';
import { countTemplates, deleteTemplates } from '../../db/templates.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { enqueueSearch } from './follow-up.ts';
import { loadPhotoToChange } from './load.ts';

/** A closed sighting is not changed any more, by whom it was sent or by staff. */
const ACTIONS = { reference: 'photo.choose-face', sighting: 'sighting.close' } as const;

/**
 * Say which of the faces of a photo is the child's.
 *
 * @throws AppError `not-found` for a photo out of reach, `invalid` for a face of another photo
 */
export async function chooseFace(app: Platform, actor: Actor, photoId: string, faceId: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const photo = await loadPhotoToChange(tx, actor, ACTIONS, photoId);
    await recordChoice(app, tx, photo, faceId);
    const details = { faceId };
    await audit(app, tx, actor, { action: 'photo.choose-face', entity: 'photo', entityId: photoId, details });
  });
}

/**
 * The same as part of another transaction, which has locked the photo and knows that the actor may: for reporters, who
 * follow up with their tracking code.
 */
export async function recordChoice(app: Platform, tx: Database, photo: Photo, faceId: string): Promise<void> {
  const faces = await listFaces(tx, photo.id);
  const chosen = faces.find(({ id }) => id === faceId);
  if (!chosen) throw new AppError('invalid', 'This face is not in this photo. Choose one of those that are marked.');
  await updatePhoto(tx, photo.id, { chosenBy: 'person' });
  if (chosen.isChosen) return;
  await setChosenFace(tx, photo.id, faceId);
  // Nobody else in the photo is kept to be compared with.
  await deleteTemplates(
    tx,
    faces.filter(({ id }) => id !== faceId).map(({ id }) => id),
  );
  if ((await countTemplates(tx, faceId)) > 0) await enqueueSearch(app, tx, photo, faceId);
  // Another face was chosen before, so this one's templates are gone: look again.
  else await app.jobs.enqueue(tx, 'analyse-photo', { photoId: photo.id });
}
