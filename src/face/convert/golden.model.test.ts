import { beforeAll, describe, expect, it } from 'vitest';
import { normalise } from '../../core/vector.ts';
import {
  extremes,
  type Golden,
  type GoldenOutput,
  goldenImage,
  imageDigest,
  networkPixels,
  readGolden,
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

  it('has a golden file for every model', () => {
    expect([...IDS].sort()).toEqual(
      store.entries
        .filter((entry) => entry.source)
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
