import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dot } from '../core/vector.ts';
import { openTestModels } from '../testing/models.ts';
import { type Engine, openEngine } from './engine.ts';
import type { ExtractedFace, Extraction } from './extraction.ts';

const CHILDREN = 'samples/children';
const ADULTS = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ store: await openTestModels(), workers: 1 });
});
afterAll(() => engine.close());

/** Cosine of the embeddings of two faces by one model. */
function similarity(first: ExtractedFace | undefined, second: ExtractedFace | undefined, model: string): number {
  const [one, other] = [first, second].map((face) => face?.embeddings.find((each) => each.model === model)?.vector);
  return one && other ? dot(one, other) : Number.NaN;
}

async function onlyFace(bytes: Uint8Array): Promise<ExtractedFace> {
  const { faces } = await engine.extractFaces(bytes);
  expect(faces).toHaveLength(1);
  const [face] = faces;
  if (!face) throw new RangeError('no face');
  return face;
}

describe('the children of samples/', () => {
  const portraits: { child: string; extraction: Extraction }[] = [];
  beforeAll(async () => {
    for (const child of (await readdir(CHILDREN)).filter((name) => /^i\d\d$/.test(name)))
      for (const name of (await readdir(join(CHILDREN, child), { recursive: true })).filter((each) =>
        each.endsWith('.jpg'),
      ))
        portraits.push({ child, extraction: await engine.extractFaces(await readFile(join(CHILDREN, child, name))) });
  });

  it('are all found, one face a portrait, with landmarks inside the box', () => {
    expect(portraits).toHaveLength(32);
    for (const { extraction } of portraits) {
      expect(extraction.faces).toHaveLength(1);
      const face = extraction.faces[0];
      const { x: left = 0, y: top = 0, width = 0, height = 0 } = face?.box ?? {};
      for (const { x, y } of face?.landmarks ?? []) {
        expect(x > left && x < left + width).toBe(true);
        expect(y > top && y < top + height).toBe(true);
      }
      expect(face?.landmarkSpread).toBeLessThan(0.15);
    }
  });

  it.each(['fr512', 'mfn192', 'dlib128'])('are each nearest to another photo of the same child by %s', (model) => {
    const faces = portraits.map(({ child, extraction }) => ({ child, face: extraction.faces[0] }));
    const known = faces.filter(({ child }) => faces.filter((other) => other.child === child).length > 1);
    const right = known.filter(({ child, face }) => {
      const others = faces.filter((other) => other.face !== face);
      const scores = others.map((other) => similarity(face, other.face, model));
      return others[scores.indexOf(Math.max(...scores))]?.child === child;
    });
    expect(known).toHaveLength(29);
    expect(right).toHaveLength(29);
  });

  it('have embeddings of unit length by every model, with its version', () => {
    for (const { extraction } of portraits)
      for (const face of extraction.faces) {
        expect(face.embeddings.map(({ model, version }) => ({ id: model, version }))).toEqual(engine.models);
        for (const { vector } of face.embeddings) expect(dot(vector, vector)).toBeCloseTo(1, 5);
      }
  });
});

describe('the same photo', () => {
  let jpeg: Buffer;
  let face: ExtractedFace;
  beforeAll(async () => {
    jpeg = await readFile(join(CHILDREN, 'i01/A.jpg'));
    face = await onlyFace(jpeg);
  });

  it('as PNG gives the same vectors, and they do not depend on what was done before', async () => {
    const png = await onlyFace(await sharp(jpeg).png().toBuffer());
    for (const { id } of engine.models) expect(similarity(face, png, id)).toBeGreaterThan(0.9999);
    expect(await onlyFace(jpeg)).toEqual(face);
  });

  it.each([
    ['as WebP', async () => sharp(jpeg).webp({ quality: 90 }).toBuffer(), 0.98],
    ['half as large', async () => sharp(jpeg).resize(240).toBuffer(), 0.95],
    ['three times as large', async () => sharp(jpeg).resize(1440).jpeg().toBuffer(), 0.95],
    ['on its side', async () => sharp(jpeg).rotate(90).toBuffer(), 0.97],
    ['on its other side', async () => sharp(jpeg).rotate(270).toBuffer(), 0.97],
    ['upside down', async () => sharp(jpeg).rotate(180).toBuffer(), 0.97],
    ['turned by 30°', async () => sharp(jpeg).rotate(30).toBuffer(), 0.95],
    [
      'cut to the face',
      async () => sharp(jpeg).extract({ left: 135, top: 130, width: 210, height: 220 }).resize(100).toBuffer(),
      0.8,
    ],
  ])('%s gives nearly the same vectors', async (_, bytes, least) => {
    const other = await onlyFace(await bytes());
    for (const { id } of engine.models) expect(similarity(face, other, id)).toBeGreaterThan(least);
  });
});

describe('a photo of several people', () => {
  it('gives all of them, the most prominent first, with thumbnails when asked for', async () => {
    const { faces, photo } = await engine.extractFaces(await readFile(join(ADULTS, 'sample5.jpg')), {
      thumbnails: true,
    });
    expect(photo).toMatchObject({ width: 1920, height: 1398, mediaType: 'image/jpeg' });
    expect(faces).toHaveLength(5);
    for (const { thumbnail } of faces)
      expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 160, height: 160 });
    const areas = faces.map(({ box, quality }) => box.width * box.height * (1 + quality.score));
    expect(areas).toEqual([...areas].sort((first, second) => second - first));
  });

  it('finds small faces in a large photo, unless told that they do not matter', async () => {
    const small = await sharp(join(ADULTS, 'sample5.jpg')).resize(320).toBuffer();
    const wide = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#678' } })
      .composite([{ input: small, left: 800, top: 700 }])
      .jpeg({ quality: 92 })
      .toBuffer();
    for (const options of [{}, { smallFaces: true }])
      expect((await engine.extractFaces(wide, options)).faces.length).toBeGreaterThanOrEqual(4);
    expect((await engine.extractFaces(wide, { smallFaces: false })).faces).toEqual([]);
  });
});

describe('what is no photo of a face', () => {
  it('has no faces: that is an answer', async () => {
    const grass = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#693' } })
      .png()
      .toBuffer();
    expect((await engine.extractFaces(grass)).faces).toEqual([]);
  });

  it('is refused with its code when it is no photo', async () => {
    await expect(engine.extractFaces(Buffer.from('hello'))).rejects.toMatchObject({
      name: 'AppError',
      code: 'unsupported-media',
    });
  });

  it('leaves the caller’s bytes and the next photo alone', async () => {
    const bytes = await readFile(join(CHILDREN, 'i02/A.jpg'));
    const copy = Buffer.from(bytes);
    await Promise.allSettled([engine.extractFaces(bytes.subarray(0, 500)), engine.extractFaces(bytes)]);
    expect(bytes.equals(copy)).toBe(true);
  });
});

it('works with the networks of known licence alone', async () => {
  const clear = await openEngine({ store: await openTestModels('clear-provenance'), workers: 1 });
  try {
    expect(clear.models.map(({ id }) => id)).toEqual(['dlib128']);
    const [first, second, other] = await Promise.all(
      ['i01/A.jpg', 'i01/earlier-B.jpg', 'i05/A.jpg'].map(async (name) =>
        clear.extractFaces(await readFile(join(CHILDREN, name))),
      ),
    );
    const [face] = first?.faces ?? [];
    expect(similarity(face, second?.faces[0], 'dlib128')).toBeGreaterThan(similarity(face, other?.faces[0], 'dlib128'));
    expect((await clear.extractFaces(await readFile(join(ADULTS, 'sample5.jpg')))).faces).toHaveLength(5);
  } finally {
    await clear.close();
  }
});
