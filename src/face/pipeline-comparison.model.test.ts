import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dot } from '../core/vector.ts';
import { openTestModels } from '../testing/models.ts';
import type { ExtractOptions } from './extraction.ts';
import { networkFiles } from './networks.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';

const PHOTO = 'samples/children/i01/A.jpg';

let pipeline: Pipeline;
let bytes: Uint8Array;
beforeAll(async () => {
  pipeline = createPipeline(networkFiles(await openTestModels()));
  bytes = await readFile(PHOTO);
});
afterAll(() => pipeline.close());

async function embeddingsOf(options?: ExtractOptions) {
  const { faces } = await pipeline.extractFaces(bytes, options);
  return faces[0]?.embeddings ?? [];
}

it('makes classical features beside the embeddings, when asked to', async () => {
  const usual = await embeddingsOf();
  const both = await embeddingsOf({ classical: true });
  expect(both.slice(0, usual.length)).toEqual(usual);
  expect(both.slice(usual.length).map(({ model }) => model)).toEqual(['lbp', 'hog', 'sift']);
  for (const { vector } of both) expect(dot(vector, vector)).toBeCloseTo(1, 4);
});

it('makes a photo worse before it looks at it, the same way for the same seed', async () => {
  const usual = await embeddingsOf();
  const noisy = await embeddingsOf({ stress: { name: 'noise-2', seed: 1 } });
  const [first, second] = [usual, noisy].map(([embedding]) => embedding?.vector ?? new Float32Array(0));
  const cosine = first && second ? dot(first, second) : Number.NaN;
  expect(cosine).toBeGreaterThan(0.3);
  expect(cosine).toBeLessThan(0.99);
  expect(await embeddingsOf({ stress: { name: 'noise-2', seed: 1 } })).toEqual(noisy);
  expect(await embeddingsOf({ stress: { name: 'noise-2', seed: 2 } })).not.toEqual(noisy);
});

it('refuses a condition that does not exist', async () => {
  await expect(embeddingsOf({ stress: { name: 'fog-1', seed: 1 } })).rejects.toThrow('no stress condition «fog-1»');
});
