import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { RgbImage } from '../core/face.ts';
import { loadSampleFaces } from '../testing/sample-faces.ts';
import { annotateFaces, type DrawnFace, faceThumbnail } from './annotate.ts';
import { drawNumber } from './digits.ts';
import { createPyramid } from './warp.ts';

const grey: RgbImage = { data: new Uint8Array(400 * 300 * 3).fill(128), width: 400, height: 300 };

const COMPONENTS = { size: 50, sharpness: 50, exposure: 50, contrast: 50, pose: 50, occlusion: 50 };

function face(x: number, y: number, score = 50): DrawnFace {
  const point = (dx: number, dy: number) => ({ x: x + dx, y: y + dy });
  return {
    box: { x, y, width: 80, height: 100 },
    landmarks: [point(25, 40), point(55, 40), point(40, 60), point(30, 80), point(50, 80)],
    quality: { score, components: COMPONENTS, reasons: [] },
  };
}

async function decoded(jpeg: Uint8Array) {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3)];
  return { ...info, at };
}

function isNear(colour: number[], wanted: readonly number[], tolerance = 40): boolean {
  return colour.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) <= tolerance);
}

/** How much bluer than red a pixel is; below 0 it is more orange. */
function blueness([red = 0, , blue = 0]: number[]): number {
  return blue - red;
}

it('draws boxes in the colour-blind safe colours, the chosen face apart', async () => {
  const drawn = await decoded(await annotateFaces(grey, [face(40, 100), face(220, 100)], { chosen: 1 }));
  expect([drawn.width, drawn.height]).toEqual([400, 300]);
  expect(blueness(drawn.at(40, 170))).toBeGreaterThan(60);
  expect(blueness(drawn.at(220, 170))).toBeLessThan(-60);
  expect(isNear(drawn.at(180, 20), [128, 128, 128], 5)).toBe(true);
});

it('shows the quality as the filled part of a bar below the box', async () => {
  for (const score of [0, 30, 100]) {
    const drawn = await decoded(await annotateFaces(grey, [face(100, 100, score)]));
    const bar = Array.from({ length: 76 }, (_, index) => drawn.at(102 + index, 205));
    const filled = bar.filter((colour) => (colour[2] ?? 0) > 120).length;
    expect(Math.abs(filled / bar.length - score / 100)).toBeLessThan(0.06);
  }
});

it('numbers every face, with a different drawing for each digit', async () => {
  const drawings = Array.from({ length: 10 }, (_, digit) => drawNumber(digit, { x: 0, y: 0, height: 12 }, '#fff'));
  expect(new Set(drawings).size).toBe(10);
  const crowd = Array.from({ length: 12 }, (_, index) => face((index % 4) * 95, Math.floor(index / 4) * 95));
  const [one, many] = [await annotateFaces(grey, crowd.slice(0, 1)), await annotateFaces(grey, crowd)];
  const plate = await decoded(one);
  const white = Array.from({ length: 60 * 40 }, (_, index) => plate.at(index % 60, Math.floor(index / 60))).filter(
    (colour) => colour.every((value) => value > 200),
  );
  expect(white.length).toBeGreaterThan(8);
  expect((await decoded(many)).width).toBe(400);
});

it('shrinks big photos, draws at their scale, and copes with boxes over the border and none at all', async () => {
  const small = await decoded(await annotateFaces(grey, [face(40, 100)], { maxSide: 200 }));
  expect([small.width, small.height]).toEqual([200, 150]);
  expect(blueness(small.at(20, 85))).toBeGreaterThan(60);
  await expect(annotateFaces(grey, [face(-50, -60), face(380, 290)])).resolves.toBeDefined();
  await expect(annotateFaces(grey, [])).resolves.toBeDefined();
});

it('writes no metadata', async () => {
  const { exif, icc, xmp } = await sharp(await annotateFaces(grey, [face(40, 100)])).metadata();
  expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined]);
});

it('cuts a thumbnail out with the eyes level, always at the same place and size', async () => {
  for (const { image, landmarks } of (await loadSampleFaces()).slice(0, 3)) {
    const upright = await decoded(await faceThumbnail(createPyramid(image), landmarks, 120));
    expect([upright.width, upright.height]).toEqual([120, 120]);
    // The same photo turned upside down gives the same thumbnail.
    const { data } = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
      .rotate(180)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const turn = ({ x, y }: { x: number; y: number }) => ({ x: image.width - x, y: image.height - y });
    const [a, b, c, d, e] = landmarks;
    const again = await decoded(
      await faceThumbnail(createPyramid({ ...image, data }), [turn(a), turn(b), turn(c), turn(d), turn(e)], 120),
    );
    for (const [x, y] of [
      [42, 53],
      [78, 53],
      [60, 75],
    ] as const)
      expect(isNear(again.at(x, y), upright.at(x, y), 12)).toBe(true);
  }
});
