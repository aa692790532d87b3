import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eraseSealedStore, openSealedStore } from './sealed-store.ts';

const key = randomBytes(32);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-sealed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const only = async () => (await files())[0] ?? '';

it('gives back what was put in, also in another process', async () => {
  await openSealedStore(folder, key).put('a', Buffer.from('template'));
  expect(await openSealedStore(folder, key).get('a')).toEqual(Buffer.from('template'));
  expect(await openSealedStore(folder, key).get('b')).toBeUndefined();
});

it('shows neither content nor name on disk, to nobody but the owner', async () => {
  await openSealedStore(folder, key).put('photo-of-amina', Buffer.from('her face in numbers'));
  const file = await only();
  const text = await readFile(file, 'latin1');
  expect(text).not.toContain('her face');
  expect(file + text).not.toContain('amina');
  expect((await stat(file)).mode & 0o077).toBe(0);
});

it('writes another file each time, for equal content too', async () => {
  const store = openSealedStore(folder, key);
  await store.put('a', Buffer.from('same'));
  const before = await readFile(await only());
  await store.put('a', Buffer.from('same'));
  expect((await readFile(await only())).equals(before)).toBe(false);
  expect(await files()).toHaveLength(1);
});

it('takes a record that was damaged, cut off, moved or sealed with another key for missing', async () => {
  const store = openSealedStore(folder, key);
  await store.put('a', Buffer.from('first'));
  const file = await only();
  const good = await readFile(file);
  for (let at = 0; at < good.length; at += 7) {
    const bad = Buffer.from(good);
    bad[at] = (bad[at] ?? 0) ^ 1;
    await writeFile(file, bad);
    expect(await store.get('a')).toBeUndefined();
    await writeFile(file, good.subarray(0, at));
    expect(await store.get('a')).toBeUndefined();
  }
  await writeFile(file, good);
  expect(await openSealedStore(folder, randomBytes(32)).get('a')).toBeUndefined();
  await store.put('b', Buffer.from('second'));
  const other = (await files()).find((path) => path !== file) ?? '';
  await rename(other, file);
  expect(await store.get('a')).toBeUndefined();
});

it('keeps only the named records, and drafts of nobody', async () => {
  const store = openSealedStore(folder, key);
  await store.put('a', Buffer.from('1'));
  await store.put('b', Buffer.from('2'));
  await writeFile(`${await only()}.0123456789ab.draft`, 'left behind by a crash');
  expect(await store.retain(['a'])).toBe(1);
  expect(await files()).toHaveLength(1);
  expect(await store.get('a')).toEqual(Buffer.from('1'));
});

it('erases records and nothing else', async () => {
  await openSealedStore(folder, key).put('a', Buffer.from('1'));
  await writeFile(join(folder, 'holiday.jpg'), 'not ours');
  expect(await eraseSealedStore(folder)).toBe(true);
  expect(await files()).toEqual([join(folder, 'holiday.jpg')]);
  expect(await eraseSealedStore(folder)).toBe(false);
  expect(await eraseSealedStore(join(folder, 'none'))).toBe(false);
});

it('says so when the folder cannot be written', async () => {
  await writeFile(join(folder, 'file'), '');
  const store = openSealedStore(join(folder, 'file'), key);
  await expect(store.put('a', Buffer.from('1'))).rejects.toMatchObject({ code: 'unavailable' });
});

it('refuses a key of another length', () => {
  expect(() => openSealedStore(folder, randomBytes(16))).toThrow(RangeError);
});
