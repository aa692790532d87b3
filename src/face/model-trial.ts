import { AppError, messageOf } from '../core/errors.ts';
import { convertOnnx } from './convert/onnx.ts';
import { channelsOf, type ModelCard } from './models.ts';
import { type NetworkSession, openSession } from './session.ts';

/** A network that passed the trial, as it may be stored. */
export interface TriedNetwork {
  readonly bytes: Uint8Array;
  /** Name of the output that holds the embedding. */
  readonly output: string;
}

/** Pictures in the trial's batch. */
const PICTURES = 2;

/** Largest difference, relative to the largest number, between a picture alone and the same picture in a batch. */
const BATCH_TOLERANCE = 1e-3;

const FREE_BATCH = 'Export it with a free batch axis';

/** An embedding whose numbers differ less than this, or two that differ less, says nothing about a face. */
const LEAST_SPREAD = 1e-6;

/**
 * Try an embedding network against its card: open it, compare the shapes, run it on random pictures.
 *
 * A network made for one picture at a time is changed to take batches where that gives the same numbers.
 *
 * @throws AppError `invalid` with what does not fit
 */
export async function tryNetwork(bytes: Uint8Array, card: ModelCard): Promise<TriedNetwork> {
  const original = await open(bytes);
  try {
    checkInput(original, card);
    const output = embeddingOutput(original, card);
    const pictures = Array.from({ length: PICTURES }, (_, index) => randomPicture(index + 1, card));
    const alone: Float32Array[] = [];
    for (const picture of pictures) alone.push(await embed(original, card, { output, pictures: [picture] }));
    checkVectors(alone, card);

    const takesOne = original.inputShapes[0]?.[0] === 1;
    const batched = takesOne ? convertOnnx(bytes) : bytes;
    const together = takesOne ? await openFreed(batched) : original;
    checkBatch(await embed(together, card, { output, pictures }), alone);
    if (takesOne) await together.close();
    return { bytes: batched, output };
  } finally {
    await original.close();
  }
}

async function open(bytes: Uint8Array): Promise<NetworkSession> {
  try {
    return await openSession(bytes);
  } catch (error) {
    const reason = messageOf(error instanceof AppError ? error.cause : error);
    throw refusal(`onnxruntime cannot open it (${reason}). Give an ONNX file that holds the whole network`);
  }
}

async function openFreed(bytes: Uint8Array): Promise<NetworkSession> {
  return openSession(bytes).catch(() => {
    throw refusal(`it takes one picture at a time and could not be changed to take more. ${FREE_BATCH}`);
  });
}

function checkInput(session: NetworkSession, card: ModelCard): void {
  const [shape, ...more] = session.inputShapes;
  if (!shape || more.length > 0) throw refusal(`it takes ${session.inputNames.length} inputs, not one picture`);
  const wanted = pictureShape(card, 1).slice(1);
  const fits = shape.length === 4 && wanted.every((size, axis) => isFree(shape[axis + 1]) || shape[axis + 1] === size);
  if (fits) return;
  throw refusal(
    `it takes ${shape.slice(1).join(' × ')}, but the card says ${wanted.join(' × ')} (input.layout ${card.input.layout}, input.width, input.height, input.colour)`,
  );
}

function embeddingOutput(session: NetworkSession, card: ModelCard): string {
  const names = session.outputNames;
  const [first] = names;
  if (card.output === undefined && names.length > 1)
    throw refusal(
      `it has several outputs (${names.join(', ')}): name the one with the embedding in the card, «output»`,
    );
  const output = card.output ?? first;
  if (output === undefined || !names.includes(output))
    throw refusal(`it has no output «${card.output}», only ${names.join(', ')}`);
  return output;
}

interface Trial {
  readonly output: string;
  readonly pictures: readonly Float32Array[];
}

async function embed(session: NetworkSession, card: ModelCard, { output, pictures }: Trial): Promise<Float32Array> {
  const size = pictures[0]?.length ?? 0;
  const data = new Float32Array(size * pictures.length);
  for (const [index, picture] of pictures.entries()) data.set(picture, index * size);
  const feeds = { [session.inputNames[0] ?? '']: { data, shape: pictureShape(card, pictures.length) } };
  const results = await session.run(feeds).catch((error: unknown) => {
    throw refusal(`it fails on a batch of ${pictures.length} (${messageOf(error)})`);
  });
  const vector = results[output]?.data ?? new Float32Array();
  if (vector.length === card.length * pictures.length) return vector;
  throw refusal(
    `«${output}» gives ${vector.length / pictures.length} numbers a picture, but the card says ${card.length}`,
  );
}

function checkVectors(vectors: readonly Float32Array[], card: ModelCard): void {
  for (const vector of vectors) {
    if (!vector.every(Number.isFinite)) throw refusal('it gives numbers that are not finite for a random picture');
    if (spread(vector) < LEAST_SPREAD) throw refusal(`all ${card.length} numbers it gives are the same`);
  }
  const [first, second] = vectors;
  if (first && second && largestDifference(first, second) < LEAST_SPREAD)
    throw refusal('it gives the same numbers for two different pictures');
}

function checkBatch(together: Float32Array, alone: readonly Float32Array[]): void {
  alone.forEach((vector, index) => {
    const same = together.subarray(index * vector.length, (index + 1) * vector.length);
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largestDifference(vector, same) > BATCH_TOLERANCE * largest)
      throw refusal(`a picture gives other numbers in a batch than alone. ${FREE_BATCH}`);
  });
}

/** The shape of `count` pictures as the network takes them. */
function pictureShape({ input }: ModelCard, count: number): number[] {
  const channels = channelsOf(input);
  return input.layout === 'nchw'
    ? [count, channels, input.height, input.width]
    : [count, input.height, input.width, channels];
}

/** A picture of noise, normalised like a photo. */
function randomPicture(seed: number, { input }: ModelCard): Float32Array {
  let state = seed;
  return Float32Array.from({ length: input.width * input.height * channelsOf(input) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 24) - (input.mean[0] ?? 0)) / input.scale;
  });
}

function isFree(axis: number | string | undefined): boolean {
  return typeof axis === 'string' || axis === undefined || axis <= 0;
}

function spread(vector: Float32Array): number {
  return (
    vector.reduce((most, value) => Math.max(most, value), -Infinity) -
    vector.reduce((least, value) => Math.min(least, value), Infinity)
  );
}

function largestDifference(first: Float32Array, second: Float32Array): number {
  return first.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (second[index] ?? 0))), 0);
}

function refusal(reason: string): AppError {
  return new AppError('invalid', `The network does not fit its card: ${reason}.`);
}
