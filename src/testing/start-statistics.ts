import { readFileSync } from 'node:fs';
import type { Embedding, ModelId } from '../core/face.ts';
import { dot } from '../core/vector.ts';
import { decodePhoto } from '../face/decode.ts';
import { detectFaces } from '../face/detect.ts';
import { embedFaces } from '../face/embed.ts';
import { locateLandmarks } from '../face/landmarks.ts';
import { createNetworks, type Network, networkFiles, outputFor } from '../face/networks.ts';
import { createPyramid } from '../face/warp.ts';
import { DEFAULT_MODELS } from '../match/start.ts';
import { openTestModels } from './models.ts';

/** Mean and deviation of a sample. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number;
}

/** What the start values of the scoring were measured as. */
export interface StartStatistics {
  /** Cosines between different people, by model. */
  readonly cosines: Readonly<Record<ModelId, Moments>>;
  /** Lengths of dlib128's vectors before they are made unit vectors. */
  readonly dlibLengths: Moments;
}

/** The group pictures of adults that the npm package @vladmandic/face-api brings. */
const PHOTOS = [1, 2, 3, 4, 5, 6].map(
  (number) => new URL(`../../node_modules/@vladmandic/face-api/demo/sample${number}.jpg`, import.meta.url),
);

/**
 * Measure the start values of the scoring with the installed networks.
 *
 * Only faces of one picture are compared with each other: they certainly are different people, and of like age, dress
 * and light, so harder to tell apart than strangers from the street. That makes the start values cautious.
 */
export async function measureStartStatistics(): Promise<StartStatistics> {
  const networks = createNetworks(networkFiles(await openTestModels()));
  const models = Object.keys(DEFAULT_MODELS);
  const cosines = new Map(models.map((model) => [model, [] as number[]]));
  const lengths: number[] = [];
  for (const photo of PHOTOS) {
    const { image } = await decodePhoto(new Uint8Array(readFileSync(photo)));
    const pyramid = createPyramid(image);
    const faces = await locateLandmarks(networks, pyramid, await detectFaces(networks, pyramid, {}));
    for (const model of models) {
      const network = await networks.open(model);
      const embeddings = await embedFaces(
        model === 'dlib128' ? notingLengths(network, lengths) : network,
        pyramid,
        faces,
      );
      cosines.get(model)?.push(...cosinesBetween(embeddings));
    }
  }
  await networks.close();
  return {
    cosines: Object.fromEntries([...cosines].map(([model, values]) => [model, momentsOf(values)])),
    dlibLengths: momentsOf(lengths),
  };
}

/** The network; the lengths of its vectors are noted on the way. */
function notingLengths(network: Network, lengths: number[]): Network {
  return {
    ...network,
    run: async (images) => {
      const outputs = await network.run(images);
      const [name = ''] = Object.keys(outputs);
      images.forEach((_, index) => {
        const vector = outputFor(outputs, name, index);
        lengths.push(Math.sqrt(dot(vector, vector)));
      });
      return outputs;
    },
  };
}

function cosinesBetween(faces: readonly Embedding[]): number[] {
  return faces.flatMap(({ vector }, index) => faces.slice(index + 1).map((other) => dot(vector, other.vector)));
}

function momentsOf(values: readonly number[]): Moments {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { count, mean, deviation: Math.sqrt(variance) };
}
