import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, messageOf } from '../core/errors.ts';
import { ignoreMissing } from './missing-file.ts';

const KEY = /^[0-9a-f]{64}$/i;

/**
 * The key that templates are sealed with: given as text, or read from a file that is made at first use.
 *
 * @param key 64 hexadecimal digits; null to use the file
 * @returns 32 bytes
 * @throws AppError `invalid` when the file holds something else, `unavailable` when it can be neither read nor made
 */
export async function readKey({ key, keyFile }: { key: string | null; keyFile: string }): Promise<Uint8Array> {
  const text = key ?? (await readOrMake(keyFile)).trim();
  if (KEY.test(text)) return Buffer.from(text, 'hex');
  throw new AppError(
    'invalid',
    `${keyFile} holds no key: 64 hexadecimal digits are expected. Restore the file, or remove it to start with a new key (what was enrolled before must then be enrolled again).`,
  );
}

/**
 * Former keys, one a line; empty lines do no harm.
 *
 * @throws AppError `invalid` when a line is no key, `unavailable` when the file cannot be read
 */
export async function readOldKeys(file: string | null): Promise<Uint8Array[]> {
  if (file === null) return [];
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('unavailable', `The file of old keys ${file} cannot be read: ${messageOf(cause)}.`, { cause });
  });
  const lines = text.split('\n').map((line) => line.trim());
  const wrong = lines.findIndex((line) => line !== '' && !KEY.test(line));
  if (wrong >= 0)
    throw new AppError('invalid', `${file}, line ${wrong + 1}: a key is 64 hexadecimal digits, nothing else.`);
  return lines.filter(Boolean).map((line) => Buffer.from(line, 'hex'));
}

async function readOrMake(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8').catch(ignoreMissing)) ?? (await make(file));
  } catch (cause) {
    const advice = 'Name a file that you can read and write in HOMEWARD_KEY_FILE.';
    throw new AppError('unavailable', `The key file ${file} cannot be used: ${messageOf(cause)}. ${advice}`, { cause });
  }
}

/** Written whole under another name, then linked: of two programs that start at once, both use the first one's key. */
async function make(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}
