import type { WrappedKey } from '../../adapters/vault.ts';
import { SYSTEM } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type BlobRow, getBlob, insertBlob } from '../../db/blobs.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { lockOwner } from '../../db/owner-keys.ts';
import { findPhoto, lockPhoto, type Photo, updatePhoto } from '../../db/photos.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { dropFiles, forgetBlobs, readBlob, writeBlob } from '../storage/blob-writing.ts';
import type { Analysis } from './analysis.ts';
import { captureOf } from './capture.ts';
import { enqueueSearch } from './follow-up.ts';
import { ensureOwnerKey, ownerOf } from './owner-key.ts';
import { replaceFaces } from './replace-faces.ts';

/** Longest side of the copy that is shown, pixels: fills a screen, and faces can still be compared in it. */
const DISPLAY_SIDE = 1600;

/**
 * Find and judge the faces of a photo, and keep what is needed to show and to compare them.
 *
 * May run any number of times: a face keeps its id, what people chose and decided stays, templates of another model are
 * replaced. A photo that is gone, purged or of a closed case is left alone.
 *
 * @throws what another try may mend: no engine, no disk, no database
 */
export async function analysePhoto(app: Platform, photoId: string): Promise<void> {
  const photo = await findPhoto(app.db, photoId);
  const owner = photo && ownerOf(photo);
  if (!photo?.originalId || !owner) return;
  const key = await ensureOwnerKey(app, owner);
  if (!key) return;

  const bytes = await readBlob(app, app.db, photo.originalId);
  const limits = { maxBytes: app.config.maxPhotoBytes, maxPixels: app.config.maxPhotoPixels };
  const options = { thumbnails: true, displaySide: DISPLAY_SIDE, limits };
  const engine = await app.engine();
  const outcome = await engine.extractFaces(bytes, options).catch(refusalOf);
  if (typeof outcome === 'string') await refuse(app, photoId, outcome);
  else await keep(app, photo, { key, extraction: outcome });
}

/** What is wrong with the photo itself is an outcome; all else another try may mend. */
function refusalOf(error: unknown): string {
  if (error instanceof AppError && (error.code === 'invalid' || error.code === 'unsupported-media'))
    return error.message;
  throw error;
}

async function refuse(app: Platform, photoId: string, refusal: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const photo = await lockPhoto(tx, photoId);
    if (!photo || photo.state === 'analysed') return;
    await updatePhoto(tx, photoId, { state: 'refused', refusal });
    await audit(app, tx, SYSTEM, { action: 'photo.refuse', entity: 'photo', entityId: photoId });
  });
}

async function keep(app: Platform, photo: Photo, made: Pick<Analysis, 'extraction' | 'key'>): Promise<void> {
  const written: BlobRow[] = [];
  let cleanUp = () =>
    dropFiles(
      app,
      written.map(({ id }) => id),
    );
  try {
    const analysis = await writeBlobs(app, photo, made, written);
    const removeOld = await inTransaction(app.db, (tx) => record(app, tx, photo.id, analysis));
    if (removeOld) cleanUp = removeOld;
  } finally {
    // The new files when nothing was recorded, the replaced ones when it was.
    await cleanUp();
  }
}

async function writeBlobs(
  app: Platform,
  { originalId }: Photo,
  { extraction, key }: Pick<Analysis, 'extraction' | 'key'>,
  written: BlobRow[],
): Promise<Analysis> {
  const write = async (content: Uint8Array | undefined, blobKey: WrappedKey) => {
    if (!content) return null;
    const blob = await writeBlob(app, blobKey, content, 'image/jpeg');
    written.push(blob);
    return blob;
  };
  const { key: photoKey } = await getBlob(app.db, originalId ?? '');
  const display = await write(extraction.display, photoKey);
  const crops: (BlobRow | null)[] = [];
  for (const { thumbnail } of extraction.faces) crops.push(await write(thumbnail, key));
  return { extraction, key, display, crops };
}

/** @returns removes the files that were replaced; undefined when the photo is gone, purged or closed meanwhile */
async function record(
  app: Platform,
  tx: Database,
  photoId: string,
  analysis: Analysis,
): Promise<(() => Promise<void>) | undefined> {
  const { extraction, key, display, crops } = analysis;
  const before = await findPhoto(tx, photoId);
  const owner = before && ownerOf(before);
  const state = owner && (await lockOwner(tx, owner));
  const photo = await lockPhoto(tx, photoId);
  if (!photo?.originalId || !state?.isLive || state.keyId !== key.id) return undefined;

  for (const blob of [display, ...crops]) if (blob) await insertBlob(tx, blob);
  const { width, height, warnings } = extraction.photo;
  await updatePhoto(tx, photoId, {
    ...captureOf(photo, extraction.photo),
    ...{ state: 'analysed', refusal: null, displayId: display?.id ?? null, width, height, warnings },
  });
  const { chosenId, replacedCrops } = await replaceFaces(app, tx, photo, analysis);
  const replaced = [photo.displayId, ...replacedCrops].filter((id) => id !== null);
  const removeOld = await forgetBlobs(app, tx, replaced);
  if (chosenId !== null) await enqueueSearch(app, tx, photo, chosenId);
  const details = { faces: extraction.faces.length, isChosen: chosenId !== null };
  await audit(app, tx, SYSTEM, { action: 'photo.analyse', entity: 'photo', entityId: photoId, details });
  return removeOld;
}
