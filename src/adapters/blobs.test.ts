import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBlobFolder } from './blob-files.ts';
import { type BlobStore, openBlobStore, streamOf } from './blobs.ts';
import { FRAME_BYTES } from './frames.ts';

const SEALED = FRAME_BYTES + 16;
const HEAD = 32;

let folder: string;
let blobs: BlobStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-blobs-'));
  blobs = openBlobStore(openBlobFolder(folder));
});
afterAll(() => rm(folder, { recursive: true }));

const newBlob = () => ({ id: randomUUID(), key: randomBytes(32) });
const pathOf = (id: string) => join(folder, id.slice(0, 2), id);

async function stored(bytes: number) {
  const blob = newBlob();
  const plain = randomBytes(bytes);
  await blobs.put(blob, streamOf(plain));
  return { ...blob, plain };
}

async function readPart(blob: { id: string; key: Buffer }, range: { start: number; length?: number }) {
  const parts: Buffer[] = [];
  for await (const part of (await blobs.read(blob, range)).content) parts.push(part);
  return Buffer.concat(parts);
}

/** Change a stored file behind the store's back, and try to read it. */
async function readAfter(change: (file: Buffer) => Buffer, bytes = 3 * FRAME_BYTES) {
  const blob = await stored(bytes);
  await writeFile(pathOf(blob.id), change(await readFile(pathOf(blob.id))));
  return blobs.readWhole(blob);
}

describe('blobs', () => {
  it.each([0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, 40 * FRAME_BYTES + 7])(
    'gives back what it got: %i bytes',
    async (bytes) => {
      const blob = await stored(bytes);
      expect(Buffer.compare(await blobs.readWhole(blob), blob.plain)).toBe(0);
    },
  );

  it('takes chunks of any size, and tells length and SHA-256 of the plain content', async () => {
    const blob = newBlob();
    const plain = randomBytes(200_000);
    async function* chunks() {
      for (let at = 0, size = 1; at < plain.length; at += size, size = (size * 7 + 1) % 70_001)
        yield plain.subarray(at, Math.min(plain.length, at + size));
    }
    const { bytes, sha256 } = await blobs.put(blob, chunks());
    expect(bytes).toBe(200_000);
    expect(sha256).toEqual(createHash('sha256').update(plain).digest());
    expect(await blobs.readWhole(blob)).toEqual(plain);
  });

  it('lays nothing readable on the disk', async () => {
    const blob = newBlob();
    await blobs.put(blob, streamOf(Buffer.from('a photo of a child '.repeat(1000))));
    expect((await readFile(pathOf(blob.id))).includes('child')).toBe(false);
  });

  it('reads any part', async () => {
    const blob = await stored(3 * FRAME_BYTES + 100);
    const edges = [0, 1, FRAME_BYTES - 1, FRAME_BYTES, 2 * FRAME_BYTES + 5, 3 * FRAME_BYTES + 99];
    for (const start of edges)
      for (const length of [0, 1, 2, FRAME_BYTES, 2 * FRAME_BYTES, 9 * FRAME_BYTES])
        expect(
          Buffer.compare(await readPart(blob, { start, length }), blob.plain.subarray(start, start + length)),
        ).toBe(0);
    expect(await readPart(blob, { start: 3 * FRAME_BYTES })).toEqual(blob.plain.subarray(3 * FRAME_BYTES));
    expect(await readPart(blob, { start: 9 * FRAME_BYTES })).toHaveLength(0);
  });

  it('refuses one changed bit anywhere', async () => {
    for (const at of [0, 20, HEAD, HEAD + 5, HEAD + SEALED - 1, HEAD + SEALED, HEAD + 2 * SEALED + 9, -1])
      await expect(
        readAfter((file) => {
          const index = at < 0 ? file.length + at : at;
          file[index] = (file[index] ?? 0) ^ 4;
          return file;
        }),
      ).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('refuses a file that was cut off, at a frame as well, before it gives one byte', async () => {
    for (const length of [0, 10, HEAD, HEAD + 5, HEAD + 16, HEAD + SEALED, HEAD + 2 * SEALED, HEAD + 2 * SEALED + 100])
      await expect(readAfter((file) => file.subarray(0, length))).rejects.toMatchObject({ code: 'unavailable' });
    const blob = await stored(3 * FRAME_BYTES);
    await writeFile(pathOf(blob.id), (await readFile(pathOf(blob.id))).subarray(0, HEAD + 2 * SEALED));
    await expect(blobs.read(blob, { start: 0, length: 1 })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('refuses frames that were exchanged, doubled or added', async () => {
    const frame = (file: Buffer, index: number) => file.subarray(HEAD + index * SEALED, HEAD + (index + 1) * SEALED);
    const head = (file: Buffer) => file.subarray(0, HEAD);
    const orders = [
      [1, 0, 2],
      [0, 0, 2],
      [0, 2],
      [0, 1, 2, 2],
      [2, 1, 0],
    ];
    for (const order of orders)
      await expect(
        readAfter((file) => Buffer.concat([head(file), ...order.map((index) => frame(file, index))])),
      ).rejects.toMatchObject({ code: 'unavailable' });
    await expect(readAfter((file) => Buffer.concat([file, Buffer.alloc(16)]))).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('refuses the file of another blob of the same key', async () => {
    const first = await stored(100);
    const second = { ...newBlob(), key: first.key };
    await blobs.put(second, streamOf(randomBytes(100)));
    await writeFile(pathOf(second.id), await readFile(pathOf(first.id)));
    await expect(blobs.readWhole(second)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('refuses another key', async () => {
    const blob = await stored(100);
    await expect(blobs.readWhole({ ...blob, key: randomBytes(32) })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('writes one content under one id twice with different bytes on disk', async () => {
    const blob = await stored(1000);
    const first = await readFile(pathOf(blob.id));
    await blobs.put(blob, streamOf(blob.plain));
    expect((await readFile(pathOf(blob.id))).subarray(HEAD, HEAD + 500)).not.toEqual(first.subarray(HEAD, HEAD + 500));
    expect(await blobs.readWhole(blob)).toEqual(blob.plain);
  });

  it('keeps nothing of a content that is too long or breaks off', async () => {
    const before = await readdir(folder, { recursive: true });
    const blob = newBlob();
    await expect(blobs.put(blob, streamOf(Buffer.alloc(1001)), 1000)).rejects.toMatchObject({ code: 'invalid' });
    async function* brokenOff() {
      yield Buffer.alloc(300_000);
      throw new Error('the connection was lost');
    }
    await expect(blobs.put(blob, brokenOff())).rejects.toThrow('the connection was lost');
    const isNew = (name: string) => !before.includes(name) && name.length > 2;
    expect((await readdir(folder, { recursive: true })).filter(isNew)).toEqual([]);
    expect(await blobs.has(blob.id)).toBe(false);
  });

  it('deletes, and then says so', async () => {
    const blob = await stored(10);
    expect(await blobs.delete(blob.id)).toBe(true);
    expect(await blobs.delete(blob.id)).toBe(false);
    await expect(blobs.readWhole(blob)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('takes ids only, never a path', async () => {
    for (const id of ['../../etc/passwd', 'ab/cd', '', `${randomUUID()}/..`])
      await expect(blobs.put({ ...newBlob(), id }, streamOf(Buffer.alloc(1)))).rejects.toThrow(RangeError);
  });

  it('lists what lies there and removes drafts of writes that a crash cut off', async () => {
    const { id } = await stored(10);
    const draft = `${pathOf(id)}.0123456789ab.draft`;
    await writeFile(draft, 'half');
    await utimes(draft, 0, 0);
    const names: string[] = [];
    for await (const { name } of blobs.list()) names.push(name);
    expect(names).toContain(id);
    expect(names.filter((name) => name.endsWith('.draft'))).toEqual([]);
    expect(await blobs.files.removeDrafts(new Date(1000))).toBe(1);
    expect(await blobs.has(id)).toBe(true);
  });
});
