import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listFolder, listIdentityFolders } from './folders.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homeward-folders-'));
  const files = ['b/10.jpg', 'b/2.JPG', 'b/y/1.heic', 'b/notes.txt', 'b/.hidden.jpg', 'b/.git/x.jpg', 'a/old.tiff'];
  for (const file of [...files, 'stray.png', 'children.csv', '.homeward/ab/cd.jpg']) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), 'x');
  }
  await mkdir(join(dir, 'empty'));
});
afterAll(() => rm(dir, { recursive: true }));

it('lists one folder a person, photos in the order people expect, the young ones marked', async () => {
  expect(await listIdentityFolders(dir)).toEqual([
    { name: 'a', photos: [{ path: join(dir, 'a/old.tiff'), name: 'old.tiff', young: false }] },
    {
      name: 'b',
      photos: [
        { path: join(dir, 'b/2.JPG'), name: '2.JPG', young: false },
        { path: join(dir, 'b/10.jpg'), name: '10.jpg', young: false },
        { path: join(dir, 'b/y/1.heic'), name: 'y/1.heic', young: true },
      ],
    },
    { name: 'empty', photos: [] },
  ]);
});

it('tells which photos lie beside the folders', async () => {
  expect((await listFolder(dir)).stray).toEqual(['stray.png']);
});

it('says what is wrong with a folder that is none', async () => {
  await expect(listIdentityFolders(join(dir, 'none'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(listIdentityFolders(join(dir, 'stray.png'))).rejects.toMatchObject({ code: 'invalid' });
});
