import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { Extractor } from './extractor.ts';

const require = createRequire(import.meta.url);

type FaceApiTensor = Parameters<typeof import('@vladmandic/face-api').extractFaceTensors>[0];

/**
 * The peer: @vladmandic/face-api on TensorFlow.js's WebAssembly back end with SIMD, one thread, its own defaults
 * (SSD MobileNet v1 from score 0.5, 68 landmarks, dlib's descriptor). sharp decodes for both programs.
 */
export async function openFaceApi(): Promise<Extractor> {
  sharp.concurrency(1);
  const { tf, faceapi } = await openLibraries();
  const read = async (jpeg: Uint8Array) => {
    const { data, info } = await sharp(jpeg).rotate().removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const image = tf.tensor3d(data, [info.height, info.width, 3], 'int32');
    // The library's types name only the browser's inputs and its own copy of tensors; it takes these.
    return image as unknown as Parameters<typeof faceapi.detectAllFaces>[0] & FaceApiTensor;
  };

  return {
    name: `@vladmandic/face-api ${require('@vladmandic/face-api/package.json').version}, tfjs ${tf.version.tfjs} ${tf.getBackend()}`,
    async extract(jpeg) {
      const started = performance.now();
      const image = await read(jpeg);
      const decoded = performance.now();
      const faces = await faceapi.detectAllFaces(image).withFaceLandmarks().withFaceDescriptors();
      image.dispose();
      return {
        boxes: faces.map(({ detection: { box } }) => ({ x: box.x, y: box.y, width: box.width, height: box.height })),
        stages: { decode: decoded - started, 'all else': performance.now() - decoded },
      };
    },
    async embedBatch(jpeg) {
      const image = await read(jpeg);
      const crops = await faceapi.extractFaceTensors(image, await faceapi.detectAllFaces(image));
      const started = performance.now();
      await faceapi.nets.faceRecognitionNet.computeFaceDescriptor(crops as unknown as typeof image);
      const milliseconds = performance.now() - started;
      for (const tensor of [image, ...crops]) tensor.dispose();
      return { faces: crops.length, milliseconds };
    },
  };
}

/** Both as CommonJS: face-api then uses the instance of TensorFlow.js whose back end is set here. */
async function openLibraries() {
  const tf: typeof import('@tensorflow/tfjs') = require('@tensorflow/tfjs');
  const wasm: typeof import('@tensorflow/tfjs-backend-wasm') = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  const faceapi: typeof import('@vladmandic/face-api') = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const weights = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  await faceapi.nets.ssdMobilenetv1.loadFromDisk(weights);
  await faceapi.nets.faceLandmark68Net.loadFromDisk(weights);
  await faceapi.nets.faceRecognitionNet.loadFromDisk(weights);
  return { tf, faceapi };
}
