import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '../core/geometry.ts';
import { openTestModels } from '../testing/models.ts';
import { decodePhoto } from './decode.ts';
import { isSameFace } from './detect/nms.ts';
import { DETECTOR_NAMES, type DetectorName, detectFaces } from './detect.ts';
import { createNetworks, type Networks, networkFiles } from './networks.ts';
import { createPyramid, type Pyramid } from './warp.ts';

/** The faces of two sample photos of @vladmandic/face-api, marked by eye: centre and side in pixels. */
const PEOPLE: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  'sample3.jpg': [
    [684, 464, 235],
    [1599, 432, 225],
    [1185, 364, 259],
  ],
  'sample5.jpg': [
    [865, 215, 184],
    [1192, 316, 197],
    [1488, 525, 218],
    [681, 539, 207],
    [463, 1009, 236],
  ],
};

/** Of these eight faces, how many each detector finds at least, and how many boxes on nothing it may add. */
const WANTED: Readonly<Record<DetectorName, { found: number; other: number }>> = {
  cascade: { found: 8, other: 0 },
  blazeface: { found: 8, other: 0 },
  rfb: { found: 8, other: 0 },
  mtcnn: { found: 8, other: 0 },
  ssd: { found: 8, other: 0 },
  haar: { found: 5, other: 6 },
};

let networks: Networks;
const photos = new Map<string, Pyramid>();
beforeAll(async () => {
  networks = createNetworks(networkFiles(await openTestModels()));
  const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
  for (const name of Object.keys(PEOPLE))
    photos.set(name, createPyramid((await decodePhoto(await readFile(join(folder, name)))).image));
});
afterAll(() => networks.close());

function boxesOf(name: string): Box[] {
  return (PEOPLE[name] ?? []).map(([x, y, side]) => ({ x: x - side / 2, y: y - side / 2, width: side, height: side }));
}

describe.each(DETECTOR_NAMES)('%s', (detector) => {
  it('finds the faces of a group, with scores from 0 to 1, best first', async () => {
    let [found, other] = [0, 0];
    for (const [name, photo] of photos) {
      const faces = await detectFaces(networks, photo, { detector });
      const scores = faces.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((first, second) => second - first));
      expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
      const people = boxesOf(name);
      found += people.filter((person) => faces.some(({ box }) => isSameFace(box, person, 0.3))).length;
      other += faces.filter(({ box }) => !people.some((person) => isSameFace(box, person, 0.3))).length;
    }
    expect(found).toBeGreaterThanOrEqual(WANTED[detector].found);
    expect(other).toBeLessThanOrEqual(WANTED[detector].other);
  });

  it('finds nothing in nothing', async () => {
    const nothing = { data: new Uint8Array(320 * 240 * 3).fill(128), width: 320, height: 240 };
    expect(await detectFaces(networks, createPyramid(nothing), { detector })).toEqual([]);
  });

  it('does not stumble over a photo of few pixels', async () => {
    const few = { data: new Uint8Array(3 * 2 * 3).fill(200), width: 3, height: 2 };
    expect(await detectFaces(networks, createPyramid(few), { detector })).toEqual([]);
  });
});

it('names the detectors that found a face', async () => {
  const [photo] = photos.values();
  const faces = photo ? await detectFaces(networks, photo) : [];
  for (const { detectors } of faces) expect([...detectors].sort()).toEqual(['blazeface', 'rfb']);
});
