import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ignoreMissing } from '../../adapters/missing-file.ts';
import { fetchSources } from '../../face/model-fetch.ts';
import { readManifest } from '../../face/models.ts';

/** The npm package that dlib's network comes from brings group photos of adults too. */
const PACKAGE = '@vladmandic/face-api';

/** Paths inside the package, with their sha256. */
const PHOTOS: Readonly<Record<string, string>> = {
  'demo/sample1.jpg': '8ecae4b267b2d3169e06e00c7dee97097aa2a94635d45216f7732a5f4943cb51',
  'demo/sample2.jpg': '7d2b60ae6f13bf30f422e04df87451081a02c83de469056f25afb44b7000c691',
  'demo/sample3.jpg': '8eb081c9efb14370fa94d9feab9e5fbeafd19a627491853a80c2bf67f7ffa936',
  'demo/sample4.jpg': '729efa5923061d40eb4ed5f267a18cc7b8ba6f852bb2757b16d8b7e4937476fc',
  'demo/sample5.jpg': '6d45095ebb182d8f975c0790e0e4eefd86fbb40609cf4b271776d92e12662938',
  'demo/sample6.jpg': '9baad80f9d5e306fb9b8c0913d44445f1e95848df317530efb03d0934c57ba87',
};

/**
 * Put the sample photos of adults into a folder; those that are there already are kept.
 *
 * They come out of the npm package that the models come from, which npm has in its cache since the models were
 * installed, and are checked like the models. They are not part of Homeward.
 *
 * @returns their paths, in order
 * @throws AppError `unavailable` without network when npm's cache was emptied
 */
export async function placeSamplePhotos(folder: string): Promise<string[]> {
  const wanted = Object.entries(PHOTOS).map(([path, sha256]) => ({ path, sha256, file: join(folder, basename(path)) }));
  const there = await Promise.all(wanted.map(({ file, sha256 }) => isThere(file, sha256)));
  if (there.includes(false)) {
    const files = wanted.map(({ path, sha256 }) => ({ path, sha256 }));
    const photos = await fetchSources(await readManifest(), PACKAGE, [{ package: PACKAGE, files, converter: 'onnx' }]);
    await mkdir(folder, { recursive: true });
    await Promise.all(wanted.map(({ path, file }) => writeFile(file, photos.get(path) ?? new Uint8Array())));
  }
  return wanted.map(({ file }) => file);
}

async function isThere(file: string, sha256: string): Promise<boolean> {
  const bytes = await readFile(file).catch(ignoreMissing);
  return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === sha256;
}
