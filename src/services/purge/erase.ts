import { deleteBlobs } from '../../db/blobs.ts';
import type { Database } from '../../db/database.ts';
import { type ErasureKind, insertErasure } from '../../db/erasures.ts';
import { blankFaces, listFacesOfPhotos } from '../../db/faces.ts';
import { deleteDataKeys } from '../../db/keys.ts';
import { lockOwner, setOwnerKey } from '../../db/owner-keys.ts';
import { deletePhotos } from '../../db/photos.ts';
import {
  blankAccount,
  blankCase,
  blankSearch,
  blankSighting,
  deleteSighting,
  findUnusedKeys,
  listBlobsOfPhotos,
  listFacesOfCase,
  listPhotosOf,
  listSightingsOfFaces,
  releaseSightingKey,
} from '../../db/purging.ts';
import { deleteTemplates } from '../../db/templates.ts';
import { blankSource } from '../../db/watch-sources.ts';
import type { Platform } from '../../platform.ts';
import { removeFiles } from '../storage/blob-writing.ts';

/** What was erased, by id. The files of the blobs go when the transaction has ended: see `removeErased`. */
export interface Erased {
  readonly templates: readonly number[];
  readonly faces: readonly string[];
  readonly photos: readonly { readonly id: string; readonly sha256: string }[];
  readonly blobs: readonly string[];
  readonly keys: readonly string[];
}

const NOTHING: Erased = { templates: [], faces: [], photos: [], blobs: [], keys: [] };

/** Erases one subject in the caller's transaction. May run again: what is gone is gone. */
type Eraser = (tx: Database, subjectId: string) => Promise<Erased>;

/** How each kind of thing is erased; a restored backup is erased again by the same functions. */
export const ERASERS: Readonly<Record<ErasureKind, Eraser>> = {
  'case-biometrics': eraseBiometrics,
  'case-photos': async (tx, caseId) => erasePhotoRows(tx, await listPhotosOf(tx, { caseId })),
  'case-record': eraseRecord,
  photo: async (tx, photoId) => erasePhotoRows(tx, await listPhotosOf(tx, { photoId })),
  sighting: eraseSighting,
  'sighting-content': eraseSightingContent,
  'search-probe': eraseProbe,
  account: eraseAccount,
  'watch-source': eraseSource,
};

/** Erase one thing, and write down that it was erased. The files of the blobs are then removed by `removeErased`. */
export async function erase(app: Platform, tx: Database, kind: ErasureKind, subjectId: string): Promise<Erased> {
  const erased = await ERASERS[kind](tx, subjectId);
  await insertErasure(tx, { kind, subjectId, at: app.clock() });
  return erased;
}

/**
 * Erase what the faces of a case were compared with: templates and crops, and the key that both were sealed with. In
 * the sightings in which its child was found, the same of the child's face.
 */
async function eraseBiometrics(tx: Database, caseId: string): Promise<Erased> {
  const owner = await lockOwner(tx, { caseId });
  const { own, matched } = await listFacesOfCase(tx, caseId);
  const faces = [...new Set([...own, ...matched])];
  const templates = await deleteTemplates(tx, faces);
  const crops = await blankFaces(tx, faces);
  const blobs = await deleteBlobs(tx, crops);
  await setOwnerKey(tx, { caseId }, null);
  const released: (string | null)[] = [owner?.keyId ?? null];
  for (const sightingId of await listSightingsOfFaces(tx, matched))
    released.push(await releaseSightingKey(tx, sightingId));
  const keys = released.filter((id) => id !== null);
  await deleteDataKeys(tx, keys);
  return { ...NOTHING, templates, faces, blobs: blobs.map(({ id }) => id), keys };
}

/** Erase a whole sighting: photos, faces, words, contact. */
async function eraseSighting(tx: Database, sightingId: string): Promise<Erased> {
  await lockOwner(tx, { sightingId });
  const erased = await erasePhotoRows(tx, await listPhotosOf(tx, { sightingId }));
  const keyId = await deleteSighting(tx, sightingId);
  if (keyId !== null) await deleteDataKeys(tx, [keyId]);
  return { ...erased, keys: keyId === null ? erased.keys : [...erased.keys, keyId] };
}

/** Erase what a sighting shows and says, but not that it led to a match. */
async function eraseSightingContent(tx: Database, sightingId: string): Promise<Erased> {
  await lockOwner(tx, { sightingId });
  const photos = await listPhotosOf(tx, { sightingId });
  const ids = photos.map(({ id }) => id);
  const blobs = await listBlobsOfPhotos(tx, ids);
  const faces = (await listFacesOfPhotos(tx, ids)).map(({ id }) => id);
  const templates = await deleteTemplates(tx, faces);
  await blankFaces(tx, faces);
  await blankSighting(tx, sightingId);
  await deleteBlobs(
    tx,
    blobs.map(({ id }) => id),
  );
  const released = await releaseSightingKey(tx, sightingId);
  const unused = await findUnusedKeys(tx, [...new Set(blobs.map(({ keyId }) => keyId))]);
  const keys = [...new Set(released === null ? unused : [...unused, released])];
  await deleteDataKeys(tx, keys);
  return { templates, faces, photos, blobs: blobs.map(({ id }) => id), keys };
}

/** Erase the photo that staff searched with, and what it showed. */
async function eraseProbe(tx: Database, searchId: string): Promise<Erased> {
  const erased = await erasePhotoRows(tx, await listPhotosOf(tx, { searchId }));
  await blankSearch(tx, searchId);
  return erased;
}

/** Erase every word about a child; its biometrics and photos are erased beside this. */
async function eraseRecord(tx: Database, caseId: string): Promise<Erased> {
  await blankCase(tx, caseId);
  return NOTHING;
}

/** Take the person out of an account that logs and reviews still name. */
async function eraseAccount(tx: Database, accountId: string): Promise<Erased> {
  await blankAccount(tx, accountId);
  return NOTHING;
}

/** Take the address and the film out of a source, with the key of both. */
async function eraseSource(tx: Database, sourceId: string): Promise<Erased> {
  const { keyId, blobId } = await blankSource(tx, sourceId);
  const [blobs, keys] = [blobId === null ? [] : [blobId], keyId === null ? [] : [keyId]];
  await deleteBlobs(tx, blobs);
  await deleteDataKeys(tx, keys);
  return { ...NOTHING, blobs, keys };
}

/** The second half of every erasure, after its transaction: files and keys in memory. */
export async function removeErased(app: Platform, { blobs, keys }: Erased): Promise<void> {
  for (const id of keys) app.vault.forget(id);
  await removeFiles(app, blobs);
}

/** Photos with all that was made of them. Faces and templates go with their photo; template_gone tells the index. */
async function erasePhotoRows(tx: Database, photos: Erased['photos']): Promise<Erased> {
  const ids = photos.map(({ id }) => id);
  const blobs = await listBlobsOfPhotos(tx, ids);
  await deletePhotos(tx, ids);
  await deleteBlobs(
    tx,
    blobs.map(({ id }) => id),
  );
  const keys = await findUnusedKeys(tx, [...new Set(blobs.map(({ keyId }) => keyId))]);
  await deleteDataKeys(tx, keys);
  return { ...NOTHING, photos, blobs: blobs.map(({ id }) => id), keys };
}
