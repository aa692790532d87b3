/**
 * Run every network of models/manifest.json in the library it comes from and keep what it gives, for
 * src/face/convert/golden.model.test.ts. See [Note: Golden vectors] in src/testing/golden.ts.
 *
 * Made with: @vladmandic/face-api and TensorFlow.js on their WASM back end, Google's LiteRT (fetched here, not a
 * dependency of Homeward), onnxruntime on the unchanged file. None of Homeward's converters is used.
 *
 * Usage: tsx scripts/make-golden.ts [MODEL …]
 */
import { readManifest } from '../src/face/models.ts';
import { type GoldenInput, goldenImage, goldenOutput, imageDigest, writeGolden } from '../src/testing/golden.ts';
import { liteRtSource } from './golden-litert.ts';
import { faceApiSource, onnxSource, type Source, tfjsSource } from './golden-sources.ts';

/** Two faces of the sample photos, roughly square; adults. */
const FACES: GoldenInput[] = [
  { kind: 'photo', file: 'sample1.jpg', crop: { x: 368, y: 345, width: 270, height: 270 } },
  { kind: 'synthetic', seed: 7 },
];
/** A whole photo with several faces. */
const SCENES: GoldenInput[] = [
  { kind: 'photo', file: 'sample1.jpg', crop: { x: 0, y: 0, width: 1920, height: 1280 } },
  { kind: 'synthetic', seed: 7 },
];

const SOURCES: Record<string, Source> = {
  'face-api': faceApiSource,
  tfjs: tfjsSource,
  onnx: onnxSource,
  tflite: liteRtSource,
};

const manifest = await readManifest();
const wanted = process.argv.slice(2);
for (const entry of manifest.models) {
  const source = SOURCES[entry.source?.converter ?? ''];
  if (!source || (wanted.length > 0 && !wanted.includes(entry.id))) continue;
  const network = await source(entry, manifest);
  const inputs = entry.task === 'detect' && !['mtcnn-r', 'mtcnn-o'].includes(entry.id) ? SCENES : FACES;
  const { width, height } = network;
  const cases = [];
  for (const input of inputs) {
    const image = await goldenImage(input, width, height);
    const outputs = Object.entries(await network.run(image)).map(([name, values]) => [name, goldenOutput(values)]);
    cases.push({ input, sha256: imageDigest(image), outputs: Object.fromEntries(outputs) });
  }
  await writeGolden({ model: entry.id, madeWith: network.madeWith, width, height, cases });
  console.log(`${entry.id}: ${network.madeWith}`);
}
process.exit(0);
