/** The libraries that networks come from, each as «8-bit picture in, named outputs out», for make-golden.ts. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { RgbImage } from '../src/core/face.ts';
import { fetchSources } from '../src/face/model-fetch.ts';
import type { Manifest, ModelEntry } from '../src/face/models.ts';
import { networkPixels } from '../src/testing/golden.ts';

/** A network of a source library. */
export interface SourceNetwork {
  readonly madeWith: string;
  readonly width: number;
  readonly height: number;
  run(image: RgbImage): Promise<Record<string, Float32Array>>;
}

export type Source = (entry: ModelEntry, manifest: Manifest) => Promise<SourceNetwork>;

const require = createRequire(import.meta.url);

/** face-api's own forward pass, with its own normalisation of 8-bit pictures. */
export const faceApiSource: Source = async (entry) => {
  await startTensorFlow();
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as typeof import('@vladmandic/face-api');
  const folder = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  const { faceRecognitionNet, faceLandmark68Net, ssdMobilenetv1 } = faceApi.nets;
  const prepare = (image: RgbImage) => new faceApi.NetInput([pictureTensor(image) as never]);
  const networks: Record<string, { load(): Promise<void>; run: SourceNetwork['run'] }> = {
    dlib128: {
      load: () => faceRecognitionNet.loadFromDisk(folder),
      run: async (image) => ({ embedding: await read(faceRecognitionNet.forwardInput(prepare(image))) }),
    },
    landmarks68: {
      load: () => faceLandmark68Net.loadFromDisk(folder),
      run: async (image) => ({ landmarks: await read(faceLandmark68Net.forwardInput(prepare(image))) }),
    },
    'ssd-mobilenet': {
      load: () => ssdMobilenetv1.loadFromDisk(folder),
      run: async (image) => {
        const { boxes, scores } = ssdMobilenetv1.forwardInput(prepare(image));
        return { boxes: await read(boxes[0]), scores: await read(scores[0]) };
      },
    },
  };
  const network = networks[entry.id];
  if (!network) throw new Error(`face-api has no ${entry.id}`);
  await network.load();
  const { version } = require('@vladmandic/face-api/package.json') as { version: string };
  const madeWith = `@vladmandic/face-api ${version} on TensorFlow.js ${tf.version.tfjs}, WASM back end`;
  return { madeWith, width: entry.input.width, height: entry.input.height, run: network.run };
};

/** BlazeFace as TensorFlow.js runs the graph model of the npm package. */
export const tfjsSource: Source = async (entry, manifest) => {
  await startTensorFlow();
  const source = entry.source;
  if (!source) throw new Error(`${entry.id} has no source`);
  const files = await fetchSources(manifest, source.package, [source]);
  const [json, bin] = source.files.map(({ path }) => files.get(path) ?? new Uint8Array());
  const model = JSON.parse(new TextDecoder().decode(json));
  const graph = await tf.loadGraphModel({
    load: async () => ({
      ...model,
      weightSpecs: model.weightsManifest[0].weights,
      weightData: Uint8Array.from(bin ?? []).buffer,
    }),
  });
  return {
    madeWith: `TensorFlow.js ${tf.version.tfjs}, WASM back end; heads joined, sigmoid of the scores`,
    width: entry.input.width,
    height: entry.input.height,
    run: async (image) => {
      const input = tf.tidy(() => pictureTensor(image).toFloat().div(127.5).sub(1).expandDims(0));
      const heads = graph.execute(input, ['Identity', 'Identity_1', 'Identity_2', 'Identity_3']) as tf.Tensor[];
      const [fine, coarse, fineBoxes, coarseBoxes] = await Promise.all(heads.map(read));
      const scores = [...(fine ?? []), ...(coarse ?? [])].map((value) => 1 / (1 + Math.exp(-value)));
      return {
        scores: Float32Array.from(scores),
        boxes: Float32Array.from([...(fineBoxes ?? []), ...(coarseBoxes ?? [])]),
      };
    },
  };
};

/** onnxruntime on the file as it is in the package, one picture at a time. */
export const onnxSource: Source = async (entry, manifest) => {
  const source = entry.source;
  if (!source) throw new Error(`${entry.id} has no source`);
  const files = await fetchSources(manifest, source.package, [source]);
  const session = await InferenceSession.create(files.get(source.files[0]?.path ?? '') ?? new Uint8Array());
  const { version } = require('onnxruntime-node/package.json') as { version: string };
  const { width, height, colour } = entry.input;
  return {
    madeWith: `onnxruntime-node ${version} on the package's own file, batch of one`,
    width,
    height,
    run: async (image) => {
      const shape = [1, colour === 'grey' ? 1 : 3, height, width];
      const results = await session.run({ input: new Tensor('float32', networkPixels(image, entry.input), shape) });
      return Object.fromEntries(
        Object.entries(results).map(([name, { data }]) => [source.names?.[name] ?? name, data as Float32Array]),
      );
    },
  };
};

async function startTensorFlow(): Promise<void> {
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  await tf.ready();
}

function pictureTensor(image: RgbImage): tf.Tensor3D {
  return tf.tensor3d(image.data, [image.height, image.width, 3], 'int32');
}

async function read(tensor: { data(): Promise<unknown> } | undefined): Promise<Float32Array> {
  const data = await tensor?.data();
  if (!(data instanceof Float32Array)) throw new Error('the network gave no numbers');
  return data;
}
