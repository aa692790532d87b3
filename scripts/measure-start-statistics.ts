/**
 * Measure the start values of the scoring (src/match/start.ts) on photos that everybody may have.
 *
 *   tsx scripts/measure-start-statistics.ts
 *
 * The photos are the group pictures of adults in the npm package @vladmandic/face-api. Only faces of one picture are
 * compared with each other: they certainly are different people, and of like age, dress and light, so harder to tell
 * apart than strangers from the street. That makes the start values cautious, as they should be.
 */
import { readFileSync } from 'node:fs';
import { readConfig } from '../src/config.ts';
import type { Embedding } from '../src/core/face.ts';
import { dot } from '../src/core/vector.ts';
import { decodePhoto } from '../src/face/decode.ts';
import { detectFaces } from '../src/face/detect.ts';
import { embedFaces } from '../src/face/embed.ts';
import { locateLandmarks } from '../src/face/landmarks.ts';
import { openModelStore } from '../src/face/models.ts';
import { createNetworks, type Network, networkFiles, outputFor } from '../src/face/networks.ts';
import { createPyramid } from '../src/face/warp.ts';
import { DLIB_DESCRIPTOR_LENGTH } from '../src/match/euclidean.ts';
import { DEFAULT_MODELS } from '../src/match/start.ts';

const photos = [1, 2, 3, 4, 5, 6].map(
  (number) => new URL(`../node_modules/@vladmandic/face-api/demo/sample${number}.jpg`, import.meta.url),
);
const { modelsDir } = readConfig(process.env);
const networks = createNetworks(networkFiles(await openModelStore(modelsDir, 'standard')));
const models = Object.keys(DEFAULT_MODELS);
const cosines = new Map(models.map((model) => [model, [] as number[]]));
const lengths: number[] = [];

for (const photo of photos) {
  const { image } = await decodePhoto(new Uint8Array(readFileSync(photo)));
  const pyramid = createPyramid(image);
  const faces = await locateLandmarks(networks, pyramid, await detectFaces(networks, pyramid, {}));
  for (const model of models) {
    const network = await networks.open(model);
    const embeddings = await embedFaces(model === 'dlib128' ? measuring(network) : network, pyramid, faces);
    cosines.get(model)?.push(...cosinesBetween(embeddings));
  }
}
await networks.close();

for (const [model, values] of cosines) {
  const { mean, deviation } = momentsOf(values);
  const shipped = DEFAULT_MODELS[model]?.start;
  console.log(
    `${model.padEnd(8)} ${values.length} pairs  mean ${mean.toFixed(3)} (shipped ${shipped?.mean})  deviation ${deviation.toFixed(3)} (shipped ${shipped?.deviation})`,
  );
}
const { mean, deviation } = momentsOf(lengths);
console.log(
  `dlib128 descriptors as the network gives them: ${lengths.length}, length ${mean.toFixed(2)} ± ${deviation.toFixed(2)} (shipped ${DLIB_DESCRIPTOR_LENGTH})`,
);

/** The network, with the lengths of its vectors noted before they are made unit vectors. */
function measuring(network: Network): Network {
  return {
    ...network,
    run: async (images) => {
      const outputs = await network.run(images);
      const [name] = Object.keys(outputs);
      images.forEach((_, index) => {
        const vector = outputFor(outputs, name ?? '', index);
        lengths.push(Math.sqrt(dot(vector, vector)));
      });
      return outputs;
    },
  };
}

function cosinesBetween(faces: readonly Embedding[]): number[] {
  return faces.flatMap(({ vector }, index) => faces.slice(index + 1).map((other) => dot(vector, other.vector)));
}

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}
