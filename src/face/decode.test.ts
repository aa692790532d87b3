import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import type { RgbImage } from '../core/face.ts';
import { bombPng, encode, heicFixture, meanDifference, mutate, seededRandom, testPicture } from '../testing/images.ts';
import { decodePhoto } from './decode.ts';

const picture = testPicture();

/** Where pixel (x, y) of the upright image lies in the stored one, by EXIF orientation (TIFF 6.0, tag 274). */
const STORED: Readonly<Record<number, (x: number, y: number, stored: RgbImage) => readonly [number, number]>> = {
  1: (x, y) => [x, y],
  2: (x, y, { width }) => [width - 1 - x, y],
  3: (x, y, { width, height }) => [width - 1 - x, height - 1 - y],
  4: (x, y, { height }) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, { height }) => [y, height - 1 - x],
  7: (x, y, { width, height }) => [width - 1 - y, height - 1 - x],
  8: (x, y, { width }) => [width - 1 - y, x],
};

function upright(stored: RgbImage, orientation: number): RgbImage {
  const isTurned = orientation >= 5;
  const width = isTurned ? stored.height : stored.width;
  const height = isTurned ? stored.width : stored.height;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [sx, sy] = STORED[orientation]?.(x, y, stored) ?? [0, 0];
      const from = 3 * (sy * stored.width + sx);
      data.set(stored.data.subarray(from, from + 3), 3 * (y * width + x));
    }
  return { data, width, height };
}

async function refusal(bytes: Uint8Array, limits = {}): Promise<AppError> {
  const error = await decodePhoto(bytes, limits).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(AppError);
  if (!(error instanceof AppError)) throw error;
  return error;
}

describe('decodePhoto reads', () => {
  it.each([
    ['image/png', () => encode(picture).png().toBuffer(), 0],
    ['image/jpeg', () => encode(picture).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(), 3],
    ['image/webp', () => encode(picture).webp({ lossless: true }).toBuffer(), 0],
    ['image/avif', () => encode(picture).avif({ quality: 90 }).toBuffer(), 3],
  ] as const)('%s', async (mediaType, make, tolerance) => {
    const photo = await decodePhoto(await make());
    expect(photo).toMatchObject({ mediaType, capturedAt: null, place: null, warnings: [] });
    expect(meanDifference(photo.image, picture)).toBeLessThanOrEqual(tolerance);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i, applied once', async (orientation) => {
    const bytes = await encode(picture).withMetadata({ orientation }).png().toBuffer();
    const { image } = await decodePhoto(bytes);
    expect(meanDifference(image, upright(picture, orientation))).toBe(0);
  });

  it('a HEIC photo with its Display P3 colours, time and place', async () => {
    const bytes = await heicFixture('portrait');
    const photo = await decodePhoto(bytes);
    expect(photo).toMatchObject({ mediaType: 'image/heic', capturedAt: new Date('2021-06-12T15:04:05+02:00') });
    expect(photo.place?.latitude).toBeCloseTo(48.2083, 3);
    expect(photo.place?.longitude).toBeCloseTo(16.3667, 3);
    expect([photo.image.width, photo.image.height]).toEqual([240, 240]);
    const source = sharp('samples/children/i01/A.jpg').resize(240).raw();
    const original = { ...photo.image, data: new Uint8Array(await source.toBuffer()) };
    expect(meanDifference(photo.image, original)).toBeLessThan(3);
  });

  it('a HEIC photo that states its rotation twice, turned once', async () => {
    const { image } = await decodePhoto(await heicFixture('rotated'));
    const source = sharp('samples/children/i01/A.jpg').extract({ left: 90, top: 0, width: 300, height: 400 });
    const scaled = await sharp(await source.png().toBuffer())
      .resize(180, 240)
      .raw()
      .toBuffer();
    expect(meanDifference(image, { data: scaled, width: 180, height: 240 })).toBeLessThan(4);
  });

  it('any depth and any number of channels as 8-bit RGB', async () => {
    const grey = await encode(picture).greyscale().png().toBuffer();
    const deep = await encode(picture).toColourspace('rgb16').png().toBuffer();
    const palette = await encode(picture).png({ palette: true, colours: 256 }).toBuffer();
    const print = await encode(picture).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    const [fromGrey, fromDeep, fromPalette, fromPrint] = await Promise.all(
      [grey, deep, palette, print].map(async (bytes) => (await decodePhoto(bytes)).image),
    );
    if (!fromGrey || !fromDeep || !fromPalette || !fromPrint) throw new RangeError('missing');
    for (let at = 0; at < fromGrey.data.length; at += 3) expect(fromGrey.data[at]).toBe(fromGrey.data[at + 2]);
    expect(meanDifference(fromDeep, picture)).toBeLessThanOrEqual(1);
    expect(meanDifference(fromPalette, picture)).toBeLessThan(4);
    expect(meanDifference(fromPrint, picture)).toBeLessThan(20);
  });

  it('transparent pixels as grey', async () => {
    const bytes = await encode(picture).ensureAlpha(0).png().toBuffer();
    const { image } = await decodePhoto(bytes);
    expect(new Set(image.data)).toEqual(new Set([128]));
  });

  it('the colours of a profile as sRGB', async () => {
    const bytes = await encode(picture).withIccProfile('p3').png().toBuffer();
    const stored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    const { image } = await decodePhoto(bytes);
    expect(meanDifference({ ...picture, data: stored }, picture)).toBeGreaterThan(4);
    expect(meanDifference(image, picture)).toBeLessThan(2);
  });

  it('the first frame of an animation', async () => {
    const frames = [encode(picture), encode(upright(picture, 3))].map((frame) => frame.png().toBuffer());
    const bytes = await sharp(await Promise.all(frames), { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer();
    expect(meanDifference((await decodePhoto(bytes)).image, picture)).toBe(0);
  });

  it('a JPEG with another file behind it, and names it by the hash of all bytes', async () => {
    const jpeg = await encode(picture).jpeg().toBuffer();
    const bytes = Buffer.concat([jpeg, Buffer.from('PK\x03\x04<html><script>alert(1)</script>')]);
    const photo = await decodePhoto(bytes);
    expect(photo.mediaType).toBe('image/jpeg');
    expect(photo.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('what arrived of a JPEG or PNG that was cut off, with a warning', async () => {
    const big = testPicture(320, 320);
    for (const whole of [await encode(big).jpeg().toBuffer(), await encode(big).png().toBuffer()]) {
      const photo = await decodePhoto(whole.subarray(0, whole.length * 0.9));
      expect(photo.warnings.join()).toContain('cut off');
      const rows = 100 * 320 * 3;
      const [top, wanted] = [photo.image.data.subarray(0, rows), big.data.subarray(0, rows)];
      const size = { width: 320, height: 100 };
      expect(meanDifference({ data: top, ...size }, { data: wanted, ...size })).toBeLessThan(4);
    }
  });
});

describe('decodePhoto refuses', () => {
  it.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj'), 'a PDF'],
    ['a web page', Buffer.from('<!DOCTYPE html><html><body><img src="x"></body></html>'), 'web page'],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'drawing'],
    ['a drawing with its declaration', Buffer.from('<?xml version="1.0"?><svg><!DOCTYPE x></svg>'), 'drawing'],
    ['a BMP', Buffer.concat([Buffer.from('BM'), Buffer.alloc(100)]), 'BMP'],
    ['a ZIP', Buffer.from('PK\x03\x04\x14\0\0\0\0\0'), 'ZIP'],
    ['a video', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), 'video'],
    ['text', Buffer.from('just some words that say nothing'), 'unknown kind'],
    ['the head of a ZIP that is cut', Buffer.from('PK'), 'unknown kind'],
  ])('%s', async (_, bytes, words) => {
    const error = await refusal(bytes);
    expect(error.code).toBe('unsupported-media');
    expect(error.message).toContain(words);
  });

  it.each(['gif', 'tiff'] as const)('a %s', async (format) => {
    const error = await refusal(await encode(picture).toFormat(format).toBuffer());
    expect(error.code).toBe('unsupported-media');
    expect(error.message).toMatch(/Send the photo as JPEG/);
  });

  it('a bomb of 900 megapixels without unpacking it', async () => {
    const bomb = bombPng(30_000);
    expect(bomb.length).toBeLessThan(150_000);
    const before = process.memoryUsage().rss;
    const error = await refusal(bomb);
    expect(error).toMatchObject({ code: 'invalid' });
    expect(error.message).toContain('megapixels');
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it('more bytes or pixels than allowed, HEIC too', async () => {
    const png = await encode(picture).png().toBuffer();
    expect((await refusal(png, { maxBytes: png.length - 1 })).message).toContain('MB');
    expect((await refusal(png, { maxPixels: 48 * 32 - 1 })).message).toContain('megapixels');
    expect((await refusal(await heicFixture('portrait'), { maxPixels: 240 * 239 })).message).toContain('megapixels');
    await expect(decodePhoto(png, { maxPixels: 48 * 32 })).resolves.toBeDefined();
  });

  it('a file of which too little arrived', async () => {
    const big = testPicture(320, 320);
    const files = [
      await encode(big).jpeg().toBuffer(),
      await encode(big).png().toBuffer(),
      await encode(big).webp().toBuffer(),
      await encode(big).avif().toBuffer(),
      await heicFixture('portrait'),
    ];
    for (const whole of files) {
      const error = await refusal(whole.subarray(0, whole.length * 0.15));
      expect(error.code).toBe('invalid');
      expect(error.message).toMatch(/damaged or cut off/);
    }
  });
});

it('answers 240 hostile files with a photo or a refusal, in bounded time and memory', async () => {
  const random = seededRandom(20_240_917);
  const small = encode(testPicture(96, 64)).withExif({ IFD2: { DateTimeOriginal: '2021:06:12 15:04:05' } });
  const cheap = await Promise.all([
    small.clone().jpeg().toBuffer(),
    small.clone().jpeg({ progressive: true }).toBuffer(),
    small.clone().png().toBuffer(),
    small.clone().webp().toBuffer(),
    small.clone().avif().toBuffer(),
  ]);
  const heic = await Promise.all([heicFixture('portrait'), heicFixture('rotated')]);
  const hostile = [
    ...cheap.flatMap((sound) => Array.from({ length: 42 }, () => mutate(sound, random))),
    ...heic.flatMap((sound) => Array.from({ length: 15 }, () => mutate(sound, random))),
  ];
  expect(hostile).toHaveLength(240);

  const before = process.memoryUsage().rss;
  const start = performance.now();
  const outcomes = { photo: 0, invalid: 0, 'unsupported-media': 0 };
  for (const bytes of hostile) {
    try {
      const { image } = await decodePhoto(bytes, { maxPixels: 20e6 });
      expect(image.data).toHaveLength(image.width * image.height * 3);
      outcomes.photo++;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code !== 'invalid' && error.code !== 'unsupported-media') throw error;
      outcomes[error.code]++;
    }
  }
  expect(outcomes.photo).toBeGreaterThan(20);
  expect(outcomes.invalid).toBeGreaterThan(20);
  expect(outcomes['unsupported-media']).toBeGreaterThan(5);
  expect(performance.now() - start).toBeLessThan(90_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
});
