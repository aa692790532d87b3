import { mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { create, extract } from 'tar';
import { z } from 'zod';
import { seal, unseal } from '../../adapters/seal.ts';
import type { WrappedKey } from '../../adapters/vault.ts';
import { AppError, messageOf } from '../../core/errors.ts';

/**
 * [Note: backup] A backup is a tar file:
 *
 *   manifest.json     version, time, and the data key of this backup, wrapped with the master key
 *   contents.sealed   tables, columns, sequences, blobs
 *   tables/NAME       rows as COPY writes them, encrypted in frames
 *   blobs/ab/ID       photos, encrypted as they lie on the disk
 *
 * So nobody reads a backup without the master key, which is not in it.
 */
export const Manifest = z.object({
  version: z.literal(1),
  id: z.uuid(),
  takenAt: z.iso.datetime(),
  key: z.object({ id: z.uuid(), wrapped: z.base64(), masterKey: z.string() }),
});
export type Manifest = z.output<typeof Manifest>;

export const Contents = z.object({
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string().regex(/^[a-z_]+$/), columns: z.array(z.string()) })),
  sequences: z.record(z.string(), z.number()),
  blobs: z.array(z.uuid()),
});
export type Contents = z.output<typeof Contents>;

const MANIFEST = 'manifest.json';
const CONTENTS = 'contents.sealed';
const OURS = /^(manifest\.json|contents\.sealed|tables(\/[a-z_]+)?|blobs(\/[0-9a-f]{2}(\/[0-9a-f-]{36})?)?)\/?$/;

/** Work in a folder of its own beside the data, which is gone afterwards. */
export async function withStaging<T>(dataDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(dataDir, 'backup-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function writeOutline(
  folder: string,
  manifest: Manifest,
  { contents, key }: { contents: Contents; key: Uint8Array },
): Promise<void> {
  await writeFile(join(folder, CONTENTS), seal(key, Buffer.from(JSON.stringify(contents)), `backup ${manifest.id}`));
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest, null, 2));
}

/** @throws AppError `invalid` for what is no backup, `unavailable` when its master key is missing */
export async function readOutline(folder: string, open: (key: WrappedKey) => Buffer) {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((cause) => {
    throw notOurs(cause);
  });
  const parsed = Manifest.safeParse(parseJson(text));
  if (!parsed.success) throw notOurs(parsed.error);
  const manifest = parsed.data;
  const key = open({ ...manifest.key, wrapped: Buffer.from(manifest.key.wrapped, 'base64') });
  const sealed = await readFile(join(folder, CONTENTS));
  const contents = Contents.parse(JSON.parse(unseal(key, sealed, `backup ${manifest.id}`).toString()));
  return { manifest, key, contents };
}

/** Pack a folder; the file is there whole and durable, or not at all. @returns its bytes */
export async function pack(folder: string, file: string): Promise<number> {
  const draft = join(dirname(file), `.${basename(file)}.draft`);
  try {
    await create({ file: draft, cwd: folder, portable: true }, [MANIFEST, CONTENTS, 'tables', 'blobs']);
    const handle = await open(draft, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(draft, file);
    return (await stat(file)).size;
  } catch (cause) {
    await rm(draft, { force: true });
    throw new AppError('unavailable', `The backup cannot be written: ${messageOf(cause)}. Name another place.`, {
      cause,
    });
  }
}

/** @throws AppError `not-found`, `invalid` */
export async function unpack(file: string, folder: string): Promise<void> {
  const isOurs = (path: string, entry: object) =>
    OURS.test(path) && 'type' in entry && (entry.type === 'File' || entry.type === 'Directory');
  try {
    await extract({ file, cwd: folder, strict: true, filter: isOurs });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new AppError('not-found', `There is no file ${file}.`, { cause });
    throw notOurs(cause);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notOurs(cause: unknown): AppError {
  return new AppError('invalid', 'This is no backup of Homeward, or it is damaged. Name another file.', { cause });
}
