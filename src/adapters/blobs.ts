import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../core/errors.ts';
import { isUuid } from '../core/uuid.ts';
import type { BlobFiles } from './blob-files.ts';
import { openFrames, type Range, sealFrames } from './frames.ts';

/** What names and opens a blob. */
interface BlobKey {
  /** UUID of its row in the table `blob`. */
  readonly id: string;
  /** The 32 bytes of its data key. */
  readonly key: Uint8Array;
}

/**
 * Photos and what is made of them, encrypted on their way to the disk; see [Note: frames] and [Note: keys].
 *
 * A blob is written before the transaction that tells of it, and deleted after the one that forgets it. A crash between
 * the two leaves a file without a row, which the sweep removes; never a row without a file.
 */
export interface BlobStore {
  /**
   * Encrypt and keep a content while it comes in: memory does not grow with its length.
   *
   * @param maxBytes of the content; nothing is kept of a longer one
   * @throws AppError `invalid` when it is longer, `unavailable` when the disk is full or may not be written
   */
  put(blob: BlobKey, content: AsyncIterable<Uint8Array>, maxBytes?: number): Promise<BlobDigest>;
  /**
   * @throws AppError `not-found`; `unavailable` (at once, or on the way) when the file is not what was written
   */
  read(blob: BlobKey, range?: Range): Promise<BlobContent>;
  /** The whole content, in memory. */
  readWhole(blob: BlobKey): Promise<Buffer>;
  has(id: string): Promise<boolean>;
  /** @returns whether it was there */
  delete(id: string): Promise<boolean>;
  list(): AsyncGenerator<{ name: string; writtenAt: Date }>;
  /** See {@link BlobFiles}. */
  readonly files: BlobFiles;
}

/** Of the plain content. */
interface BlobDigest {
  readonly bytes: number;
  readonly sha256: Buffer;
}

interface BlobContent {
  /** Length of the whole content, whatever the range. */
  readonly bytes: number;
  /** To be read to its end or left with `return`: the file is closed then. */
  readonly content: AsyncGenerator<Buffer>;
}

export function openBlobStore(files: BlobFiles): BlobStore {
  const read = (blob: BlobKey, range?: Range) => readBlob(files, blob, range);
  return {
    put: (blob, content, maxBytes = Number.POSITIVE_INFINITY) => putBlob(files, blob, content, maxBytes),
    read,
    readWhole: async (blob) => buffer((await read(blob)).content),
    has: (id) => hasBlob(files, id),
    delete: (id) => files.delete(nameOf(id)),
    list: () => files.list(),
    files,
  };
}

/** A content that is in memory already, as a stream. */
export async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function putBlob(
  files: BlobFiles,
  { id, key }: BlobKey,
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<BlobDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured() {
    for await (const chunk of content) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLong(maxBytes);
      hash.update(chunk);
      yield chunk;
    }
  }
  await files.write(nameOf(id), sealFrames(measured(), key, id));
  return { bytes, sha256: hash.digest() };
}

async function readBlob(files: BlobFiles, { id, key }: BlobKey, range?: Range): Promise<BlobContent> {
  const file = await files.open(nameOf(id));
  try {
    const { bytes, content } = await openFrames(file, key, { id, ...(range && { range }) });
    const reading = closing(content, file);
    // A generator that was never begun ends without its last words: whoever leaves this one now closes the file.
    await reading.next();
    return { bytes, content: reading };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* closing(content: AsyncGenerator<Buffer>, file: { close(): Promise<void> }): AsyncGenerator<Buffer> {
  try {
    yield Buffer.alloc(0);
    yield* content;
  } finally {
    await file.close();
  }
}

async function hasBlob(files: BlobFiles, id: string): Promise<boolean> {
  try {
    await (await files.open(nameOf(id))).close();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return false;
    throw error;
  }
}

/** The name becomes part of a path, so only an id gets through. */
function nameOf(id: string): string {
  if (!isUuid(id)) throw new RangeError(`${id} is no id of a blob`);
  return id;
}

function tooLong(maxBytes: number): AppError {
  const limit = Math.round(maxBytes / 1e6);
  return new AppError('invalid', `This file has more than ${limit} MB. Send a smaller copy of the photo.`);
}
