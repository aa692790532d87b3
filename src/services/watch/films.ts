import { randomUUID } from 'node:crypto';
import type { Range } from '../../adapters/frames.ts';
import type { WrappedKey } from '../../adapters/vault.ts';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type BlobRow, getBlob, insertBlob } from '../../db/blobs.ts';
import { inTransaction } from '../../db/database.ts';
import { insertDataKey } from '../../db/keys.ts';
import { findOrigin, findSource, insertSource } from '../../db/watch-sources.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireVisible } from '../policy.ts';
import { dropFiles } from '../storage/blob-writing.ts';
import type { Film } from './contract.ts';
import { added, columnsOf, type NewFilm, requireMember, type SourceView } from './sources.ts';

/** A film that lies encrypted on the disk and that the database does not know yet. */
export interface ReceivedFilm {
  readonly blob: BlobRow;
  readonly key: WrappedKey;
}

/** @throws AppError `forbidden`: asked before a single byte of the film is taken */
export function admitFilm(actor: Actor): void {
  requireMember(actor, 'watch.source-edit');
}

/**
 * Keep a film while it comes in, unchanged and encrypted. Memory does not grow with its length.
 *
 * @throws AppError `invalid` for one that is empty or too large, `unavailable` when the disk is full
 */
export async function receiveFilm(app: Platform, content: AsyncIterable<Uint8Array>): Promise<ReceivedFilm> {
  const key = app.vault.newKey();
  const id = randomUUID();
  const { bytes, sha256 } = await app.blobs.put({ id, key: app.vault.open(key) }, content, app.config.maxFilmBytes);
  // What it is, and whether it can be decoded, is found out by whoever opens it.
  const film = { blob: { id, keyId: key.id, bytes, sha256, mediaType: 'application/octet-stream' }, key };
  if (bytes > 0) return film;
  await discardFilm(app, film);
  throw new AppError('invalid', 'The film is empty. Choose the file again.');
}

/** Undo `receiveFilm`, when the rest of the request failed. */
export async function discardFilm(app: Platform, { blob, key }: ReceivedFilm): Promise<void> {
  app.vault.forget(key.id);
  await dropFiles(app, [blob.id]);
}

/** Add a film that was received, as a source of its own. It goes when it is removed, or when its time is over. */
export async function addFilm(
  app: Platform,
  actor: Actor,
  { blob, key }: ReceivedFilm,
  given: NewFilm,
): Promise<SourceView> {
  const { agencyId, accountId } = requireMember(actor, 'watch.source-edit');
  if (given.startedAt > app.clock())
    throw new AppError('invalid', 'The film begins in the future. Check date and time.');
  const id = randomUUID();
  return inTransaction(app.db, async (tx) => {
    await insertDataKey(tx, key);
    await insertBlob(tx, blob);
    await insertSource(tx, {
      ...columnsOf(given),
      ...{ id, agencyId, kind: 'file' as const, createdBy: accountId, at: app.clock() },
      ...{ keyId: key.id, sealedAddress: null, host: null, blobId: blob.id, filmStartedAt: given.startedAt },
    });
    return added(app, tx, actor, id);
  });
}

/** A film to be decoded piece by piece. @throws AppError `not-found` when it was erased */
export async function openFilm(app: Platform, blobId: string, startedAt: Date): Promise<Film> {
  const { key, bytes } = await getBlob(app.db, blobId);
  return {
    bytes,
    startedAt,
    read: async (range?: Range) => (await app.blobs.read({ id: blobId, key: app.vault.open(key) }, range)).content,
  };
}

/** That somebody plays a film is written down: it shows everybody who was there. @throws AppError `not-found` */
export function noteFilmPlayed(app: Platform, actor: Actor, id: string): Promise<void> {
  return inTransaction(app.db, async (tx) => {
    requireVisible(actor, 'watch.view', await findSource(tx, id));
    await audit(app, tx, actor, { action: 'watch.play-film', entity: 'source', entityId: id });
  });
}

/** A film for a player, piece by piece. @throws AppError `not-found` for another source, and when it was erased */
export async function filmToPlay(app: Platform, actor: Actor, id: string) {
  requireVisible(actor, 'watch.view', await findSource(app.db, id));
  const origin = await findOrigin(app.db, id);
  if (!origin?.blobId || !origin.filmStartedAt) throw new AppError('not-found', 'The film is no longer kept.');
  const { bytes, read } = await openFilm(app, origin.blobId, origin.filmStartedAt);
  const head: Buffer[] = [];
  for await (const piece of await read({ start: 0, length: Math.min(16, bytes) })) head.push(piece);
  return { bytes, read, mediaType: mediaTypeOf(Buffer.concat(head)) };
}

/** By what stands at its beginning: what its sender called it proves nothing. */
function mediaTypeOf(head: Buffer): string {
  if (head.toString('latin1', 4, 8) === 'ftyp') return 'video/mp4';
  return head.toString('hex', 0, 4) === '1a45dfa3' ? 'video/webm' : 'application/octet-stream';
}
