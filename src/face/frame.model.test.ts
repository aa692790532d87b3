import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RgbImage } from '../core/face.ts';
import { iou } from '../core/geometry.ts';
import { dot } from '../core/vector.ts';
import { fuseShots } from '../match/fuse-shots.ts';
import { drawFrame, type Standing } from '../testing/drawn-frames.ts';
import { openTestModels } from '../testing/models.ts';
import { loadSampleFaces, type SampleFace } from '../testing/sample-faces.ts';
import { type Engine, openEngine } from './engine.ts';

let engine: Engine;
let faces: SampleFace[];
beforeAll(async () => {
  engine = await openEngine({ store: await openTestModels(), workers: 1 });
  faces = await loadSampleFaces();
});
afterAll(() => engine.close());

const inRow = (height: number, from: number): Standing[] =>
  [0, 1, 2].flatMap((index) => {
    const face = faces[(from + index) % faces.length];
    return face ? [{ face, height, x: 150 + 400 * index, y: 200 + 60 * index }] : [];
  });
const boxOf = ({ face, x, y, height }: Standing) => ({
  x,
  y,
  height,
  width: (height * face.box.width) / face.box.height,
});
const png = ({ data, width, height }: RgbImage) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

describe('a frame of 720p', () => {
  it.each([
    // Of seven faces one, an adult's, is not seen at 40 pixels: the children are.
    { height: 40, rows: [4] },
    { height: 64, rows: [0, 2, 4] },
    { height: 100, rows: [0, 2, 4] },
    { height: 160, rows: [0, 2, 4] },
  ])('gives its three faces of $height pixels and no others', async ({ height, rows }) => {
    for (const from of rows) {
      const standing = inRow(height, from);
      const found = await engine.findFrameFaces(await drawFrame(standing, from));
      expect(found).toHaveLength(3);
      for (const each of standing) expect(found.some(({ box }) => iou(box, boxOf(each)) > 0.35)).toBe(true);
    }
  });

  it('without anybody gives nobody', async () => {
    expect(await engine.findFrameFaces(await drawFrame([]))).toEqual([]);
  });

  it('stays the caller’s own', async () => {
    const frame = await drawFrame(inRow(100, 0));
    const copy = Uint8Array.from(frame.data);
    await engine.findFrameFaces(frame);
    expect(Buffer.compare(frame.data, copy)).toBe(0);
  });

  it('leaves of a face a crop of at most 256 pixels that shows the frame’s own pixels', async () => {
    const frame = await drawFrame(inRow(64, 0));
    const [face] = await engine.findFrameFaces(frame);
    if (!face) throw new RangeError('no face');
    expect(face.crop.width).toBe(face.crop.height);
    const [left, top] = [Math.round(face.box.x - face.cropBox.x), Math.round(face.box.y - face.cropBox.y)];
    const at = 3 * (40 * face.crop.width + 40);
    const there = 3 * ((top + 40) * frame.width + left + 40);
    expect([...face.crop.data.subarray(at, at + 30)]).toEqual([...frame.data.subarray(there, there + 30)]);
    const [large] = await engine.findFrameFaces(await drawFrame(inRow(200, 0).slice(0, 1)));
    expect(large?.crop.width).toBe(256);
  });
});

describe('described shots', () => {
  it('have nearly the vectors that the whole picture as a photo gives', async () => {
    const cosines: number[] = [];
    for (const [height, from] of [
      [100, 0],
      [100, 3],
      [150, 4],
    ] as const) {
      const frame = await drawFrame(inRow(height, from), height);
      const [shots, { faces: whole }] = [
        await engine.findFrameFaces(frame),
        await engine.extractFaces(await png(frame)),
      ];
      const described = await engine.describeShots(shots);
      for (const [index, shot] of shots.entries()) {
        // Where the photo's own landmarks are sound: now and then BlazeFace frames a small face badly.
        const same = whole.find(({ box, landmarkSpread }) => iou(box, shot.box) > 0.5 && landmarkSpread < 0.07);
        expect(described[index]?.embeddings.map(({ model }) => model)).toEqual(engine.models.map(({ id }) => id));
        for (const { model, vector } of described[index]?.embeddings ?? []) {
          const other = same?.embeddings.find((each) => each.model === model);
          if (other) cosines.push(dot(vector, other.vector));
        }
      }
    }
    expect(cosines.length).toBeGreaterThanOrEqual(3 * 7); // of nine faces
    expect(Math.min(...cosines)).toBeGreaterThanOrEqual(0.98);
  });

  it('fused are on average more like the person’s own photo than a single one', async () => {
    const gains: number[] = [];
    for (const face of faces) {
      const photo = (await engine.extractFaces(await png(face.image))).faces[0];
      const shots = [];
      for (const seed of [1, 2, 3, 4]) {
        const standing = { face, x: 300 + 7 * seed, y: 200, height: 40 + 2 * seed, blur: 1 + 0.15 * seed };
        shots.push(...(await engine.findFrameFaces(await drawFrame([standing], seed))));
      }
      if (shots.length < 3) continue; // one face is too small for the detector
      const described = await engine.describeShots(shots);
      const reference = photo?.embeddings.find(({ model }) => model === 'fr512')?.vector;
      const scoreOf = (embeddings: (typeof described)[number]['embeddings']) =>
        dot(
          embeddings.find(({ model }) => model === 'fr512')?.vector ?? new Float32Array(),
          reference ?? new Float32Array(),
        );
      const single = described.reduce((sum, { embeddings }) => sum + scoreOf(embeddings), 0) / described.length;
      gains.push(scoreOf(fuseShots(described).embeddings) - single);
    }
    expect(gains.length).toBeGreaterThanOrEqual(6);
    expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeGreaterThan(0.01);
  });
});

it('looks at frames with the networks of known licence alone', async () => {
  const clear = await openEngine({ store: await openTestModels('clear-provenance'), workers: 1 });
  try {
    const found = await clear.findFrameFaces(await drawFrame(inRow(100, 0)));
    expect(found).toHaveLength(3);
    expect(clear.lookModel).toBe('dlib128');
    expect((await clear.describeShots(found)).map(({ embeddings }) => embeddings.length)).toEqual([1, 1, 1]);
  } finally {
    await clear.close();
  }
});
