import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Manifest, NetworkInput, openModelStore, readManifest } from './models.ts';

const NOWHERE = join(import.meta.dirname, 'no-such-folder');

describe('models/manifest.json', () => {
  it('describes eleven networks and a cascade, each once', async () => {
    const { models } = await readManifest();
    expect(new Set(models.map(({ id }) => id)).size).toBe(12);
    expect(models).toHaveLength(12);
  });

  it('pins the package of every network', async () => {
    const { models, packages } = await readManifest();
    for (const { source } of models) expect(Object.keys(packages)).toContain(source?.package);
  });

  it('states length and alignment of exactly the embedding networks', async () => {
    for (const { task, length, alignment } of (await readManifest()).models)
      expect(length !== undefined && alignment !== undefined).toBe(task === 'embed');
  });

  it('is refused when a field is unknown or missing', async () => {
    const manifest = await readManifest();
    expect(Manifest.safeParse({ ...manifest, extra: 1 }).success).toBe(false);
    expect(Manifest.safeParse({ packages: manifest.packages }).success).toBe(false);
  });
});

describe('openModelStore', () => {
  it('has only the networks whose licence is known in the profile «clear-provenance»', async () => {
    const { entries } = await openModelStore(NOWHERE, 'clear-provenance');
    expect(entries.map(({ id }) => id)).toEqual(['blazeface', 'landmarks68', 'dlib128']);
    expect((await openModelStore(NOWHERE, 'standard')).entries).toHaveLength(12);
  });

  it('opens without any file, and says what to do when a network is wanted', async () => {
    const store = await openModelStore(NOWHERE, 'standard');
    expect(() => store.pathOf('fr512')).toThrow('The model «fr512» is not installed. Run «homeward models install».');
    expect(() => store.pathOf('fr513')).toThrow(/no model «fr513»/);
  });

  it('knows a version by the first twelve digits of the hash', async () => {
    const store = await openModelStore(NOWHERE, 'standard');
    const entry = store.entries.find(({ id }) => id === 'fr512');
    expect(store.versionOf('fr512')).toMatch(/^[0-9a-f]{12}$/);
    expect(entry?.sha256.startsWith(store.versionOf('fr512'))).toBe(true);
  });
});

it('NetworkInput wants a mean for each channel', () => {
  const input = { width: 64, height: 64, colour: 'grey', mean: [0], scale: 256, layout: 'nchw' };
  expect(NetworkInput.safeParse(input).success).toBe(true);
  expect(NetworkInput.safeParse({ ...input, colour: 'rgb' }).error?.issues[0]?.path).toEqual(['mean']);
});
