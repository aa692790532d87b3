/** Google's LiteRT (TensorFlow Lite for the web) in Node, for make-golden.ts: the reference for the tflite networks. */

import { readFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import pacote from 'pacote';
import { fetchSources } from '../src/face/model-fetch.ts';
import { networkPixels } from '../src/testing/golden.ts';
import type { Source } from './golden-sources.ts';

const VERSION = '2.5.3';

interface LiteRtTensor {
  toTypedArray(): Float32Array;
}
interface LiteRt {
  Tensor: new (data: Float32Array, shape: readonly number[]) => LiteRtTensor;
  loadLiteRt(folder: string): Promise<unknown>;
  loadAndCompile(
    model: Uint8Array,
    options: { accelerator: 'wasm' },
  ): Promise<{
    getInputDetails(): { shape: Int32Array }[];
    getOutputDetails(): { name: string }[];
    run(input: LiteRtTensor): Promise<LiteRtTensor[]>;
  }>;
}

let started: Promise<LiteRt> | undefined;

/** LiteRT on the file as it is in the package; pictures in its order, n × row × column × channel. */
export const liteRtSource: Source = async (entry, manifest) => {
  started ??= startLiteRt();
  const liteRt = await started;
  const source = entry.source;
  if (!source) throw new Error(`${entry.id} has no source`);
  const files = await fetchSources(manifest, source.package, [source]);
  const model = await liteRt.loadAndCompile(files.get(source.files[0]?.path ?? '') ?? new Uint8Array(), {
    accelerator: 'wasm',
  });
  const [batch = 1, height = 0, width = 0] = model.getInputDetails()[0]?.shape ?? [];
  const names = model.getOutputDetails().map(({ name }) => source.names?.[name] ?? name);
  return {
    madeWith: `LiteRT (@litertjs/core ${VERSION}), XNNPACK on WASM`,
    width,
    height,
    run: async (image) => {
      const one = channelsLast(networkPixels(image, entry.input), width * height);
      const pixels = new Float32Array(batch * one.length);
      for (let index = 0; index < batch; index++) pixels.set(one, index * one.length);
      const results = await model.run(new liteRt.Tensor(pixels, [batch, height, width, 3]));
      return Object.fromEntries(
        results.map((result, index) => {
          const values = result.toTypedArray();
          return [names[index] ?? '', values.slice(0, values.length / batch)];
        }),
      );
    },
  };
};

/** LiteRT is made for browsers: it loads its WASM glue as a script and finds it in `self`. */
async function startLiteRt(): Promise<LiteRt> {
  const folder = join(await mkdtemp(join(tmpdir(), 'homeward-litert-')), 'node_modules', '@litertjs');
  for (const name of ['core', 'wasm-utils']) await pacote.extract(`@litertjs/${name}@${VERSION}`, join(folder, name));
  const wasm = `${join(folder, 'core', 'wasm')}/`;
  Object.assign(globalThis, {
    self: globalThis,
    require: createRequire(wasm),
    __filename: join(wasm, 'script.js'),
    __dirname: wasm,
    Module: { locateFile: (path: string) => wasm + path },
    importScripts: (path: string) => {
      runInThisContext(readFileSync(path, 'utf8'), { filename: path });
      Object.assign(globalThis, { ModuleFactory: runInThisContext('ModuleFactory') });
    },
  });
  const { main } = JSON.parse(await readFile(join(folder, 'core', 'package.json'), 'utf8')) as { main: string };
  const liteRt = (await import(pathToFileURL(join(folder, 'core', main)).href)) as LiteRt;
  await liteRt.loadLiteRt(wasm);
  return liteRt;
}

function channelsLast(planes: Float32Array, size: number): Float32Array {
  return Float32Array.from(planes, (_, index) => planes[(index % 3) * size + Math.floor(index / 3)] ?? 0);
}
