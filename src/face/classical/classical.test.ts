import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../core/face.ts';
import { dot } from '../../core/vector.ts';
import { chiSquare } from '../../evaluation/methods/lbp.ts';
import { STRESSES } from '../stress/stress.ts';
import { createPyramid } from '../warp.ts';
import golden from './classical.golden.json' with { type: 'json' };
import { CLASSICAL_MODELS, classicalOf, extractClassical } from './classical.ts';
import { equaliseHistogram, type GreyImage, greyFaceCrop, toGrey } from './grey-crop.ts';
import { hogFeatures } from './hog.ts';
import { lbpCodes, lbpHistogram } from './lbp.ts';
import { denseSift } from './sift.ts';

const face = { x: 120, y: 95, width: 240, height: 290 };
const same = await read('samples/children/i01/A.jpg');

async function read(path: string): Promise<RgbImage> {
  const { data, info } = await sharp(readFileSync(path)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** A picture of a formula. */
function drawn(size: number, level: (x: number, y: number) => number): GreyImage {
  const data = Uint8Array.from({ length: size * size }, (_, pixel) => level(pixel % size, Math.floor(pixel / size)));
  return { data, width: size, height: size };
}

/**
 * The picture that the golden numbers were made from: smooth waves, in whole grey levels.
 *
 * classical.golden.json: scikit-image's local_binary_pattern(8, 2); OpenCV's HOGDescriptor((80, 80), (16, 16), (8, 8),
 * (8, 8), 9, winSigma 8) with its blocks and cells put in rows, unit length; OpenCV's SIFT at upright keypoints of
 * size 4.03 in root form, its directions put in our order, unit length.
 */
const waves = (size: number) =>
  drawn(size, (x, y) => Math.round(128 + 60 * Math.sin(x / 5 + y / 9) + 50 * Math.sin(x / 13 - y / 4)));

describe('all features', () => {
  const features = extractClassical(createPyramid(same), face);

  it('are unit vectors of the stated lengths with the stated versions', () => {
    expect(features.map(({ model, version }) => ({ id: model, version }))).toEqual(CLASSICAL_MODELS);
    expect(features.map(({ vector }) => vector.length)).toEqual([2891, 2916, 3200]);
    for (const { vector } of features) expect(dot(vector, vector)).toBeCloseTo(1, 5);
    for (const { version } of features) expect(version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('hardly change with brightness and contrast, more with another face', async () => {
    const paler: RgbImage = { ...same, data: same.data.map((value) => Math.round(40 + 0.7 * value)) };
    const other = await read('samples/children/i02/A.jpg');
    const again = extractClassical(createPyramid(paler), face);
    const others = extractClassical(createPyramid(other), face);
    features.forEach(({ vector }, index) => {
      const own = dot(vector, again[index]?.vector ?? vector);
      expect(own).toBeGreaterThan(0.95);
      expect(dot(vector, others[index]?.vector ?? vector)).toBeLessThan(own - 0.03);
    });
  });

  it('suffer from a turned face: nothing is aligned', async () => {
    const turned = await STRESSES.find(({ name }) => name === 'rotation-2')?.apply(same, { box: face }, 1);
    const after = extractClassical(createPyramid(turned ?? same), face);
    features.forEach(({ vector }, index) => {
      expect(dot(vector, after[index]?.vector ?? vector)).toBeLessThan(0.95);
    });
  });

  it('leave out gradients of a flat patch', () => {
    const flat: RgbImage = { data: new Uint8Array(3 * 50 * 50).fill(90), width: 50, height: 50 };
    expect(
      extractClassical(createPyramid(flat), { x: 10, y: 10, width: 20, height: 20 }).map(({ model }) => model),
    ).toEqual(['lbp']);
  });
});

describe('box of another detector', () => {
  const at = (x: number) => ({ box: { ...face, x }, score: 1, detectors: ['haar'] });

  it('is the one that covers the face most', () => {
    const found = [at(face.x + 100), at(face.x + 20), at(face.x - 90)];
    const expected = extractClassical(createPyramid(same), { ...face, x: face.x + 20 });
    expect(classicalOf(createPyramid(same), face, found)).toEqual(expected);
  });

  it('is missing when the detector saw only others, or nobody', () => {
    expect(classicalOf(createPyramid(same), face, [at(face.x + 200)])).toEqual([]);
    expect(classicalOf(createPyramid(same), face, [])).toEqual([]);
  });
});

describe('crop', () => {
  it('equalises as OpenCV does, by hand', () => {
    const image = { data: Uint8Array.of(10, 10, 20, 30), width: 2, height: 2 };
    // cumulated without the darkest: 0, 1, 2 of 2
    expect([...equaliseHistogram(image).data]).toEqual([0, 0, 128, 255]);
    const flat = { data: Uint8Array.of(7, 7), width: 2, height: 1 };
    expect(equaliseHistogram(flat)).toEqual(flat);
  });

  it('weighs colours by luma', () => {
    const colours = { data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255), width: 3, height: 1 };
    expect([...toGrey(colours).data]).toEqual([76, 150, 29]);
  });

  it('widens a narrow box around its middle', () => {
    const pyramid = createPyramid(same);
    expect(greyFaceCrop(pyramid, { x: 150, y: 100, width: 100, height: 200 }, 64)).toEqual(
      greyFaceCrop(pyramid, { x: 100, y: 100, width: 200, height: 200 }, 64),
    );
  });
});

describe('LBP', () => {
  it('sees all neighbours as bright on a flat patch, none under a peak', () => {
    expect([...lbpCodes(drawn(5, () => 9)).codes]).toEqual([255]);
    expect([...lbpCodes(drawn(5, (x, y) => (x === 2 && y === 2 ? 200 : 100))).codes]).toEqual([0]);
  });

  it('sees an edge: bright to the right', () => {
    // Neighbours 0, 1, 7 lie to the right; 2 and 6 are straight above and below, as bright as the centre.
    expect([...lbpCodes(drawn(5, (x) => 10 * x)).codes]).toEqual([0b11000111]);
  });

  it('does not see brightness that rises everywhere', () => {
    const picture = waves(116);
    const lighter = { ...picture, data: picture.data.map((level) => level + 10) };
    expect(lbpHistogram(lighter, 7)).toEqual(lbpHistogram(picture, 7));
  });

  it('agrees with scikit-image', () => {
    const { codes } = lbpCodes(waves(116));
    const differing = golden.lbpCodes.filter((code, index) => code !== codes[index * golden.lbpStep]).length;
    expect(differing / golden.lbpCodes.length).toBeLessThan(0.01); // ties, where rounding decides
  });

  it('holds relative frequencies as square roots', () => {
    const squares = lbpHistogram(waves(116), 7).map((value) => value * value);
    for (let cell = 0; cell < 49; cell++)
      expect(squares.subarray(59 * cell, 59 * (cell + 1)).reduce((sum, value) => sum + value, 0)).toBeCloseTo(
        1 / 49,
        6,
      );
  });
});

describe('χ²', () => {
  const roots = (...frequencies: number[]) => Float32Array.from(frequencies, Math.sqrt);

  it('is by hand', () => {
    expect(chiSquare(roots(0.5, 0.5, 0), roots(0.25, 0.5, 0.25))).toBeCloseTo(0.0625 / 0.75 + 0.25, 6);
  });

  it('is 0 for equal histograms and 2 for those with nothing in common', () => {
    expect(chiSquare(roots(0.3, 0.7), roots(0.3, 0.7))).toBe(0);
    expect(chiSquare(roots(1, 0), roots(0, 1))).toBeCloseTo(2, 6);
  });
});

describe('HOG and SIFT', () => {
  it('agree with OpenCV', () => {
    expect(dot(hogFeatures(waves(80)), Float32Array.from(golden.hog))).toBeGreaterThan(0.99);
    expect(dot(denseSift(waves(96), 5), Float32Array.from(golden.sift))).toBeGreaterThan(0.99);
  });

  it('put an upright edge into the bin of its direction', () => {
    const hog = hogFeatures(drawn(80, (x) => (x < 36 ? 40 : 200)));
    const bins = Array.from({ length: 9 }, (_, bin) =>
      hog.filter((__, at) => at % 9 === bin).reduce((sum, value) => sum + value, 0),
    );
    // 0° lies between the last and the first of the unsigned bins, whose centres are 170° and 10°.
    expect(bins[0]).toBeGreaterThan(0);
    expect(bins[8]).toBeCloseTo(bins[0] ?? Number.NaN, 4);
    expect(bins.slice(1, 8).every((value) => value === 0)).toBe(true);
  });

  it('mirror with the picture', () => {
    const mirrored = (image: GreyImage) =>
      drawn(image.width, (x, y) => image.data[y * image.width + image.width - 1 - x] ?? 0);
    const flipped = hogFeatures(mirrored(waves(80)));
    const hog = hogFeatures(waves(80));
    let error = 0;
    hog.forEach((value, at) => {
      const [block, cell, bin] = [Math.floor(at / 36), Math.floor((at % 36) / 9), at % 9];
      const otherBlock = Math.floor(block / 9) * 9 + 8 - (block % 9);
      error = Math.max(error, Math.abs(value - (flipped[otherBlock * 36 + (cell ^ 1) * 9 + 8 - bin] ?? 9)));
    });
    expect(error).toBeLessThan(1e-5);
  });

  it('do not see contrast', () => {
    const half = (image: GreyImage) => ({ ...image, data: image.data.map((level) => 60 + Math.round(level / 2)) });
    expect(dot(denseSift(half(waves(96)), 5), denseSift(waves(96), 5))).toBeGreaterThan(0.99);
  });
});
