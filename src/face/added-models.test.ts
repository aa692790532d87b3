import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TinyNetwork, tinyNetwork } from '../testing/networks.ts';
import { addModel, removeModel } from './added-models.ts';
import { addedFolder, openModelStore } from './models.ts';
import { openSession } from './session.ts';

const CARD = {
  id: 'my-arcface',
  summary: 'A network for tests.',
  licence: 'MIT',
  provenance: 'made by the test',
  length: 16,
  alignment: 'arcface-112',
  input: { width: 32, height: 32, colour: 'rgb', mean: [127.5, 127.5, 127.5], scale: 128, layout: 'nchw' },
};

let folder: string;
const dir = () => join(folder, 'models');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-added-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function add(network: Uint8Array, card: unknown = CARD) {
  const file = join(folder, 'net.onnx');
  const cardFile = join(folder, 'card.json');
  await writeFile(file, network);
  await writeFile(cardFile, typeof card === 'string' ? card : JSON.stringify(card));
  return addModel(dir(), file, cardFile);
}

describe('adding a network', () => {
  it('lists it in both profiles, ready to run', async () => {
    await add(tinyNetwork(), { ...CARD, weight: 1.5, impostorMean: 0.05, impostorDeviation: 0.1 });
    const store = await openModelStore(dir(), 'clear-provenance');
    const entry = store.entries.find(({ id }) => id === 'my-arcface');
    expect(entry).toMatchObject({ source: null, length: 16, weight: 1.5, trainingDataKnown: false });
    const session = await openSession(store.pathOf('my-arcface'));
    expect(session.outputShapes).toEqual([['n', 16]]);
    await session.close();
  });

  it.each<[string, TinyNetwork, object]>([
    ['a long embedding', { length: 4096 }, { length: 4096 }],
    ['rows before channels', { layout: 'nhwc' }, { input: { ...CARD.input, layout: 'nhwc' } }],
    ['224 × 224', { size: 224 }, { input: { ...CARD.input, width: 224, height: 224 } }],
    ['the named one of several outputs', { twoOutputs: true }, { output: 'embedding' }],
  ])('takes %s', async (_, network, card) => {
    await expect(add(tinyNetwork(network), { ...CARD, ...card })).resolves.toMatchObject({ id: 'my-arcface' });
  });

  it('lets a network of one picture at a time take several', async () => {
    await add(tinyNetwork({ batch: 1 }));
    const session = await openSession((await openModelStore(dir(), 'standard')).pathOf('my-arcface'));
    expect(session.inputShapes[0]?.[0]).toBe('n');
    await session.close();
  });
});

describe('refusing a network, with the reason', () => {
  const refusals: [string, TinyNetwork, object, RegExp][] = [
    ['another size', { size: 64 }, {}, /takes 3 × 64 × 64, but the card says 3 × 32 × 32/],
    ['another layout', { layout: 'nhwc' }, {}, /takes 32 × 32 × 3, but the card says 3 × 32 × 32/],
    ['another length', { length: 24 }, {}, /gives 24 numbers a picture, but the card says 16/],
    ['constant numbers', { weight: 0.5 }, {}, /all 16 numbers it gives are the same/],
    ['numbers that are not finite', { weight: Number.NaN }, {}, /not finite/],
    ['an unknown output', {}, { output: 'features' }, /no output «features», only embedding/],
    ['an unnamed output of several', { twoOutputs: true }, {}, /several outputs \(embedding, quarters\)/],
    ['a fixed batch of four', { batch: 4 }, {}, /fails on a batch of 1/],
  ];
  it.each(refusals)('%s', async (_, network, card, reason) => {
    await expect(add(tinyNetwork(network), { ...CARD, ...card })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(reason),
    });
    expect(await readdir(addedFolder(dir())).catch(() => [])).toEqual([]);
  });

  it('a file that is no network', async () => {
    await expect(add(new TextEncoder().encode('<html>'))).rejects.toThrow(/onnxruntime cannot open it/);
  });

  it('a card with mistakes, each by its field', async () => {
    const card = { ...CARD, length: '16', input: { ...CARD.input, mean: [1], colour: 'hsv' }, size: 3 };
    await expect(add(tinyNetwork(), card)).rejects.toThrow(/length[\s\S]*input\.colour|input\.colour[\s\S]*length/);
    await expect(add(tinyNetwork(), card)).rejects.toThrow(/size/);
  });

  it('a card that is not JSON', async () => {
    await expect(add(tinyNetwork(), '{id:')).rejects.toThrow(/is not JSON/);
  });

  it('an id that is taken, by Homeward or by an added network', async () => {
    await expect(add(tinyNetwork(), { ...CARD, id: 'fr512' })).rejects.toMatchObject({ code: 'conflict' });
    await add(tinyNetwork());
    await expect(add(tinyNetwork())).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a file that is not there', async () => {
    await expect(addModel(dir(), join(folder, 'none.onnx'), join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('removing a network', () => {
  it('leaves nothing of it', async () => {
    await add(tinyNetwork());
    await removeModel(dir(), 'my-arcface');
    expect(await readdir(addedFolder(dir()))).toEqual([]);
    await expect(removeModel(dir(), 'my-arcface')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps those of Homeward', async () => {
    await expect(removeModel(dir(), 'fr512')).rejects.toMatchObject({ code: 'invalid' });
  });
});
