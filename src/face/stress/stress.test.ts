import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { FivePoints, RgbImage } from '../../core/face.ts';
import { type FacePlace, faceFrame } from './occlusion.ts';
import { findStress, STRESSES } from './stress.ts';

const photo = await read('samples/children/i01/A.jpg');
const face: FacePlace = { box: { x: 120, y: 95, width: 240, height: 290 } };

async function read(path: string): Promise<RgbImage> {
  const { data, info } = await sharp(readFileSync(path)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** Mean of |a − b| over the pixels for which `where` holds. */
function difference(first: RgbImage, second: RgbImage, where = (_x: number, _y: number) => true): number {
  let sum = 0;
  let count = 0;
  first.data.forEach((value, at) => {
    const pixel = Math.floor(at / 3);
    if (!where(pixel % first.width, Math.floor(pixel / first.width))) return;
    sum += Math.abs(value - (second.data[at] ?? 0));
    count++;
  });
  return sum / count;
}

const mean = ({ data }: RgbImage) => data.reduce((sum, value) => sum + value, 0) / data.length;
const apply = (name: string, image = photo, place = face, seed = 1) => findStress(name).apply(image, place, seed);

describe('every condition', () => {
  it.each(STRESSES)(
    '$name keeps the size, changes the photo, leaves the original alone, repeats itself',
    async (stress) => {
      const before = photo.data.slice();
      const first = await stress.apply(photo, face, 7);
      expect([first.width, first.height, first.data.length]).toEqual([photo.width, photo.height, photo.data.length]);
      expect(difference(first, photo)).toBeGreaterThan(0.2);
      expect(photo.data).toEqual(before);
      expect(await stress.apply(photo, face, 7)).toEqual(first);
    },
  );

  it.each(['blur', 'noise', 'low-light', 'jpeg', 'resolution', 'mask', 'glasses'])(
    '%s gets worse by degrees',
    async (name) => {
      const [mild, medium, severe] = await Promise.all(
        [1, 2, 3].map(async (degree) => difference(await apply(`${name}-${degree}`), photo)),
      );
      expect(medium).toBeGreaterThan(mild ?? Number.NaN);
      expect(severe).toBeGreaterThan(medium ?? Number.NaN);
    },
  );

  it('has names of its own, and refuses others', () => {
    expect(new Set(STRESSES.map(({ name }) => name)).size).toBe(STRESSES.length);
    expect(new Set(STRESSES.map(({ label }) => label)).size).toBe(STRESSES.length);
    expect(() => findStress('fog-1')).toThrow('There is no stress condition «fog-1». Choose of: blur-1');
  });
});

describe('light and noise', () => {
  const grey: RgbImage = { data: new Uint8Array(3 * 200 * 200).fill(128), width: 200, height: 200 };
  const deviation = ({ data }: RgbImage) => {
    const middle = data.reduce((sum, value) => sum + value, 0) / data.length;
    return Math.sqrt(data.reduce((sum, value) => sum + (value - middle) ** 2, 0) / data.length);
  };

  it('adds noise of the deviation named, around the same mean', async () => {
    const noisy = await apply('noise-2', grey);
    expect(mean(noisy)).toBeCloseTo(128, 0);
    expect(deviation(noisy)).toBeCloseTo(25, 0);
    expect(await apply('noise-2', grey, face, 2)).not.toEqual(noisy);
  });

  it('takes light in linear light, two stops to a quarter', async () => {
    // 128 is 0.2159 of linear light; a quarter of it, 0.0540, is 65.7 in sRGB.
    expect(mean(await apply('low-light-1', grey))).toBeCloseTo(65.7, 0);
  });
});

describe('geometry', () => {
  it('mirrors, and twice mirrored is the photo', async () => {
    expect(await apply('flip-1', await apply('flip-1'))).toEqual(photo);
  });

  it('turned upside down twice is the photo', async () => {
    expect(await apply('flip-2', await apply('flip-2'))).toEqual(photo);
  });

  it('turns clockwise around the face: what was above it is then to its right', async () => {
    const data = new Uint8Array(3 * 101 * 101);
    data.fill(255, 3 * (101 * 20 + 50), 3 * (101 * 20 + 51));
    const dot: RgbImage = { data, width: 101, height: 101 };
    const turned = await apply('rotation-3', dot, { box: { x: 40.5, y: 40.5, width: 20, height: 20 } });
    const place = turned.data.findIndex((value) => value > 200) / 3;
    expect([Math.floor(place) % 101, Math.floor(place / 101)]).toEqual([80, 50]);
  });

  it('counts blur in widths of the face', async () => {
    const near = await apply('blur-2', photo, face);
    const far = await apply('blur-2', photo, { box: { ...face.box, width: face.box.width / 8 } });
    expect(difference(near, photo)).toBeGreaterThan(2 * difference(far, photo));
  });

  it('does not reduce a face that is small already', async () => {
    expect(await apply('resolution-1', photo, { box: { x: 0, y: 0, width: 60, height: 60 } })).toEqual(photo);
  });
});

describe('things on faces', () => {
  it('draws a mask over the lower face only, sunglasses over the eyes only', async () => {
    const above = (_: number, y: number) => y < 190;
    const eyes = (x: number, y: number) => y > 180 && y < 240 && x > 150 && x < 330;
    const mouth = (x: number, y: number) => y > 300 && y < 360 && x > 190 && x < 290;
    const mask = await apply('mask-3');
    expect(difference(mask, photo, above)).toBe(0);
    expect(difference(mask, photo, mouth)).toBeGreaterThan(20);
    const shades = await apply('glasses-3');
    expect(difference(shades, photo, mouth)).toBe(0);
    expect(difference(shades, photo, eyes)).toBeGreaterThan(40);
  });

  it('turns with the eyes', () => {
    const landmarks: FivePoints = [
      { x: 100, y: 100 },
      { x: 100, y: 180 },
      { x: 60, y: 140 },
      { x: 30, y: 110 },
      { x: 30, y: 170 },
    ];
    const { a, b, tx, ty } = faceFrame({ ...face, landmarks });
    [a, b, tx, ty].forEach((value, index) => {
      expect(value).toBeCloseTo([0, 80, 100, 140][index] ?? Number.NaN, 9);
    });
  });

  it('takes typical places when both eyes are said to be in one', () => {
    const point = { x: 5, y: 5 };
    expect(faceFrame({ ...face, landmarks: [point, point, point, point, point] })).toEqual(faceFrame(face));
  });
});
