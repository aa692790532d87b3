import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  ENOTDIR: 'There is no such file.',
  EACCES: 'The file may not be read: its permissions forbid it.',
  EPERM: 'The file may not be read: its permissions forbid it.',
  EISDIR: 'This is a folder. Name a photo.',
  ELOOP: 'This is a link that leads in a circle.',
};

/**
 * The bytes of a photo file; its size is checked before it is read.
 *
 * @throws AppError `not-found` or `invalid` with a sentence for the person who named the file
 */
export async function readPhotoFile(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new AppError('invalid', 'This is a folder. Name a photo.');
    if (!found.isFile()) throw new AppError('invalid', 'This is not a file that can be read.');
    if (found.size > maxBytes)
      throw new AppError(
        'invalid',
        `This file has more than ${Math.round(maxBytes / 1e6)} MB. Send a smaller copy of the photo.`,
      );
    return await readFile(path);
  } catch (cause) {
    throw explain(cause);
  }
}

function explain(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = REASONS[code];
  if (cause instanceof AppError || !reason) return cause;
  return new AppError(code === 'ENOENT' || code === 'ENOTDIR' ? 'not-found' : 'invalid', reason, { cause });
}
