import { createHmac, randomUUID } from 'node:crypto';
import type { Actor } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/uuid.ts';
import { insertBlob } from '../../db/blobs.ts';
import { inTransaction } from '../../db/database.ts';
import { deleteDataKeys, insertDataKey } from '../../db/keys.ts';
import {
  deleteUpload,
  findUpload,
  insertPiece,
  insertUpload,
  listExpiredUploads,
  listPieces,
  sumBytesOfSource,
  type UploadRow,
} from '../../db/uploads.ts';
import { photoMediaType } from '../../face/media-type.ts';
import type { Platform } from '../../platform.ts';
import type { ReceivedPhoto } from '../photos/intake.ts';
import { requireReach } from '../policy.ts';
import { countRequest } from '../protection/limits.ts';
import { sourceOf } from '../protection/sources.ts';
import { dropFiles, forgetBlobs, openBlob, writeBlob } from '../storage/blob-writing.ts';

/**
 * [Note: uploads] A photo may come ahead of its form, in pieces: where the line breaks, only the last piece is sent
 * again. A form then names the upload instead of a file.
 *
 * An upload is nobody's photo yet: nobody can open it, nothing looks at it, it is in no list. It belongs to the account
 * that sends it or, for the public, to a token in a cookie. It goes when its form was taken, or else after a day. What
 * it becomes is audited by whoever takes the form.
 */
export interface Uploader {
  readonly actor: Actor;
  /** Of the cookie; for who is signed in it does not matter. */
  readonly token: string;
  readonly address: string;
}

/** Largest piece that is taken, bytes. */
export const PIECE_BYTES = 512 * 1024;
/** All but the last piece have at least so many bytes: each is a file. */
const LEAST_PIECE_BYTES = 64 * 1024;

const LIMIT = { name: 'upload', requests: 120, seconds: 3600 };
/** What one source may have parked at a time, in photos of the largest size. */
const MOST_PARKED = 20;

/** Announce a photo. @returns the id of the upload @throws AppError `too-many`, `invalid` for one that is too large */
export async function startUpload(app: Platform, uploader: Uploader, bytesTotal: number): Promise<string> {
  const { actor, address } = uploader;
  requireReach(actor, 'sighting.submit');
  const { maxPhotoBytes } = app.config;
  if (!Number.isSafeInteger(bytesTotal) || bytesTotal < 1) throw new AppError('invalid', 'This file is empty.');
  if (bytesTotal > maxPhotoBytes) {
    const limit = Math.round(maxPhotoBytes / 1e6);
    throw new AppError('invalid', `This file has more than ${limit} MB. Send a smaller copy of the photo.`);
  }
  const source = sourceOf(app, actor, address);
  await countRequest(app, source, LIMIT);
  if ((await sumBytesOfSource(app.db, source)) + bytesTotal > MOST_PARKED * maxPhotoBytes)
    throw new AppError('too-many', 'Too many photos wait for their forms. Send these first, or try again tomorrow.');
  const id = randomUUID();
  const key = app.vault.newKey();
  const expiresAt = new Date(app.clock().getTime() + DAY_MILLISECONDS);
  await inTransaction(app.db, async (tx) => {
    await insertDataKey(tx, key);
    await insertUpload(tx, { id, owner: ownerOf(app, uploader), source, keyId: key.id, bytesTotal, expiresAt });
  });
  return id;
}

/** An upload of this sender: how much there is of how much. @throws AppError `not-found` */
export async function getUpload(app: Platform, uploader: Uploader, id: string): Promise<UploadRow> {
  const found = isUuid(id) && (await findUpload(app.db, id, { owner: ownerOf(app, uploader), now: app.clock() }));
  if (!found) throw new AppError('not-found', 'This photo is no longer kept. Choose it again.');
  return found;
}

/**
 * Keep the next piece.
 *
 * @param start of the piece in the photo: where the last one ended
 * @returns how many bytes there are now
 * @throws AppError `conflict` for another start, `unsupported-media` where the first piece is of no photo, `invalid`
 */
export async function addPiece(
  app: Platform,
  uploader: Uploader,
  id: string,
  { start, bytes }: { readonly start: number; readonly bytes: Uint8Array },
): Promise<number> {
  const upload = await getUpload(app, uploader, id);
  checkPiece(upload, start, bytes);
  if (start === 0) await photoMediaType(bytes);
  const blob = await writeBlob(app, upload.key, bytes, 'application/octet-stream');
  try {
    await inTransaction(app.db, async (tx) => {
      await insertBlob(tx, blob);
      if (!(await insertPiece(tx, id, { start, bytes: bytes.length, blobId: blob.id }))) throw elsewhere();
    });
  } catch (error) {
    await dropFiles(app, [blob.id]);
    throw error;
  }
  return start + bytes.length;
}

/** The whole photo, piece after piece. @throws AppError `not-found`; `conflict` when there is still something to come */
export async function openUpload(app: Platform, uploader: Uploader, id: string): Promise<AsyncGenerator<Uint8Array>> {
  const { bytesReceived, bytesTotal } = await getUpload(app, uploader, id);
  if (bytesReceived < bytesTotal) throw new AppError('conflict', 'A photo has not arrived whole. Send it again.');
  const pieces = await listPieces(app.db, id);
  async function* content() {
    for (const piece of pieces) yield* (await openBlob(app, app.db, piece)).content;
  }
  return content();
}

/** Forget an upload: its form was taken, or its time is over. */
export async function dropUpload(app: Platform, id: string): Promise<void> {
  const removeFiles = await inTransaction(app.db, async (tx) => {
    const left = await deleteUpload(tx, id);
    if (!left) return async () => {};
    const remove = await forgetBlobs(app, tx, left.blobIds);
    await deleteDataKeys(tx, [left.keyId]);
    app.vault.forget(left.keyId);
    return remove;
  });
  await removeFiles();
}

/** Forget all whose time is over. @returns how many */
export async function dropExpiredUploads(app: Platform): Promise<number> {
  const expired = await listExpiredUploads(app.db, app.clock());
  for (const id of expired) await dropUpload(app, id);
  return expired.length;
}

function checkPiece({ bytesReceived, bytesTotal }: UploadRow, start: number, { length }: Uint8Array): void {
  if (start !== bytesReceived) throw elsewhere();
  const end = start + length;
  const isWhole = end === bytesTotal;
  if (length === 0 || end > bytesTotal || (!isWhole && length < LEAST_PIECE_BYTES))
    throw new AppError('invalid', 'A part of the photo has the wrong size.');
}

function elsewhere(): AppError {
  return new AppError('conflict', 'This part of the photo is not the one that comes next.');
}

function ownerOf(app: Platform, { actor, token }: Uploader): Buffer {
  const name = actor.kind === 'account' ? `account ${actor.accountId}` : `token ${token}`;
  return createHmac('sha256', app.secret('uploads')).update(name).digest();
}

/** Keep a photo for its sender that came with a form which could not be taken yet. @returns the id of the upload */
export async function parkPhoto(app: Platform, uploader: Uploader, photo: ReceivedPhoto): Promise<string> {
  const bytes = await app.blobs.readWhole({ id: photo.blob.id, key: app.vault.open(photo.key) });
  const id = await startUpload(app, uploader, bytes.length);
  for (let start = 0; start < bytes.length; start += PIECE_BYTES)
    await addPiece(app, uploader, id, { start, bytes: bytes.subarray(start, start + PIECE_BYTES) });
  return id;
}
