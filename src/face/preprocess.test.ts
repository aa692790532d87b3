import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../core/face.ts';
import { meanDifference, seededRandom, testPicture } from '../testing/images.ts';
import { denoise, equaliseContrast, hasPoorTones, normaliseBrightness } from './preprocess.ts';

const picture = testPicture(120, 90);

function toned(image: RgbImage, gain: number, offset: number): RgbImage {
  return { ...image, data: image.data.map((value) => Math.round(value * gain + offset)) };
}

function meanOf(image: RgbImage): number {
  return image.data.reduce((sum, value) => sum + value, 0) / image.data.length;
}

describe('normaliseBrightness', () => {
  it('gives dark and hazy copies the tones of the original again', () => {
    const original = normaliseBrightness(picture);
    for (const [gain, offset] of [
      [0.2, 0],
      [0.2, 100],
      [0.5, 120],
    ] as const) {
      const mended = normaliseBrightness(toned(picture, gain, offset));
      expect(meanDifference(mended, original)).toBeLessThan(4);
    }
  });

  it('keeps the order of tones, whatever the image', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 300 }), (values) => {
        const data = values.subarray(0, values.length - (values.length % 3));
        const result = normaliseBrightness({ data, width: data.length / 3, height: 1 });
        const pairs = [...data].map((value, index) => [value, result.data[index] ?? 0] as const);
        pairs.sort(([first], [second]) => first - second);
        pairs.forEach(([, mapped], index) => {
          expect(mapped).toBeGreaterThanOrEqual(pairs[index - 1]?.[1] ?? 0);
        });
      }),
    );
  });
});

describe('hasPoorTones', () => {
  it('tells dark and hazy images from good ones', () => {
    expect(hasPoorTones(picture)).toBe(false);
    expect(hasPoorTones(toned(picture, 0.25, 0))).toBe(true);
    expect(hasPoorTones(toned(picture, 0.25, 150))).toBe(true);
  });
});

describe('equaliseContrast', () => {
  it('widens small differences of light and keeps size and colour differences', async () => {
    const flat = toned(picture, 0.1, 100);
    const result = await equaliseContrast(flat);
    expect([result.width, result.height, result.data.length]).toEqual([120, 90, flat.data.length]);
    const spread = ({ data }: RgbImage) => Math.max(...data) - Math.min(...data);
    expect(spread(result)).toBeGreaterThan(1.5 * spread(flat));
    for (let at = 0; at < 3000; at += 3) {
      const before = (flat.data[at] ?? 0) - (flat.data[at + 1] ?? 0);
      const after = (result.data[at] ?? 0) - (result.data[at + 1] ?? 0);
      expect(after).toBe(before);
    }
  });
});

describe('denoise', () => {
  it('takes dead pixels out and leaves the rest', async () => {
    const random = seededRandom(3);
    const dotted = { ...picture, data: picture.data.slice() };
    for (let pixel = 0; pixel < 400; pixel++) {
      const at = 3 * Math.floor(random() * 120 * 90);
      dotted.data.fill(random() < 0.5 ? 0 : 255, at, at + 3);
    }
    const result = await denoise(dotted);
    expect(meanDifference(dotted, picture)).toBeGreaterThan(3);
    expect(meanDifference(result, picture)).toBeLessThan(0.5);
    expect(meanOf(result)).toBeCloseTo(meanOf(picture), 0);
  });
});

it('no step breaks on the smallest images', async () => {
  for (const [width, height] of [
    [1, 1],
    [2, 1],
    [1, 9],
  ] as const) {
    const tiny = testPicture(width, height);
    for (const result of [await denoise(tiny), await equaliseContrast(tiny), normaliseBrightness(tiny)])
      expect(result).toMatchObject({ width, height });
    expect(hasPoorTones(tiny)).toBe(true);
  }
});
