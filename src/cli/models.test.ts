import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tinyNetwork } from '../testing/networks.ts';
import { absentRegistry } from '../testing/registry.ts';
import { listModels, type ModelsContext, runAdd, runInstall, runRemove, runVerify } from './models.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-cli-models-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What a command writes. */
async function written(json: boolean, command: (context: ModelsContext) => Promise<unknown>): Promise<string> {
  const texts: string[] = [];
  await command({ dir: folder, json, write: (text) => texts.push(text) });
  return texts.join('');
}

async function addOwn(context: ModelsContext): Promise<void> {
  const [file, card] = [join(folder, 'net.onnx'), join(folder, 'card.json')];
  await writeFile(file, tinyNetwork());
  const input = { width: 32, height: 32, colour: 'rgb', mean: [0, 0, 0], scale: 255, layout: 'nchw' };
  const stated = { id: 'mine', summary: 's', licence: 'MIT', provenance: 'mine', length: 16, alignment: 'arcface-112' };
  await writeFile(card, JSON.stringify({ ...stated, input }));
  await runAdd(context, file, card);
}

it('lists every model with licence, and says whose training data is not known', async () => {
  const text = await written(false, listModels);
  expect(text).toMatch(/fr512 +│ embed +│ \d\.\d +│ missing +│ standard +│ not published/);
  expect(text).toMatch(/dlib128 .*clear-provenance, standard │ described/);
  for (const words of ['Licence: MIT (npm package). Shipped by', folder]) expect(text).toContain(words);
  expect(text).toMatch(/not published what faces these weights were trained on: [^\n]*fr512/);
  expect(text).not.toMatch(/trained on: [^\n]*dlib128/);
});

it('lists the same as JSON', async () => {
  const { dir, models } = JSON.parse(await written(true, listModels));
  expect(dir).toBe(folder);
  expect(models).toHaveLength(12);
  expect(models.find((model: { id: string }) => model.id === 'mfn192')).toMatchObject({
    task: 'embed',
    state: 'missing',
    trainingDataKnown: false,
    addedByYou: false,
  });
});

it('adds, lists and removes a model of one’s own', async () => {
  expect(await written(false, addOwn)).toContain('Added mine: 16 numbers a face');
  expect(await written(false, listModels)).toContain('added by you');
  expect(JSON.parse(await written(true, (context) => runRemove(context, 'mine')))).toEqual({ removed: 'mine' });
  expect(await written(false, listModels)).not.toContain('added by you');
});

it('verifies: false and what to do while models are missing', async () => {
  let good = true;
  const text = await written(false, async (context) => {
    good = await runVerify(context);
  });
  expect(good).toBe(false);
  expect(text).toMatch(/fr512 +missing/);
  expect(text).toContain('homeward models install');
});

it('verifies only what the profile uses', async () => {
  const text = await written(true, (context) => runVerify({ ...context, profile: 'clear-provenance' }));
  expect(JSON.parse(text).models.map(({ id }: { id: string }) => id)).toEqual(['blazeface', 'landmarks68', 'dlib128']);
});

it('says in one line what to do when there is no network', async () => {
  const options = { registry: await absentRegistry(), cache: join(folder, 'cache') };
  await expect(written(false, (context) => runInstall(context, options))).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('Connect this computer to the internet once'),
  });
});
