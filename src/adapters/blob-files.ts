import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, messageOf } from '../core/errors.ts';
import type { SeekableFile } from './frames.ts';
import { ignoreMissing } from './missing-file.ts';

/**
 * Where encrypted blobs lie: a folder, or a service for objects. It sees names and cipher text only.
 */
export interface BlobFiles {
  /**
   * Write a file whole or not at all; it is durable when this returns.
   *
   * @throws AppError `unavailable` when there is no room or no permission; whatever the content throws
   */
  write(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws AppError `not-found` */
  open(name: string): Promise<SeekableFile & { close(): Promise<void> }>;
  /** @returns whether it was there */
  delete(name: string): Promise<boolean>;
  list(): AsyncGenerator<{ name: string; writtenAt: Date }>;
  /** Remove what writes that a crash cut off have left behind. @param before files begun earlier @returns how many */
  removeDrafts(before: Date): Promise<number>;
}

/**
 * Faults of the disk or its permissions, as opposed to faults of the program. ENOENT is what Node's recursive mkdir says
 * of a disk that is read-only.
 */
const DISK_FAULTS = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EFBIG',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOENT',
  'ENOTDIR',
]);

const DRAFT_SUFFIX = '.draft';

/** Files in a folder, each in a folder of its first two characters: `ab/ab12…`. */
export function openBlobFolder(folder: string): BlobFiles {
  const pathOf = (name: string) => join(folder, name.slice(0, 2), name);
  return {
    write: (name, content) => guard(folder, () => writeWhole(pathOf(name), content)),
    open: (name) => guard(folder, () => openSeekable(pathOf(name))),
    delete: (name) => guard(folder, () => remove(pathOf(name))),
    list: async function* () {
      for await (const path of filesIn(folder)) {
        const found = path.endsWith(DRAFT_SUFFIX) ? undefined : await stat(path).catch(ignoreMissing);
        if (found) yield { name: basename(path), writtenAt: found.mtime };
      }
    },
    removeDrafts: async (before) => {
      let removed = 0;
      for await (const path of filesIn(folder)) {
        const found = path.endsWith(DRAFT_SUFFIX) ? await stat(path).catch(ignoreMissing) : undefined;
        if (found && found.mtime < before && (await remove(path))) removed++;
      }
      return removed;
    },
  };
}

async function writeWhole(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}${DRAFT_SUFFIX}`;
  if (await mkdir(dirname(path), { recursive: true, mode: 0o700 })) await syncFolder(dirname(dirname(path)));
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      for await (const chunk of content) await writeAll(file, chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    // Whatever keeps the draft from being removed is what kept it from being written, and that is told.
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** A disk that is nearly full may take a part of what it is given. */
async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

/** A new name is durable only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A file to be read in parts. @throws AppError `not-found` */
export async function openSeekable(path: string): Promise<SeekableFile & { close(): Promise<void> }> {
  const file = await open(path, 'r').catch(ignoreMissing);
  if (!file) throw new AppError('not-found', 'This file is no longer kept.');
  try {
    const { size } = await file.stat();
    const read = async (start: number, length: number) => {
      const wanted = Math.max(0, Math.min(length, size - start));
      const buffer = Buffer.allocUnsafe(wanted);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await file.read(buffer, filled, wanted - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    };
    return { size, read, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function remove(path: string): Promise<boolean> {
  return rm(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder, { recursive: true }).catch(ignoreMissing);
  if (!entries) return;
  for await (const entry of entries) if (entry.isFile()) yield join(entry.parentPath, entry.name);
}

async function guard<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && DISK_FAULTS.has(String(cause.code)))) throw cause;
    const advice = `Free some space in ${folder} and make it readable and writable for Homeward; then try again.`;
    throw new AppError('unavailable', `The storage for photos does not work: ${messageOf(cause)}. ${advice}`, {
      cause,
    });
  }
}
