import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FivePoints, QualityComponent, RgbImage } from '../core/face.ts';
import { applySimilarity, fitSimilarity, invertSimilarity, type Point } from '../core/geometry.ts';
import { encode, seededRandom } from '../testing/images.ts';
import { loadSampleFaces, type SampleFace } from '../testing/sample-faces.ts';
import { ARCFACE_FIVE } from './align.ts';
import { QUALITY_REASONS } from './quality/reasons.ts';
import { type Assessment, assessQuality } from './quality.ts';
import { createPyramid } from './warp.ts';

let faces: SampleFace[] = [];
beforeAll(async () => {
  faces = await loadSampleFaces();
});

function assess({ image, box, landmarks }: SampleFace, evidence = {}): Assessment {
  return assessQuality(createPyramid(image), { box, landmarks, score: 0.99, detectors: ['rfb'], ...evidence });
}

async function pixels(pipeline: Sharp): Promise<RgbImage> {
  const { data, info } = await pipeline.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

function toned(image: RgbImage, gain: number, offset: number): RgbImage {
  const data = image.data.map((value) => Math.min(255, Math.max(0, Math.round(value * gain + offset))));
  return { ...image, data };
}

function noisy(image: RgbImage, levels: number): RgbImage {
  const random = seededRandom(levels);
  const deviate = () => levels * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return { ...image, data: image.data.map((value) => Math.min(255, Math.max(0, value + deviate()))) };
}

async function shrunk(face: SampleFace, share: number): Promise<SampleFace> {
  const width = Math.round(face.image.width * share);
  const image = await pixels(encode(face.image).resize(width, Math.round(face.image.height * share), { fit: 'fill' }));
  return { ...scaledPoints(face, share), image };
}

function scaledPoints(face: SampleFace, share: number): SampleFace {
  const scale = ({ x, y }: Point) => ({ x: x * share, y: y * share });
  const [a, b, c, d, e] = face.landmarks;
  const box = { ...scale(face.box), width: face.box.width * share, height: face.box.height * share };
  return { ...face, box, landmarks: [scale(a), scale(b), scale(c), scale(d), scale(e)] };
}

/** Draw an SVG, given in the coordinates of the aligned crop, over a face. */
async function covered(face: SampleFace, drawing: string): Promise<SampleFace> {
  const { a, b, tx, ty } = invertSimilarity(fitSimilarity(face.landmarks, ARCFACE_FIVE));
  const { width, height } = face.image;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g transform="matrix(${a} ${b} ${-b} ${a} ${tx} ${ty})">${drawing}</g></svg>`;
  return { ...face, image: await pixels(encode(face.image).composite([{ input: Buffer.from(svg) }])) };
}

/** The component falls from each version to the next, or stays at its ends; and falls by `least` over all. */
function expectFalling(versions: readonly Assessment[], component: QualityComponent, least: number): void {
  const values = versions.map(({ quality }) => quality.components[component]);
  values.forEach((value, index) => {
    expect(value, `${component} ${values}`).toBeLessThanOrEqual((values[index - 1] ?? 100) + 1);
  });
  expect((values[0] ?? 0) - (values.at(-1) ?? 0), `${component} ${values}`).toBeGreaterThanOrEqual(least);
  expect(versions.at(-1)?.quality.score).toBeLessThan(versions[0]?.quality.score ?? 0);
}

describe('a good photo', () => {
  it('scores high, is a face, and has nothing to complain of but its pose', () => {
    for (const face of faces) {
      const { quality, falseFace, reasonKeys } = assess(face);
      expect(falseFace).toBeNull();
      expect(quality.score, face.name).toBeGreaterThan(75);
      expect(reasonKeys.filter((key) => key !== 'turned-away' && key !== 'tilted')).toEqual([]);
      for (const value of [quality.score, ...Object.values(quality.components)]) {
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
    }
  });

  it('scores the same in the mirror, and hardly less lying', async () => {
    for (const face of faces.slice(0, 4)) {
      const upright = assess(face).quality.score;
      const { width, height } = face.image;
      const [rightEye, leftEye, nose, rightMouth, leftMouth] = face.landmarks;
      const flip = ({ x, y }: Point) => ({ x: width - x, y });
      const mirrored = await pixels(encode(face.image).flop());
      const swapped: FivePoints = [flip(leftEye), flip(rightEye), flip(nose), flip(leftMouth), flip(rightMouth)];
      const mirror = assess({ ...face, image: mirrored, landmarks: swapped });
      expect(Math.abs(mirror.quality.score - upright)).toBeLessThanOrEqual(3);
      expect(mirror.pose.yaw).toBeCloseTo(-assess(face).pose.yaw, 5);

      const turn = ({ x, y }: Point) => ({ x: height - y, y: x });
      const turned = await pixels(encode(face.image).rotate(90));
      const lying: FivePoints = [turn(rightEye), turn(leftEye), turn(nose), turn(rightMouth), turn(leftMouth)];
      const side = assess({ ...face, image: turned, landmarks: lying });
      expect(Math.abs(side.quality.score - upright)).toBeLessThanOrEqual(12);
      expect(side.falseFace).toBeNull();
    }
  });
});

describe('each component falls with its own degradation', () => {
  it('sharpness with blur, and only sharpness', async () => {
    for (const face of faces) {
      const blurred = await Promise.all([2, 4, 6, 10, 16].map((sigma) => pixels(encode(face.image).blur(sigma))));
      const versions = [assess(face), ...blurred.map((image) => assess({ ...face, image }))];
      expectFalling(versions, 'sharpness', 80);
      expect(versions[3]?.reasonKeys).toContain('blurred');
      for (const other of ['size', 'exposure', 'pose', 'contrast'] as const)
        expect(versions[3]?.quality.components[other]).toBeGreaterThanOrEqual(
          versions[0]?.quality.components[other] ?? 100,
        );
    }
  });

  it('sharpness with noise, which does not pass for detail', async () => {
    for (const face of faces) {
      const versions = [0, 15, 30, 60].map((levels) => assess({ ...face, image: noisy(face.image, levels) }));
      expectFalling(versions, 'sharpness', 15);
      const blurred = await pixels(encode(face.image).blur(6));
      const [blur, both] = [assess({ ...face, image: blurred }), assess({ ...face, image: noisy(blurred, 25) })];
      expect(both.quality.components.sharpness).toBeLessThan(blur.quality.components.sharpness + 8);
    }
  });

  it('size with distance', async () => {
    for (const face of faces) {
      const versions = await Promise.all(
        [1, 0.5, 0.3, 0.15, 0.08].map(async (share) => assess(await shrunk(face, share))),
      );
      expectFalling(versions, 'size', 80);
      expect(versions[3]?.reasonKeys).toContain('too-small');
    }
  });

  it('exposure with darkness and with burnt light', () => {
    for (const face of faces) {
      const dark = [1, 0.5, 0.25, 0.12, 0.06].map((gain) => assess({ ...face, image: toned(face.image, gain, 0) }));
      expectFalling(dark, 'exposure', 80);
      expect(dark[3]?.reasonKeys).toContain('too-dark');
      const bright = [1, 1.5, 2.2, 4, 9].map((gain) => assess({ ...face, image: toned(face.image, gain, 10) }));
      expectFalling(bright, 'exposure', 60);
      expect(bright[4]?.reasonKeys).toContain('too-bright');
    }
  });

  it('contrast with haze', () => {
    for (const face of faces) {
      const hazy = [1, 0.5, 0.25, 0.12, 0.06].map((gain) =>
        assess({ ...face, image: toned(face.image, gain, 120 * (1 - gain)) }),
      );
      expectFalling(hazy, 'contrast', 70);
      expect(hazy[3]?.reasonKeys).toContain('low-contrast');
    }
  });

  it('occlusion with dark glasses, and with masks of any colour', async () => {
    const glasses = [0, 0.5, 0.8, 1].map(
      (opacity) =>
        `<g opacity="${opacity}"><ellipse cx="38" cy="53" rx="14" ry="11" fill="#151515"/><ellipse cx="75" cy="53" rx="14" ry="11" fill="#151515"/></g>`,
    );
    for (const face of faces) {
      const worn = await Promise.all(glasses.map(async (drawing) => assess(await covered(face, drawing))));
      expectFalling(worn, 'occlusion', 80);
      expect(worn[3]?.reasonKeys).toContain('eyes-covered');
      for (const colour of ['#9cc8e8', '#f4f4f4', '#151515', '#b98a6a']) {
        const mask = `<polygon points="24,70 56,62 88,70 86,100 56,118 26,100" fill="${colour}"/>`;
        const masked = assess(await covered(face, mask));
        expect(masked.reasonKeys, `${face.name} ${colour}`).toContain('mouth-covered');
        expect(masked.falseFace).toBeNull();
      }
    }
  });

  it('occlusion where the face leaves the photo, or landmarkers disagree', () => {
    for (const face of faces) {
      const middle = Math.round(face.box.y + face.box.height * 0.55);
      const image = { ...face.image, data: face.image.data.subarray(0, middle * face.image.width * 3), height: middle };
      expect(assess({ ...face, image }).quality.components.occlusion).toBeLessThan(60);
      const spreads = [0, 0.1, 0.2, 0.3, 0.4].map((landmarkSpread) => assess(face, { landmarkSpread }));
      expectFalling(spreads, 'occlusion', 90);
    }
  });
});

describe('a tight crop of 100 × 100 pixels', () => {
  it('is a face of middling quality, never refused, even with one detector and strong JPEG', async () => {
    for (const face of faces) {
      const { x, y, width, height } = face.box;
      const region = { left: x, top: y, width, height };
      const small = await sharp(await encode(face.image).extract(region).png().toBuffer())
        .resize(100, 100, { fit: 'fill' })
        .jpeg({ quality: 75 })
        .toBuffer();
      const toCrop = (point: Point) => ({
        x: ((point.x - x) * 100) / width,
        y: ((point.y - y) * 100) / height,
      });
      const [a, b, c, d, e] = face.landmarks;
      const tight: SampleFace = {
        name: face.name,
        image: await pixels(sharp(small)),
        box: { x: 0, y: 0, width: 100, height: 100 },
        landmarks: [toCrop(a), toCrop(b), toCrop(c), toCrop(d), toCrop(e)],
      };
      const { quality, falseFace } = assess(tight, { score: 0.9 });
      expect(falseFace).toBeNull();
      expect(quality.score).toBeGreaterThan(50);
    }
  });
});

describe('a face in profile', () => {
  it('is kept though the far eye and the mouth are not found, and is told to be turned away, once', () => {
    const [face] = faces;
    if (!face) throw new RangeError('no face');
    const wall: RgbImage = { ...face.image, data: face.image.data.map(() => 120) };
    const [rightEye, leftEye, nose, rightMouth, leftMouth] = face.landmarks;
    const landmarks: FivePoints = [rightEye, leftEye, { x: nose.x - 45, y: nose.y }, rightMouth, leftMouth];
    const turned = assess(
      { ...face, image: wall, landmarks },
      { detectors: ['rfb', 'blazeface'], landmarkSpread: 0.3 },
    );
    expect(Math.abs(turned.pose.yaw)).toBeGreaterThan(25);
    expect(turned.falseFace).toBeNull();
    expect(turned.reasonKeys.filter((key) => key === 'turned-away')).toHaveLength(1);
    expect(turned.reasonKeys).not.toContain('eyes-covered');
  });
});

describe('a false face', () => {
  it('is refused where the points make no face', () => {
    const [face] = faces;
    if (!face) throw new RangeError('no face');
    const { x, y } = face.box;
    const line: FivePoints = [
      { x, y },
      { x: x + 10, y: y + 50 },
      { x: x + 90, y: y + 5 },
      { x: x + 3, y: y + 80 },
      { x: x + 40, y: y + 2 },
    ];
    const point: FivePoints = [face.box, face.box, face.box, face.box, face.box];
    const [a, b, c, d, e] = face.landmarks;
    const upsideDown: FivePoints = [d, e, c, a, b];
    const unknown: FivePoints = [a, b, c, d, { x: Number.NaN, y: 0 }];
    for (const landmarks of [line, point, upsideDown, unknown])
      expect(assess({ ...face, landmarks }, { detectors: ['rfb', 'blazeface'] }).falseFace).toBe('not-shaped');
  });

  it('is refused where one unsure detector saw a face in a pattern without eyes and mouth', () => {
    const wall = toned({ data: new Uint8Array(200 * 200 * 3).fill(120), width: 200, height: 200 }, 1, 0);
    const landmarks = ARCFACE_FIVE.map((point) => applySimilarity({ a: 1, b: 0, tx: 40, ty: 40 }, point));
    const [a, b, c, d, e] = landmarks;
    if (!a || !b || !c || !d || !e) throw new RangeError('five points');
    const pattern: SampleFace = {
      name: 'wall',
      image: noisy(wall, 3),
      box: { x: 50, y: 50, width: 90, height: 100 },
      landmarks: [a, b, c, d, e],
    };
    expect(assess(pattern, { score: 0.7 }).falseFace).toBe('unconfirmed');
  });

  it('is not what a poor photo of a face becomes', async () => {
    for (const face of faces) {
      const poor = await pixels(encode(toned(face.image, 0.12, 0)).blur(4));
      expect(assess({ ...face, image: poor }, { detectors: ['rfb', 'blazeface'] }).falseFace).toBeNull();
      expect(assess(await shrunk(face, 0.1), { detectors: ['rfb', 'blazeface'] }).falseFace).toBeNull();
    }
  });
});

it('explains itself in whole sentences, worst first', async () => {
  const [face] = faces;
  if (!face) throw new RangeError('no face');
  const tiny = await shrunk(face, 0.1);
  const { quality, reasonKeys } = assess({ ...tiny, image: toned(tiny.image, 0.2, 0) });
  expect(quality.reasons).toEqual(reasonKeys.map((key) => QUALITY_REASONS[key]));
  expect(reasonKeys[0]).toBe('too-small');
  expect(reasonKeys).toContain('too-dark');
  for (const text of Object.values(QUALITY_REASONS)) expect(text).toMatch(/^[A-Z].*: .*\.$/);
});
