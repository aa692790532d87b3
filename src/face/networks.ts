import { AppError } from '../core/errors.ts';
import type { ModelId, RgbImage } from '../core/face.ts';
import { type Haar, openHaar } from './detect/haar.ts';
import type { ModelEntry, ModelStore } from './models.ts';
import { type NetworkSession, type NetworkTensor, openSession } from './session.ts';
import { packImages } from './tensor.ts';

/** What a worker needs to open a network: plain data, so that it can be sent to a thread. */
export interface NetworkFile {
  readonly entry: ModelEntry;
  readonly path: string;
  readonly version: string;
}

/** A network that takes pictures. */
export interface Network {
  readonly entry: ModelEntry;
  readonly version: string;
  /** Run on a batch of pictures of one size; outputs by the names in its manifest entry. */
  run(images: readonly RgbImage[]): Promise<NetworkOutputs>;
}

/** What a network gives, by name; the first axis of each is the batch. */
export type NetworkOutputs = Readonly<Record<string, NetworkTensor>>;

/** The networks of one profile. Each is opened at its first use and then stays open. */
export interface Networks {
  readonly files: readonly NetworkFile[];
  has(id: ModelId): boolean;
  /** @throws AppError `not-found` when the profile has no such network */
  open(id: ModelId): Promise<Network>;
  /** OpenCV's cascade. @throws AppError `not-found` when the profile does not have it */
  openHaar(): Promise<Haar>;
  close(): Promise<void>;
}

/**
 * Longest array that a network keeps for its next run: 8 pictures of 320 × 240. To make one for each run costs a
 * collection of garbage a photo.
 */
const LARGEST_SPARE = 8 * 320 * 240 * 3;

/** The files of all networks of a store. @throws AppError `unavailable` when one is not installed */
export function networkFiles(store: ModelStore): NetworkFile[] {
  return store.entries.map((entry) => ({ entry, path: store.pathOf(entry.id), version: store.versionOf(entry.id) }));
}

/** Make networks of files; nothing is read yet. */
export function createNetworks(files: readonly NetworkFile[]): Networks {
  const opened = new Map<ModelId, Promise<OpenNetwork>>();
  let haar: Promise<Haar> | null = null;
  const find = (id: ModelId): NetworkFile => {
    const file = files.find(({ entry }) => entry.id === id);
    if (file) return file;
    throw new AppError('not-found', `The model «${id}» is not in this profile. See «homeward models list».`);
  };
  const openOnce = (file: NetworkFile): Promise<OpenNetwork> => {
    const network = opened.get(file.entry.id) ?? openNetwork(file);
    opened.set(file.entry.id, network);
    return network;
  };
  return {
    files,
    has: (id) => files.some(({ entry }) => entry.id === id),
    open: async (id) => (await openOnce(find(id))).network,
    openHaar: async () => {
      haar ??= openHaar(find('haar').path);
      return haar;
    },
    close: async () => {
      for (const network of opened.values()) await (await network).close();
      (await haar)?.close();
    },
  };
}

interface OpenNetwork {
  readonly network: Network;
  close(): Promise<void>;
}

async function openNetwork(file: NetworkFile): Promise<OpenNetwork> {
  const session = await openSession(file.path, { threads: 1 });
  return { network: networkOf(file, session), close: session.close };
}

function networkOf({ entry, version }: NetworkFile, session: NetworkSession): Network {
  const [input] = session.inputNames;
  if (input === undefined) throw new RangeError(`the network ${entry.id} has no input`);
  let spare: Float32Array | undefined;
  return {
    entry,
    version,
    run: async (images) => {
      const old = spare;
      const batch = packImages(images, entry.input, old);
      // Taken until this run is over, for another may start before.
      spare = undefined;
      const outputs = await session.run({ [input]: batch });
      const used = old && old.length >= batch.data.length ? old : batch.data;
      if (used.length <= LARGEST_SPARE) spare = used;
      return outputs;
    },
  };
}

/** The part of a named output that belongs to one picture of a batch. @throws RangeError when there is no such output */
export function outputFor(outputs: NetworkOutputs, name: string, picture: number): Float32Array {
  const output = outputs[name];
  if (!output) throw new RangeError(`the network gives no «${name}»`);
  const length = output.data.length / (output.shape[0] ?? 1);
  return output.data.subarray(picture * length, (picture + 1) * length);
}
