import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSealedStore } from '../../adapters/sealed-store.ts';
import type { App } from '../../app.ts';
import { type Engine, openEngine } from '../../face/engine.ts';
import { openTestModels } from '../../testing/models.ts';
import { realApp } from '../../testing/real-app.ts';
import { classify } from './classifier.ts';
import { loadClassifier, saveClassifier, trainFolder } from './train-folder.ts';

const CHILDREN = ['i01', 'i02', 'i03', 'i04'];
const TRAINING = { model: 'dlib128', fpir: 0.1, splits: 3, seed: 1 };

let dir: string;
let engine: Engine;
let app: App;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homeward-svm-'));
  for (const child of CHILDREN) await cp(`samples/children/${child}`, join(dir, child), { recursive: true });
  const store = await openTestModels();
  engine = await openEngine({ store, workers: 1 });
  app = realApp(store, engine);
}, 60_000);
afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true });
});

it('trains on photos, keeps the classifier sealed, and names who is in a photo or nobody', async () => {
  const names: string[] = [];
  const { classifier, closedSet } = await trainFolder(app, dir, { ...TRAINING, onPhoto: (name) => names.push(name) });
  expect(classifier.people).toEqual(CHILDREN);
  expect(names).toHaveLength(classifier.photos);
  expect(closedSet.map(({ name }) => name)).toEqual(['dlib128-svm', 'dlib128-cosine']);

  const store = openSealedStore(join(dir, '.homeward-svm'), await app.key());
  await saveClassifier(store, classifier);
  const kept = await loadClassifier(store, 'dlib128');
  expect(kept).toEqual(classifier);

  const known = await faceIn('samples/children/i02/A.jpg');
  expect(classify(kept, known)).toMatchObject({ person: 'i02' });
  const stranger = await faceIn('node_modules/@vladmandic/face-api/demo/sample1.jpg');
  expect(classify(kept, stranger)).toMatchObject({ person: null });
}, 60_000);

it('says which models there are, and that nothing was trained yet', async () => {
  await expect(trainFolder(app, dir, { ...TRAINING, model: 'vggface' })).rejects.toThrow(
    /no embedding model «vggface».*dlib128/,
  );
  const empty = openSealedStore(join(dir, 'empty'), await app.key());
  await expect(loadClassifier(empty, 'dlib128')).rejects.toThrow('Run «homeward train svm DIR»');
});

async function faceIn(path: string) {
  const { faces } = await engine.extractFaces(await readFile(path));
  return faces[0]?.embeddings ?? [];
}
