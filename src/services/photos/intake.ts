import { randomUUID } from 'node:crypto';
import type { WrappedKey } from '../../adapters/vault.ts';
import { type BlobRow, insertBlob } from '../../db/blobs.ts';
import type { Database } from '../../db/database.ts';
import { insertDataKey } from '../../db/keys.ts';
import { insertPhoto } from '../../db/photos.ts';
import { photoMediaType } from '../../face/media-type.ts';
import type { Platform } from '../../platform.ts';
import { dropFiles } from '../storage/blob-writing.ts';

/** A photo that lies encrypted on the disk and that the database does not know yet. */
export interface ReceivedPhoto {
  readonly blob: BlobRow;
  readonly key: WrappedKey;
}

/** What a photo belongs to. */
export type PhotoOwner =
  | { readonly purpose: 'reference'; readonly caseId: string }
  | { readonly purpose: 'sighting'; readonly sightingId: string }
  | { readonly purpose: 'probe'; readonly searchId: string };

export interface PhotoFacts {
  /** YYYY, YYYY-MM or YYYY-MM-DD, as a person says. */
  readonly capturedOn?: string | null;
  /** Of the child in it, where a person gave the age instead of a date. */
  readonly ageYears?: number | null;
  readonly uploadedBy?: string | null;
  /** Of its analysis: higher goes first; default 0. */
  readonly priority?: number;
}

/** What a look at the content needs; see photoMediaType. */
const HEAD_BYTES = 4100;

/**
 * Keep a photo while it comes in, unchanged and encrypted. Memory does not grow with its size.
 *
 * [Note: keys of photos] Each photo has a data key of its own, for the original and the copy that is shown: deleting it
 * erases this photo for good. What tells faces apart (templates, crops) is encrypted with the key of the case or
 * sighting instead, and goes earlier.
 *
 * @throws AppError `unsupported-media` for what is no photo by its content, `invalid` for one that is too large,
 *   `unavailable` when the disk is full
 */
export async function receivePhoto(app: Platform, content: AsyncIterable<Uint8Array>): Promise<ReceivedPhoto> {
  const { mediaType, whole } = await withMediaType(content);
  const key = app.vault.newKey();
  const id = randomUUID();
  const { bytes, sha256 } = await app.blobs.put({ id, key: app.vault.open(key) }, whole, app.config.maxPhotoBytes);
  return { blob: { id, keyId: key.id, bytes, sha256, mediaType }, key };
}

/** Undo `receivePhoto`, when the rest of the request failed. */
export async function discardPhoto(app: Platform, { blob, key }: ReceivedPhoto): Promise<void> {
  app.vault.forget(key.id);
  await dropFiles(app, [blob.id]);
}

/**
 * Write a received photo into the database and ask for its analysis, as part of a transaction.
 *
 * @returns the id of the photo
 */
export async function storePhoto(
  app: Platform,
  tx: Database,
  { blob, key }: ReceivedPhoto,
  { capturedOn = null, ageYears = null, uploadedBy = null, priority = 0, ...owner }: PhotoOwner & PhotoFacts,
): Promise<string> {
  await insertDataKey(tx, key);
  await insertBlob(tx, blob);
  const photoId = await insertPhoto(tx, {
    purpose: owner.purpose,
    caseId: owner.purpose === 'reference' ? owner.caseId : null,
    sightingId: owner.purpose === 'sighting' ? owner.sightingId : null,
    searchId: owner.purpose === 'probe' ? owner.searchId : null,
    originalId: blob.id,
    sha256: blob.sha256,
    mediaType: blob.mediaType,
    bytes: blob.bytes,
    capturedOn,
    ageYears,
    uploadedBy,
    at: app.clock(),
  });
  // A probe is analysed by the search that it was sent for, whose sender waits.
  if (owner.purpose !== 'probe') await app.jobs.enqueue(tx, 'analyse-photo', { photoId }, { priority });
  return photoId;
}

/** Look at the first bytes of a stream, and give it back whole. */
async function withMediaType(content: AsyncIterable<Uint8Array>) {
  const chunks = content[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  for (let bytes = 0; bytes < HEAD_BYTES; ) {
    const next = await chunks.next();
    if (next.done) break;
    head.push(next.value);
    bytes += next.value.length;
  }
  const mediaType = await photoMediaType(Buffer.concat(head)).catch(async (error: unknown) => {
    await chunks.return?.();
    throw error;
  });
  async function* whole() {
    yield* head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { mediaType, whole: whole() };
}
