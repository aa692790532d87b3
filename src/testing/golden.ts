import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import type { RgbImage } from '../core/face.ts';
import type { NetworkInput } from '../face/models.ts';

/**
 * [Note: Golden vectors]
 *
 * What the library that a network comes from gives for a known input, kept in `src/face/convert/golden/<model>.golden.json`.
 * Inputs are made anew wherever they are needed: a crop of a sample photo of face-api (adults; the photo is in the npm
 * package, not in this repository), reduced by taking the nearest pixel so that no library's resizing is in it, and a
 * synthetic picture from a seed. Both are 8-bit pictures: the normalisation that models/manifest.json states is tested too.
 */
export const GoldenInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('photo'),
    file: z.string(),
    crop: z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }),
  }),
  z.strictObject({ kind: z.literal('synthetic'), seed: z.int() }),
]);
export type GoldenInput = z.infer<typeof GoldenInput>;

/** One output: some of its numbers (every `step`th), and what the rest must agree with. */
export const GoldenOutput = z.strictObject({
  count: z.int(),
  step: z.int(),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
  values: z.array(z.number()),
});
export type GoldenOutput = z.infer<typeof GoldenOutput>;

export const Golden = z.strictObject({
  model: z.string(),
  madeWith: z.string(),
  width: z.int(),
  height: z.int(),
  cases: z.array(
    z.strictObject({ input: GoldenInput, sha256: z.string(), outputs: z.record(z.string(), GoldenOutput) }),
  ),
});
export type Golden = z.infer<typeof Golden>;

/** Numbers kept of an output longer than an embedding. */
const SAMPLES = 200;
const LONGEST_WHOLE = 512;

export async function readGolden(model: string): Promise<Golden> {
  return Golden.parse(JSON.parse(await readFile(goldenPath(model), 'utf8')));
}

export async function writeGolden(golden: Golden): Promise<void> {
  await writeFile(goldenPath(golden.model), `${JSON.stringify(Golden.parse(golden))}\n`);
}

/** The picture that a golden case was made from, 8-bit RGB. */
export async function goldenImage(input: GoldenInput, width: number, height: number): Promise<RgbImage> {
  return input.kind === 'photo'
    ? nearestPixels(await samplePhoto(input.file), input.crop, { width, height })
    : syntheticImage(input.seed, width, height);
}

export function imageDigest(image: RgbImage): string {
  return createHash('sha256').update(image.data).digest('hex');
}

/** A picture as numbers for a network: n = 1, channel × row × column. */
export function networkPixels(image: RgbImage, input: NetworkInput): Float32Array {
  const size = image.width * image.height;
  const planes = input.colour === 'grey' ? 1 : 3;
  const result = new Float32Array(planes * size);
  for (let plane = 0; plane < planes; plane++)
    for (let pixel = 0; pixel < size; pixel++) {
      const value = planes === 1 ? luminance(image, pixel) : (image.data[pixel * 3 + channelOf(plane, input)] ?? 0);
      result[plane * size + pixel] = (value - (input.mean[plane] ?? 0)) / input.scale;
    }
  return result;
}

/** What is kept of an output. */
export function goldenOutput(values: Float32Array): GoldenOutput {
  // An odd step meets every coordinate of boxes and every class of scores.
  const step = values.length <= LONGEST_WHOLE ? 1 : Math.floor(values.length / SAMPLES) | 1;
  const kept = values.filter((_, index) => index % step === 0);
  return { count: values.length, step, ...extremes(values), values: Array.from(kept, short) };
}

/** Mean, smallest and largest of all numbers of an output. */
export function extremes(values: Float32Array): { mean: number; min: number; max: number } {
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { mean: short(sum / values.length), min: short(min), max: short(max) };
}

function goldenPath(model: string): URL {
  return new URL(`../face/convert/golden/${model}.golden.json`, import.meta.url);
}

/** A sample photo of adults from the npm package @vladmandic/face-api. */
async function samplePhoto(file: string): Promise<RgbImage> {
  const folder = dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'));
  const decoded = sharp(join(folder, 'demo', file))
    .removeAlpha()
    .toColourspace('srgb')
    .raw();
  const { data, info } = await decoded.toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

function nearestPixels(
  image: RgbImage,
  crop: { x: number; y: number; width: number; height: number },
  size: { width: number; height: number },
): RgbImage {
  const data = new Uint8Array(size.width * size.height * 3);
  for (let row = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++) {
      const x = crop.x + Math.floor(((column + 0.5) * crop.width) / size.width);
      const y = crop.y + Math.floor(((row + 0.5) * crop.height) / size.height);
      const from = (y * image.width + x) * 3;
      data.set(image.data.subarray(from, from + 3), (row * size.width + column) * 3);
    }
  return { data, ...size };
}

/** Soft blobs of colour with noise on them, the same on every machine. */
export function syntheticImage(seed: number, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let state = seed >>> 0;
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const pixel = Math.floor(index / 3);
    const ramp = ((pixel % width) * 97 + Math.floor(pixel / width) * 61 + (index % 3) * 5003) % 256;
    data[index] = (ramp + (state >>> 24)) >> 1;
  }
  return { data, width, height };
}

function channelOf(plane: number, input: NetworkInput): number {
  return input.colour === 'bgr' ? 2 - plane : plane;
}

function luminance(image: RgbImage, pixel: number): number {
  const [red = 0, green = 0, blue = 0] = image.data.subarray(pixel * 3, pixel * 3 + 3);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** Seven significant digits: all that float32 has. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}
