import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FivePoints, RgbImage } from '../core/face.ts';
import type { Box, Point } from '../core/geometry.ts';
import { decodePhoto } from '../face/decode.ts';

/** A face of a sample photo with box and landmarks (found by RFB and fr_landmark), as degradations for tests need it. */
export interface SampleFace {
  readonly name: string;
  readonly image: RgbImage;
  readonly box: Box;
  readonly landmarks: FivePoints;
}

type Row = readonly [photo: string, box: readonly [number, number, number, number], points: readonly number[]];

/** Adults from the sample photos of @vladmandic/face-api; computer-generated children from samples/. */
const ROWS: readonly Row[] = [
  ['sample3.jpg', [588, 327, 204, 281], [629, 433, 721, 433, 662, 483, 639, 533, 712, 535]],
  ['sample3.jpg', [1504, 301, 181, 264], [1563, 412, 1651, 402, 1622, 466, 1567, 505, 1654, 497]],
  ['sample5.jpg', [1117, 210, 157, 217], [1153, 296, 1225, 296, 1180, 323, 1151, 373, 1218, 376]],
  ['sample5.jpg', [796, 119, 157, 206], [849, 193, 917, 206, 887, 237, 844, 277, 902, 286]],
  ['samples/children/i01/A.jpg', [139, 130, 199, 225], [198, 218, 280, 218, 241, 258, 205, 301, 274, 302]],
  ['samples/children/i05/A.jpg', [119, 112, 196, 246], [156, 216, 239, 217, 188, 265, 163, 298, 233, 300]],
  ['samples/children/i09/A.jpg', [155, 128, 198, 221], [225, 218, 309, 217, 277, 246, 233, 290, 303, 289]],
];

/** Cut the sample faces out of their photos, each with half a box of surroundings. */
export function loadSampleFaces(): Promise<SampleFace[]> {
  return Promise.all(ROWS.map(loadFace));
}

async function loadFace([photo, [x, y, width, height], numbers]: Row): Promise<SampleFace> {
  const adults = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
  const file = photo.startsWith('samples/') ? new URL(`../../${photo}`, import.meta.url) : join(adults, photo);
  const { image } = await decodePhoto(await readFile(file));
  const left = Math.max(0, x - Math.round(width / 2));
  const top = Math.max(0, y - Math.round(height / 2));
  const size = { width: Math.min(image.width - left, width * 2), height: Math.min(image.height - top, height * 2) };
  const point = (index: number): Point => ({ x: (numbers[index] ?? 0) - left, y: (numbers[index + 1] ?? 0) - top });
  return {
    name: photo,
    image: cut(image, { x: left, y: top, ...size }),
    box: { x: x - left, y: y - top, width, height },
    landmarks: [point(0), point(2), point(4), point(6), point(8)],
  };
}

function cut(image: RgbImage, { x, y, width, height }: Box): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = 3 * ((y + row) * image.width + x);
    data.set(image.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { data, width, height };
}
