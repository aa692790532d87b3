import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKey } from './key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-key-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes the file at first use, for the owner only, and reads it again', async () => {
  const keyFile = join(folder, 'deep/key');
  const first = await readKey({ key: null, keyFile });
  expect(first).toHaveLength(32);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect(await readKey({ key: null, keyFile })).toEqual(first);
  expect(await readdir(dirname(keyFile))).toEqual(['key']);
});

it('gives all that start at once the same key', async () => {
  const keyFile = join(folder, 'key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => readKey({ key: null, keyFile })));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
});

it('prefers the key that is given', async () => {
  expect(await readKey({ key: 'ab'.repeat(32), keyFile: join(folder, 'key') })).toEqual(Buffer.alloc(32, 0xab));
  expect(await readdir(folder)).toEqual([]);
});

it('never overwrites a file that holds something else', async () => {
  const keyFile = join(folder, 'key');
  await writeFile(keyFile, 'my diary');
  await expect(readKey({ key: null, keyFile })).rejects.toMatchObject({ code: 'invalid' });
  await expect(readKey({ key: null, keyFile: join(keyFile, 'key') })).rejects.toMatchObject({ code: 'unavailable' });
});
