import { createHash } from 'node:crypto';
import type { App } from '../app.ts';
import { readConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import type { Quality } from '../core/face.ts';
import { normalise } from '../core/vector.ts';
import type { Engine } from '../face/engine.ts';
import type { ExtractedFace, Extraction, ExtractOptions } from '../face/extraction.ts';
import type { ModelStore } from '../face/models.ts';

/** What a fake photo says: `faces` are the people in it, each a number; equal numbers are equal faces. */
export interface FakePhoto {
  readonly faces?: readonly number[];
  readonly capturedAt?: string;
  readonly place?: { readonly latitude: number; readonly longitude: number };
  /** Makes photos of the same faces differ. */
  readonly remark?: string;
}

/** The first bytes of every JPEG: what a look at the content takes for one. */
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);

/** The bytes of a photo that the fake engine reads; anything else is «not a photo» to it. */
export function fakePhoto(photo: FakePhoto): Buffer {
  return Buffer.concat([JPEG, Buffer.from(JSON.stringify(photo))]);
}

/** An app at the edge of the process: an engine that reads {@link fakePhoto}, a fixed time, a fixed key. */
export function fakeApp(parts: Partial<App> = {}): App & { readonly extractions: () => number } {
  let extractions = 0;
  const engine: Engine = {
    models: [{ id: 'fr512', version: '1' }],
    extractFaces: async (bytes, options = {}) => {
      extractions++;
      return extractFake(bytes, options);
    },
    lookModel: 'fr512',
    findFrameFaces: async () => [],
    describeShots: async () => [],
    close: async () => {},
  };
  const models: ModelStore = {
    dir: '/nowhere',
    entries: [],
    pathOf: (id) => `/nowhere/${id}`,
    versionOf: () => '1',
  };
  return {
    version: '0.0.0',
    config: readConfig({ HOMEWARD_WORKERS: '2' }),
    clock: () => new Date('2026-06-01T12:00:00Z'),
    signal: new AbortController().signal,
    models: async () => models,
    engine: async () => engine,
    key: async () => new Uint8Array(32).fill(7),
    ...parts,
    extractions: () => extractions,
  };
}

function extractFake(bytes: Uint8Array, { thumbnails, displaySide }: ExtractOptions): Extraction {
  let photo: FakePhoto;
  try {
    photo = JSON.parse(new TextDecoder().decode(bytes.subarray(JPEG.length))) as FakePhoto;
  } catch (cause) {
    throw new AppError('unsupported-media', 'This is not a photo.', { cause });
  }
  return {
    photo: {
      mediaType: 'image/jpeg',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      capturedAt: photo.capturedAt ? new Date(photo.capturedAt) : null,
      place: photo.place ?? null,
      camera: null,
      warnings: [],
      width: 400,
      height: 300,
    },
    faces: (photo.faces ?? []).map((person, index) => ({
      ...fakeFace(person, index),
      ...(thumbnails ? { thumbnail: Buffer.concat([JPEG, Buffer.from(`face ${person}`)]) } : {}),
    })),
    refused: [],
    ...(displaySide ? { display: Buffer.concat([JPEG, Buffer.from('display copy')]) } : {}),
    milliseconds: { decode: 0, detect: 0, landmarks: 0, quality: 0, embed: 0, thumbnail: 0 },
  };
}

const QUALITY: Quality = {
  score: 80,
  components: { size: 80, sharpness: 80, exposure: 80, contrast: 80, pose: 80, occlusion: 80 },
  reasons: [],
};

/** The face of person `n`: nearly at right angles to that of any other. */
function fakeFace(person: number, index: number): ExtractedFace {
  const vector = Float32Array.from({ length: 64 }, (_, at) => Math.sin((at + 1) * (person + 1) * 12.9898) + 0.01);
  const x = 20 + 90 * index;
  const point = (dx: number, dy: number) => ({ x: x + dx, y: 40 + dy });
  return {
    box: { x, y: 40, width: 80, height: 90 },
    score: 0.9,
    detectors: ['fake'],
    landmarks: [point(25, 30), point(55, 30), point(40, 50), point(28, 68), point(52, 68)],
    quality: QUALITY,
    landmarkSpread: 0.03,
    embeddings: [{ model: 'fr512', version: '1', vector: normalise(vector) }],
  };
}
