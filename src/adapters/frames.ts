import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../core/errors.ts';

/**
 * [Note: frames] A blob is encrypted in frames of 64 KiB, so that it streams, and so that no byte leaves this module
 * before it was authenticated. (One tag at the end of a file would be checked after everything had been passed on.)
 *
 *   head     format (16 bytes) · salt (16)
 *   frame n  cipher text (64 KiB, the last one 0 … 64 KiB) · tag (16)
 *
 * Key of the file: HKDF-SHA-256 of the data key, the salt and the blob's id. Nonce: whether it is the last frame (4
 * bytes) and n (8 bytes), after the STREAM construction (Hoang, Reyhanitabar, Rogaway & Vizár 2015). So a changed,
 * reordered, missing or added frame, a cut-off file and a file of another blob are all refused.
 */
export const FRAME_BYTES = 64 * 1024;

/** A file that is read in parts. */
export interface SeekableFile {
  readonly size: number;
  /** Exactly these bytes, or fewer at the end of the file. */
  read(start: number, length: number): Promise<Buffer>;
}

/** Part of a plain content, in bytes. */
export interface Range {
  readonly start: number;
  /** Default: to the end. */
  readonly length?: number;
}

const CIPHER = 'aes-256-gcm';
const FORMAT = Buffer.from('homeward blob 1\n');
const SALT_BYTES = 16;
const HEAD_BYTES = FORMAT.length + SALT_BYTES;
const TAG_BYTES = 16;
const SEALED_BYTES = FRAME_BYTES + TAG_BYTES;

/** Frames that are read at once: one read of the disk, one megabyte of memory. */
const FRAMES_AT_ONCE = 16;

/** Encrypt a content of any length while it comes in. */
export async function* sealFrames(
  content: AsyncIterable<Uint8Array>,
  dataKey: Uint8Array,
  id: string,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = fileKey(dataKey, salt, id);
  yield Buffer.concat([FORMAT, salt]);
  const frame = Buffer.allocUnsafe(FRAME_BYTES);
  let filled = 0;
  let index = 0;
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; ) {
      // A full frame waits for the next byte: only then is it known not to be the last one.
      if (filled === FRAME_BYTES) {
        yield* sealFrame(frame, key, nonceOf(index++, false));
        filled = 0;
      }
      const taken = Math.min(FRAME_BYTES - filled, chunk.length - at);
      frame.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
    }
  }
  yield* sealFrame(frame.subarray(0, filled), key, nonceOf(index, true));
}

/**
 * Decrypt a content or a part of it.
 *
 * The last frame is checked before anything else, so a file that was cut off gives not one byte.
 *
 * @returns the length of the whole content, and the bytes of the part
 * @throws AppError `unavailable` at once or on the way, when the file is not what was written
 */
export async function openFrames(
  file: SeekableFile,
  dataKey: Uint8Array,
  { id, range = { start: 0 } }: { id: string; range?: Range },
): Promise<{ bytes: number; content: AsyncGenerator<Buffer> }> {
  const head = await file.read(0, HEAD_BYTES);
  const last = Math.ceil((file.size - HEAD_BYTES) / SEALED_BYTES) - 1;
  if (head.length < HEAD_BYTES || !head.subarray(0, FORMAT.length).equals(FORMAT) || last < 0) throw damaged();
  const opener = { file, key: fileKey(dataKey, head.subarray(FORMAT.length), id), last };
  const [lastFrame] = await readFrames(opener, last, 1);
  const bytes = last * FRAME_BYTES + (lastFrame?.length ?? 0);
  const end = Math.min(bytes, range.start + (range.length ?? bytes));
  return { bytes, content: readRange(opener, range.start, end) };
}

interface Opener {
  readonly file: SeekableFile;
  readonly key: Buffer;
  /** Index of the last frame. */
  readonly last: number;
}

async function* readRange(opener: Opener, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const first = Math.floor(at / FRAME_BYTES);
    const count = Math.min(FRAMES_AT_ONCE, Math.floor((end - 1) / FRAME_BYTES) - first + 1);
    const frames = await readFrames(opener, first, count);
    for (const frame of frames) {
      const from = at % FRAME_BYTES;
      const part = frame.subarray(from, Math.min(frame.length, from + end - at));
      yield part;
      at += part.length;
    }
  }
}

async function readFrames({ file, key, last }: Opener, first: number, count: number): Promise<Buffer[]> {
  const sealed = await file.read(HEAD_BYTES + first * SEALED_BYTES, count * SEALED_BYTES);
  return Array.from({ length: count }, (_, offset) => {
    const frame = sealed.subarray(offset * SEALED_BYTES, (offset + 1) * SEALED_BYTES);
    return openFrame(frame, key, nonceOf(first + offset, first + offset === last));
  });
}

function* sealFrame(plain: Buffer, key: Buffer, nonce: Buffer): Generator<Buffer> {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  yield cipher.update(plain);
  cipher.final();
  yield cipher.getAuthTag();
}

function openFrame(sealed: Buffer, key: Buffer, nonce: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw damaged();
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch (cause) {
    throw damaged(cause);
  }
}

/** The id stands in the key, so that a file opens under its own name alone. */
function fileKey(dataKey: Uint8Array, salt: Uint8Array, id: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, salt, `homeward blob ${id}`, 32));
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(isLast ? 1 : 0, 0);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

function damaged(cause?: unknown): AppError {
  return new AppError('unavailable', 'A stored file was damaged, cut off or exchanged. Restore it from a backup.', {
    cause,
  });
}
