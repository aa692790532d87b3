import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountSmallDisk, type SmallDisk } from '../testing/small-disk.ts';
import { openBlobFolder } from './blob-files.ts';
import { type BlobStore, openBlobStore, streamOf } from './blobs.ts';

const disk: SmallDisk | undefined = await mountSmallDisk(512);
const newBlob = () => ({ id: randomUUID(), key: randomBytes(32) });

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe.skipIf(!disk)('blobs on a disk of 512 kB', () => {
  let blobs: BlobStore;
  beforeAll(() => {
    blobs = openBlobStore(openBlobFolder(disk?.folder ?? ''));
  });
  afterAll(() => disk?.remove());

  it('says that the disk is full, leaves nothing half-written, and works on', async () => {
    const kept = newBlob();
    await blobs.put(kept, streamOf(Buffer.alloc(100_000, 1)));
    const refused = blobs.put(newBlob(), streamOf(Buffer.alloc(900_000)));
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', message: /Free some space/ });
    expect(await filesIn(disk?.folder ?? '')).toEqual([kept.id]);
    const next = newBlob();
    await blobs.put(next, streamOf(Buffer.alloc(100_000, 2)));
    expect(await blobs.readWhole(next)).toEqual(Buffer.alloc(100_000, 2));
    expect(await blobs.readWhole(kept)).toEqual(Buffer.alloc(100_000, 1));
  });

  it('says that the disk is read-only, still reads, and works on afterwards', async () => {
    const kept = newBlob();
    await blobs.put(kept, streamOf(Buffer.from('kept')));
    await disk?.setReadOnly(true);
    await expect(blobs.put(newBlob(), streamOf(Buffer.from('x')))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(blobs.delete(kept.id)).rejects.toMatchObject({ code: 'unavailable' });
    expect((await blobs.readWhole(kept)).toString()).toBe('kept');
    await disk?.setReadOnly(false);
    const next = newBlob();
    await blobs.put(next, streamOf(Buffer.from('next')));
    expect((await blobs.readWhole(next)).toString()).toBe('next');
  });
});

it('stands a limit on the size of files, for any user', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-limited-'));
  const tsx = fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url));
  const program = fileURLToPath(new URL('../testing/limited-write.ts', import.meta.url));
  const script = `ulimit -f 1000; exec "$0" "$1" "$2"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script, tsx, program, folder]);
  expect(JSON.parse(stdout)).toEqual([
    'kept',
    { code: 'unavailable', message: expect.stringContaining('Free some space') },
    'kept',
  ]);
  expect(await filesIn(folder)).toHaveLength(2);
  await rm(folder, { recursive: true });
});
