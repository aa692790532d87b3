import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import { addModel } from '../face/added-models.ts';
import { type Engine, openEngine } from '../face/engine.ts';
import { type ModelStore, openModelStore } from '../face/models.ts';
import { openTestModels } from '../testing/models.ts';
import { tinyNetwork } from '../testing/networks.ts';
import { realApp } from '../testing/real-app.ts';
import { type EvaluateOptions, evaluateFolder } from './evaluate.ts';
import { EvaluationResult } from './result.ts';

const CARD = {
  id: 'tiny',
  summary: 'A network for tests, as somebody adds their own.',
  licence: 'MIT',
  provenance: 'made by the test',
  length: 16,
  alignment: 'arcface-112',
  input: { width: 32, height: 32, colour: 'rgb', mean: [127.5, 127.5, 127.5], scale: 128, layout: 'nchw' },
};
const CHILDREN = ['i01', 'i02', 'i03', 'i05', 'i06'];
const EVERYTHING: EvaluateOptions = {
  names: ['all'],
  ablation: true,
  closedSet: 43,
  stresses: ['noise-2', 'mask', 'flip-1'],
  splits: 2,
  seed: 5,
};

let dir: string;
let engine: Engine;
let app: App;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homeward-everything-'));
  for (const child of CHILDREN) await cp(`samples/children/${child}`, join(dir, 'faces', child), { recursive: true });
  const store = await storeWithTinyNetwork();
  engine = await openEngine({ store, workers: 2 });
  app = realApp(store, engine);
}, 60_000);
afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true });
});

/** The installed models and one more, beside them. */
async function storeWithTinyNetwork(): Promise<ModelStore> {
  const installed = await openTestModels();
  const models = join(dir, 'models');
  await mkdir(models);
  for (const name of await readdir(installed.dir))
    if (name !== 'added') await symlink(join(installed.dir, name), join(models, name));
  await writeFile(join(dir, 'tiny.onnx'), tinyNetwork());
  await writeFile(join(dir, 'tiny.json'), JSON.stringify(CARD));
  await addModel(models, join(dir, 'tiny.onnx'), join(dir, 'tiny.json'));
  return openModelStore(models, 'standard');
}

it('runs every method, the closed set and stress on photos, and gives the same numbers for the same seed', async () => {
  const { result } = await evaluateFolder(app, join(dir, 'faces'), EVERYTHING);
  expect(EvaluationResult.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  const names = result.methods.map(({ name }) => name);
  const networks = ['fr512', 'mfn192', 'dlib128', 'tiny'];
  expect(names).toEqual([
    'lbp-chi-square',
    'hog-cosine',
    'sift-cosine',
    ...['lbp', 'hog', 'sift', ...networks].flatMap((model) => [`${model}-svm`, `${model}-svm-rest`]),
    ...networks.map((model) => `${model}-cosine`),
    'dlib128-euclidean',
    'fusion',
    'homeward',
    ...['centring', 'cohort', 'photo-fusion', ...networks].map((step) => `homeward-without-${step}`),
  ]);
  for (const { failureToEnrol, rank } of result.methods) {
    expect(failureToEnrol).toBe(0);
    expect(rank['50']).toBe(1);
  }
  expect(result.closedSet?.map(({ name }) => name)).toEqual(names);
  expect(result.closedSet?.find(({ name }) => name === 'fr512-svm')?.accuracy).toBe(1);
  expect(result.stress?.map(({ name }) => name)).toEqual(['none', 'noise-2', 'mask-1', 'mask-2', 'mask-3', 'flip-1']);
  const failed = (condition: string, method: string) =>
    result.stress?.find(({ name }) => name === condition)?.methods.find(({ name }) => name === method)?.failed ??
    Number.NaN;
  expect(failed('none', 'lbp-chi-square')).toBe(0);
  // The Haar cascade does not find faces with masks; the cascade of networks does.
  expect(failed('mask-3', 'lbp-chi-square')).toBeGreaterThan(failed('mask-3', 'homeward'));
  expect(result.models.map(({ id }) => id)).toEqual(expect.arrayContaining(['tiny', 'lbp', 'hog', 'sift']));
  expect((await evaluateFolder(app, join(dir, 'faces'), EVERYTHING)).result).toEqual(result);
}, 240_000);

it('gives Homeward the same numbers beside classical methods as without', async () => {
  const cache = openSealedStore(join(dir, 'cache'), await app.key());
  const run = async (names: string[]) => {
    const { result } = await evaluateFolder(app, join(dir, 'faces'), { names, splits: 2, seed: 1, cache });
    return result.methods.filter(({ name }) => ['fusion', 'homeward'].includes(name));
  };
  expect(await run(['fusion', 'homeward', 'classical'])).toEqual(await run(['fusion', 'homeward']));
}, 120_000);
