import { beforeAll, describe, expect, it } from 'vitest';
import type { RgbImage } from '../../core/face.ts';
import { normalise } from '../../core/vector.ts';
import {
  extremes,
  type Golden,
  type GoldenOutput,
  goldenImage,
  imageDigest,
  networkPixels,
  readGolden,
  syntheticImage,
} from '../../testing/golden.ts';
import { openTestModels } from '../../testing/models.ts';
import type { ModelEntry, ModelStore } from '../models.ts';
import { openSession } from '../session.ts';

/** Largest difference from the source library: of unit embeddings, and of other outputs. */
const EMBEDDING_TOLERANCE = 1e-4;
const OUTPUT_TOLERANCE = 1e-3;

const IDS = [
  'blazeface',
  'rfb320',
  'mtcnn-p',
  'mtcnn-r',
  'mtcnn-o',
  'ssd-mobilenet',
  'fr-landmark68',
  'landmarks68',
  'fr512',
  'mfn192',
  'dlib128',
];

describe('converted networks give what their source library gives', () => {
  let store: ModelStore;
  beforeAll(async () => {
    store = await openTestModels();
  });

  it('has a golden file for every network', () => {
    expect([...IDS].sort()).toEqual(
      store.entries
        .filter(({ source }) => source && source.converter !== 'copy')
        .map((entry) => entry.id)
        .sort(),
    );
  });

  it.each(IDS)('%s', async (id) => {
    const golden = await readGolden(id);
    const entry = store.entries.find((candidate) => candidate.id === id);
    if (!entry) throw new Error(`no model ${id}`);
    const results = await runTogether(store, entry, golden);
    for (const [index, expected] of golden.cases.entries()) {
      expect(Object.keys(results[index] ?? {}).sort()).toEqual(Object.keys(expected.outputs).sort());
      for (const [name, output] of Object.entries(expected.outputs))
        expectSame(results[index]?.[name] ?? new Float32Array(), output, entry.task === 'embed');
    }
  });
});

it('mtcnn-p gives for a part of a picture the part of its maps', async () => {
  const store = await openTestModels();
  const entry = store.entries.find(({ id }) => id === 'mtcnn-p');
  if (!entry) throw new Error('no mtcnn-p');
  const [whole, part] = [syntheticImage(3, 160, 120), { width: 61, height: 47, left: 20, top: 10 }];
  const session = await openSession(store.pathOf('mtcnn-p'));
  const scoresOf = async (image: RgbImage) => {
    const shape = [1, 3, image.height, image.width];
    const { scores } = await session.run({ input: { data: networkPixels(image, entry.input), shape } });
    if (!scores) throw new Error('no scores');
    return { data: scores.data, rows: scores.shape[1] ?? 0, columns: scores.shape[2] ?? 0 };
  };
  const all = await scoresOf(whole);
  const some = await scoresOf(cropImage(whole, part));
  // Three convolutions of 3 without padding and a pooling by 2: (size − 2) / 2 rounded up, less 4.
  expect([all.rows, all.columns, some.rows, some.columns]).toEqual([55, 75, 19, 26]);
  // The last row and column of an odd size are pooled from half as many pixels.
  for (let row = 0; row < some.rows - 1; row++)
    for (let column = 0; column < some.columns - 1; column++) {
      const there = ((row + part.top / 2) * all.columns + column + part.left / 2) * 2;
      expect(some.data[(row * some.columns + column) * 2]).toBeCloseTo(all.data[there] ?? Number.NaN, 5);
    }
  await session.close();
});

function cropImage(image: RgbImage, part: { width: number; height: number; left: number; top: number }): RgbImage {
  const rows = Array.from({ length: part.height }, (_, row) => {
    const start = ((row + part.top) * image.width + part.left) * 3;
    return image.data.subarray(start, start + part.width * 3);
  });
  return { data: new Uint8Array(Buffer.concat(rows)), width: part.width, height: part.height };
}

/** All cases in one batch, so that the freed batch axis is tested too; one result a case. */
async function runTogether(store: ModelStore, entry: ModelEntry, golden: Golden) {
  const { width, height } = golden;
  const pictures = await Promise.all(golden.cases.map(({ input }) => goldenImage(input, width, height)));
  expect(pictures.map(imageDigest), 'the pictures differ: make the golden files anew').toEqual(
    golden.cases.map(({ sha256 }) => sha256),
  );
  const pixels = pictures.map((picture) => networkPixels(picture, entry.input));
  const size = pixels[0]?.length ?? 0;
  const data = new Float32Array(size * pixels.length);
  for (const [index, picture] of pixels.entries()) data.set(picture, index * size);

  const session = await openSession(store.pathOf(entry.id));
  const shape = [pixels.length, size / (width * height), height, width];
  const results = await session.run({ input: { data, shape } });
  await session.close();
  return pixels.map((_, index) =>
    Object.fromEntries(
      Object.entries(results).map(([name, { data }]) => {
        const each = data.length / pixels.length;
        return [name, data.slice(index * each, (index + 1) * each)];
      }),
    ),
  );
}

function expectSame(actual: Float32Array, expected: GoldenOutput, isEmbedding: boolean): void {
  expect(actual.length).toBe(expected.count);
  const kept = actual.filter((_, index) => index % expected.step === 0);
  const wanted = Float32Array.from(expected.values);
  if (isEmbedding) {
    expect(largestDifference(normalise(kept), normalise(wanted))).toBeLessThanOrEqual(EMBEDDING_TOLERANCE);
    return;
  }
  expect(largestDifference(kept, wanted)).toBeLessThanOrEqual(OUTPUT_TOLERANCE);
  const whole = extremes(actual);
  for (const part of ['mean', 'min', 'max'] as const)
    expect(Math.abs(whole[part] - expected[part]), part).toBeLessThanOrEqual(OUTPUT_TOLERANCE);
}

function largestDifference(first: Float32Array, second: Float32Array): number {
  expect(first.length).toBe(second.length);
  return first.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (second[index] ?? Number.NaN))), 0);
}
