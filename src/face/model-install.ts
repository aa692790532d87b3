import { createHash, randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, messageOf } from '../core/errors.ts';
import { convertModel } from './convert/convert.ts';
import { type FetchOptions, fetchSources } from './model-fetch.ts';
import { type Manifest, type ModelEntry, type ModelState, modelPath, modelState, readManifest } from './models.ts';

/** What happened to one model. */
export interface InstallOutcome {
  readonly id: string;
  readonly outcome: 'installed' | 'already-there';
}

export interface InstallOptions extends FetchOptions {
  readonly manifest?: Manifest;
  /** Which models; default all of the manifest. */
  readonly wanted?: (entry: ModelEntry) => boolean;
  /** Called when a model is ready. */
  readonly onModel?: (outcome: InstallOutcome) => void;
}

/**
 * Fetch, check, convert and store the networks that are not there yet or are damaged.
 *
 * A network appears under its name only when it is complete and is, byte for byte, the pinned one; a run that stops
 * half-way leaves nothing behind, and runs at the same time do not disturb each other.
 *
 * @param dir folder of the model store; made when missing
 * @throws AppError `unavailable` with what to do: no network, wrong content, folder not writable, disk full
 */
export async function installModels(dir: string, options: InstallOptions = {}): Promise<InstallOutcome[]> {
  const manifest = options.manifest ?? (await readManifest());
  const outcomes: InstallOutcome[] = [];
  const report = (id: string, outcome: InstallOutcome['outcome']) => {
    outcomes.push({ id, outcome });
    options.onModel?.({ id, outcome });
  };
  const missing: ModelEntry[] = [];
  for (const entry of manifest.models.filter(options.wanted ?? (() => true))) {
    if ((await modelState(dir, entry)) === 'installed') report(entry.id, 'already-there');
    else missing.push(entry);
  }
  if (missing.length > 0) await checkWritable(dir, missing);
  const packages = Map.groupBy(missing, (entry) => sourceOf(entry).package);
  for (const [name, entries] of packages) {
    const files = await fetchSources(manifest, name, entries.map(sourceOf), options);
    for (const entry of entries) {
      await storeModel(dir, entry, convertPinned(entry, files));
      report(entry.id, 'installed');
    }
  }
  return outcomes;
}

/** The state of each model of the manifest, every file hashed anew. */
export async function verifyModels(
  dir: string,
  entries: readonly ModelEntry[],
): Promise<{ id: string; state: ModelState }[]> {
  const states: { id: string; state: ModelState }[] = [];
  for (const entry of entries) states.push({ id: entry.id, state: await modelState(dir, entry) });
  return states;
}

/**
 * Put a file in place in one step: a reader sees all of it or nothing, also after a power cut.
 *
 * @throws AppError `unavailable` when the folder cannot be written or the disk is full
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(part, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined); // the folder may not exist: the first error says it
    throw unwritable(dirname(path), bytes.length, cause);
  }
}

/** Before 90 MB are fetched. */
async function checkWritable(dir: string, missing: readonly ModelEntry[]): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.W_OK);
  } catch (cause) {
    throw unwritable(
      dir,
      missing.reduce((sum, { bytes }) => sum + bytes, 0),
      cause,
    );
  }
}

async function storeModel(dir: string, entry: ModelEntry, bytes: Uint8Array): Promise<void> {
  await writeWhole(modelPath(dir, entry), bytes);
}

function convertPinned(entry: ModelEntry, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const bytes = convertModel(entry, files);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === entry.sha256) return bytes;
  throw new AppError(
    'unavailable',
    `Converting the model «${entry.id}» gave another file than expected (sha256 ${sha256.slice(0, 12)}…, expected ${entry.sha256.slice(0, 12)}…). It was not installed. Please report this with your kind of computer.`,
  );
}

function sourceOf(entry: ModelEntry): NonNullable<ModelEntry['source']> {
  if (!entry.source) throw new RangeError(`the model «${entry.id}» has no source to install it from`);
  return entry.source;
}

function unwritable(folder: string, bytes: number, cause: unknown): AppError {
  const megabytes = Math.ceil(bytes / 1e6);
  return new AppError(
    'unavailable',
    `Cannot write ${megabytes} MB into ${folder}: ${messageOf(cause)}. Nothing was half installed. Free some space or make the folder writable, or name another folder for the models, then run the command again.`,
    { cause },
  );
}
