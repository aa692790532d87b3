import type { Actor } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import { listFaces } from '../../db/faces.ts';
import { updatePhoto } from '../../db/photos.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { erase, removeErased } from '../purge/erase.ts';
import { logErasures } from '../purge/erasure-log.ts';
import { checkDate, type PhotoDate } from './add.ts';
import { enqueueSearch } from './follow-up.ts';
import { loadPhotoToChange } from './load.ts';

/** Photos of a sighting are its reporter's: nobody dates or removes one of them alone. */
const only = (reference: 'photo.upload' | 'photo.remove') => ({ reference, sighting: null }) as const;

/**
 * Correct when a photo of a case was taken, or how old the child is in it. The child's age at a photo is part of every
 * comparison, so searches are made anew.
 */
export async function datePhoto(app: Platform, actor: Actor, id: string, date: PhotoDate): Promise<void> {
  checkDate(date, app.clock());
  const capturedOn = date.capturedOn ?? null;
  await inTransaction(app.db, async (tx) => {
    const photo = await loadPhotoToChange(tx, actor, only('photo.upload'), id);
    const capturedBy = capturedOn === null ? null : 'person';
    await updatePhoto(tx, id, { capturedOn, capturedBy, ageYears: date.ageYears ?? null });
    const chosen = (await listFaces(tx, id)).find(({ isChosen }) => isChosen);
    if (chosen) await enqueueSearch(app, tx, photo, chosen.id);
    await audit(app, tx, actor, { action: 'photo.date', entity: 'photo', entityId: id });
  });
}

/** Remove a photo from a case, and with it all that was made of it. */
export async function removePhoto(app: Platform, actor: Actor, id: string): Promise<void> {
  const erased = await inTransaction(app.db, async (tx) => {
    const { caseId } = await loadPhotoToChange(tx, actor, only('photo.remove'), id);
    const gone = await erase(app, tx, 'photo', id);
    await audit(app, tx, actor, { action: 'photo.remove', entity: 'photo', entityId: id, details: { caseId } });
    return gone;
  });
  await removeErased(app, erased);
  await logErasures(app);
}
