import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, messageOf } from '../core/errors.ts';
import { deriveKey } from './derived-key.ts';
import { ignoreMissing } from './missing-file.ts';

/**
 * Records under names, each in a file of its own, readable only with the key.
 *
 * [Note: sealed templates] A face template is biometric data: it lies on disk only encrypted and authenticated
 * (AES-256-GCM). A file's name is a keyed hash of the record's name, so the folder does not tell which photos it knows
 * either. Each record is written whole under another name and then renamed: a crash loses at most the record at hand,
 * and any number of programs may use one folder. A file that was damaged, cut off, exchanged for another one or sealed
 * with another key counts as missing: everything kept here can be made again from the photos.
 */
export interface SealedStore {
  readonly folder: string;
  /** The record, or undefined when there is none that this key opens. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** @throws AppError `unavailable` when the folder cannot be written */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Delete every file that is none of these records. @returns how many went */
  retain(names: Iterable<string>): Promise<number>;
}

const FORMAT = Buffer.from('homeward sealed 1\n');
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Left behind by a crash in the middle of a write. */
const DRAFT_SUFFIX = '.draft';

const RECORD_NAME = /^[0-9a-f]{64}(\.[0-9a-f]{12}\.draft)?$/;

/** @param key 32 bytes */
export function openSealedStore(folder: string, key: Uint8Array): SealedStore {
  const nameKey = deriveKey(key, 'homeward record names');
  const contentKey = deriveKey(key, 'homeward record contents');
  const hashOf = (name: string) => createHmac('sha256', nameKey).update(name).digest('hex');
  const fileOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  return {
    folder,
    get: async (name) => {
      const hash = hashOf(name);
      const file = await readFile(fileOf(hash)).catch(ignoreMissing);
      return file && unseal(file, hash, contentKey);
    },
    put: async (name, bytes) => {
      const hash = hashOf(name);
      await writeWhole(fileOf(hash), seal(bytes, hash, contentKey));
    },
    retain: async (names) => {
      const kept = new Set(Array.from(names, (name) => fileOf(hashOf(name))));
      const dropped = (await filesIn(folder)).filter((file) => isRecord(file) && !kept.has(file));
      await Promise.all(dropped.map((file) => rm(file, { force: true })));
      return dropped.filter((file) => !file.endsWith(DRAFT_SUFFIX)).length;
    },
  };
}

/**
 * Delete every record of a store, without its key. Other files in the folder stay, so a wrong folder does no harm.
 *
 * @returns whether there was any
 */
export async function eraseSealedStore(folder: string): Promise<boolean> {
  const records = (await filesIn(folder)).filter(isRecord);
  await Promise.all(records.map((file) => rm(file, { force: true })));
  const folders = [...new Set(records.map((file) => dirname(file))), folder];
  for (const emptied of folders) await rmdir(emptied).catch(ignoreRest);
  return records.length > 0;
}

function seal(bytes: Uint8Array, hash: string, key: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bindTo(hash));
  return Buffer.concat([FORMAT, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function unseal(file: Buffer, hash: string, key: Buffer): Uint8Array | undefined {
  const start = FORMAT.length + NONCE_BYTES;
  if (file.length < start + TAG_BYTES || !file.subarray(0, FORMAT.length).equals(FORMAT)) return undefined;
  const decipher = createDecipheriv(CIPHER, key, file.subarray(FORMAT.length, start), { authTagLength: TAG_BYTES });
  decipher.setAAD(bindTo(hash));
  decipher.setAuthTag(file.subarray(-TAG_BYTES));
  const bytes = decipher.update(file.subarray(start, -TAG_BYTES));
  try {
    return Buffer.concat([bytes, decipher.final()]);
  } catch {
    // Not authentic: by the contract of the store that is a missing record.
    return undefined;
  }
}

/** What a file is authenticated with beside its content: a record moved to another name does not open. */
function bindTo(hash: string): Buffer {
  return Buffer.concat([FORMAT, Buffer.from(hash, 'hex')]);
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}${DRAFT_SUFFIX}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, file);
  } catch (cause) {
    // Whatever keeps the draft from being removed is what kept it from being written, and that is told.
    await rm(draft, { force: true }).catch(() => undefined);
    throw new AppError(
      'unavailable',
      `Cannot write into ${dirname(dirname(file))}: ${messageOf(cause)}. Free some space or make the folder writable, or name another folder with --cache.`,
      { cause },
    );
  }
}

/** A record or its draft, by its name: nothing else in the folder is ours to delete. */
function isRecord(file: string): boolean {
  return RECORD_NAME.test(basename(file));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  return (entries ?? []).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A folder that holds something else, or is gone already, stays as it is. */
function ignoreRest(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY' && error.code !== 'ENOTDIR') throw error;
}
