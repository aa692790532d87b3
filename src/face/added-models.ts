import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../core/errors.ts';
import { writeWhole } from './model-install.ts';
import { tryNetwork } from './model-trial.ts';
import { addedFolder, knownModels, ModelCard, type ModelEntry, modelPath, readManifest } from './models.ts';

/**
 * Register an embedding network that the deployment brings: checked, tried, then copied into the model store.
 *
 * @param dir folder of the model store
 * @param file ONNX file
 * @param cardFile JSON file, a {@link ModelCard}
 * @returns the new entry, as `openModelStore` will list it
 * @throws AppError `invalid` with the reason when card or network do not fit, `conflict` when the id is taken,
 *   `not-found` when a file is missing, `unavailable` when the store cannot be written
 */
export async function addModel(dir: string, file: string, cardFile: string): Promise<ModelEntry> {
  const card = parseCard(await read(cardFile), cardFile);
  const known = await knownModels(dir, await readManifest());
  if (known.some((entry) => entry.id === card.id))
    throw new AppError('conflict', `There is already a model «${card.id}». Choose another id in ${cardFile}.`);

  const { bytes, output } = await tryNetwork(await read(file), card);
  const entry = entryOf(card, output, bytes);
  // The card last: a network without one is not listed, so a stop between the two leaves nothing half added.
  await writeWhole(modelPath(dir, entry), bytes);
  await writeWhole(cardPath(dir, entry.id), new TextEncoder().encode(`${JSON.stringify(entry, null, 2)}\n`));
  return entry;
}

/**
 * Take an added network out of the store.
 *
 * @throws AppError `not-found` when no such network was added; those of the manifest cannot be removed
 */
export async function removeModel(dir: string, id: string): Promise<void> {
  const entry = (await knownModels(dir, await readManifest())).find((candidate) => candidate.id === id);
  if (!entry) throw new AppError('not-found', `There is no model «${id}». See «homeward models list».`);
  if (entry.source)
    throw new AppError('invalid', `«${id}» belongs to Homeward; only a model that was added can be removed.`);
  await rm(cardPath(dir, id));
  await rm(modelPath(dir, entry), { force: true });
}

function entryOf(card: ModelCard, output: string, bytes: Uint8Array): ModelEntry {
  const { output: _named, ...stated } = card;
  return {
    ...stated,
    task: 'embed',
    profiles: ['clear-provenance', 'standard'],
    source: null,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    outputs: { [output]: `n × ${card.length}` },
  };
}

function parseCard(bytes: Uint8Array, file: string): ModelCard {
  const card = ModelCard.safeParse(parseJson(bytes, file));
  if (card.success) return card.data;
  throw new AppError('invalid', `The card ${file} has mistakes:\n${z.prettifyError(card.error)}`);
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new AppError('invalid', `The card ${file} is not JSON: ${messageOf(cause)}.`, { cause });
  }
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AppError('not-found', `Cannot read ${file}: ${messageOf(cause)}.`, { cause });
  }
}

function cardPath(dir: string, id: string): string {
  return join(addedFolder(dir), `${id}.json`);
}
