import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { dot, normalise } from '../core/vector.ts';
import { type GalleryOptions, openGallery } from './exact.ts';
import type { Gallery } from './gallery.ts';

const LENGTHS = [1, 3, 16, 128, 192, 512];

const opened: Gallery[] = [];
const open = (options: GalleryOptions): Gallery => {
  const gallery = openGallery(options);
  opened.push(gallery);
  return gallery;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((gallery) => gallery.close()));
});

describe('the exact gallery', () => {
  it('finds what brute force over floats finds, whatever the vectors', async () => {
    const searches = fc.constantFrom(...LENGTHS).chain((length) =>
      fc.record({
        vectors: fc.array(unitVector(length), { maxLength: 60 }),
        probe: unitVector(length),
        k: fc.integer({ min: 0, max: 70 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(searches, async ({ vectors, probe, k }) => {
        const gallery = open({ length: probe.length });
        enrol(gallery, vectors);
        const neighbours = await gallery.search(probe, k);
        expect(neighbours.length).toBe(Math.min(k, vectors.length));
        const expected = vectors.map((vector) => dot(vector, probe)).sort((a, b) => b - a);
        neighbours.forEach(({ id, similarity }, rank) => {
          expect(similarity).toBeCloseTo(dot(vectors[Number(id.slice(5))] ?? probe, probe), 6);
          expect(similarity).toBeCloseTo(expected[rank] ?? 0, 6);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('returns the list of brute force among thousands of crowded faces, in this thread and in others', async () => {
    const random = seeded(7);
    const centres = Array.from({ length: 40 }, () => randomUnit(512, random));
    const faces = Array.from({ length: 5000 }, (_, index) => near(centres[index % 40], 0.6, random));
    const galleries = [0, 1, 3].map((workers) => open({ length: 512, workers, workersFrom: 0 }));
    for (const gallery of galleries) enrol(gallery, faces);
    for (const centre of centres.slice(0, 8)) {
      const probe = near(centre, 0.9, random);
      const expected = faces.map((face) => dot(face, probe)).sort((a, b) => b - a);
      for (const gallery of galleries) {
        const neighbours = await gallery.search(probe, 50);
        expect(new Set(neighbours.map(({ id }) => id)).size).toBe(50);
        neighbours.forEach(({ id, similarity }, rank) => {
          expect(Math.abs(dot(faces[Number(id.slice(5))] ?? probe, probe) - similarity)).toBeLessThan(1e-7);
          expect(Math.abs((expected[rank] ?? 0) - similarity)).toBeLessThan(1e-7);
        });
      }
    }
  });

  it('follows faces that come, change and go, and its filters follow too', async () => {
    const faceIds = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const steps = fc.array(fc.record({ id: faceIds, vector: fc.option(unitVector(8), { nil: undefined }) }), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(steps, unitVector(8), async (changes, probe) => {
        const gallery = open({ length: 8 });
        const filter = gallery.openFilter((id) => id < 'd');
        const model = new Map<string, Float32Array>();
        for (const { id, vector } of changes) {
          if (vector) gallery.add(id, vector);
          else expect(gallery.remove(id)).toBe(model.has(id));
          if (vector) model.set(id, vector);
          else model.delete(id);
        }
        expect(gallery.size).toBe(model.size);
        const all = await gallery.search(probe, 10);
        expect(all.map(({ id }) => id).sort()).toEqual([...model.keys()].sort());
        for (const { id, similarity } of all) expect(similarity).toBeCloseTo(dot(model.get(id) ?? probe, probe), 6);
        const some = await gallery.search(probe, 10, { filter });
        expect(some.map(({ id }) => id).sort()).toEqual([...model.keys()].filter((id) => id < 'd').sort());
      }),
      { numRuns: 150 },
    );
  });

  it('keeps a face out of a filter when its slot belonged to another before', async () => {
    const gallery = open({ length: 2 });
    gallery.add('ours', Float32Array.of(1, 0));
    const filter = gallery.openFilter((id) => id === 'ours');
    gallery.remove('ours');
    gallery.add('theirs', Float32Array.of(1, 0));
    expect(await gallery.search(Float32Array.of(1, 0), 5, { filter })).toEqual([]);
  });

  it('asks a filter again when told to', async () => {
    const gallery = open({ length: 2 });
    const closedCases = new Set<string>();
    gallery.add('a', Float32Array.of(1, 0));
    gallery.add('b', Float32Array.of(0, 1));
    const filter = gallery.openFilter((id) => !closedCases.has(id));
    const found = async () => (await gallery.search(Float32Array.of(1, 0), 5, { filter })).map(({ id }) => id);
    closedCases.add('a').add('b');
    filter.refresh('a');
    expect(await found()).toEqual(['b']);
    filter.refresh();
    expect(await found()).toEqual([]);
    filter.close();
    await expect(found()).rejects.toThrow(RangeError);
  });

  it('answers from nobody, and puts equal faces in the order of their ids', async () => {
    const gallery = open({ length: 3 });
    const face = Float32Array.of(0, 1, 0);
    expect(await gallery.search(face, 5)).toEqual([]);
    for (const id of ['c', 'a', 'b']) gallery.add(id, face);
    expect((await gallery.search(face, 2)).map(({ id }) => id)).toEqual(['a', 'b']);
    expect((await gallery.search(face, 2))[0]?.similarity).toBeCloseTo(1, 6);
  });

  it('serves searches that overlap, while faces come and go', async () => {
    const random = seeded(3);
    const gallery = open({ length: 64, workers: 2, workersFrom: 0 });
    const faces = Array.from({ length: 3000 }, () => randomUnit(64, random));
    enrol(gallery, faces);
    const searches = faces.slice(0, 20).map((face) => gallery.search(face, 1));
    for (let index = 2000; index < 3000; index++) gallery.remove(`face-${index}`);
    for (let index = 3000; index < 9000; index++) gallery.add(`face-${index}`, randomUnit(64, random));
    const best = (await Promise.all(searches)).map(([first]) => first?.id);
    expect(best).toEqual(faces.slice(0, 20).map((_, index) => `face-${index}`));
    expect(gallery.size).toBe(8000);
  });

  it('refuses vectors of another length or that are no unit vectors, and senseless counts', async () => {
    const gallery = open({ length: 4 });
    expect(() => gallery.add('a', Float32Array.of(1, 0, 0))).toThrow(RangeError);
    expect(() => gallery.add('a', Float32Array.of(1, 1, 0, 0))).toThrow(RangeError);
    expect(() => gallery.add('a', Float32Array.of(Number.NaN, 0, 0, 1))).toThrow(RangeError);
    expect(gallery.size).toBe(0);
    await expect(gallery.search(Float32Array.of(1, 0, 0), 1)).rejects.toThrow(RangeError);
    await expect(gallery.search(new Float32Array(4), 1)).rejects.toThrow(RangeError);
    await expect(gallery.search(Float32Array.of(1, 0, 0, 0), 1.5)).rejects.toThrow(RangeError);
    const stranger = open({ length: 4 }).openFilter(() => true);
    await expect(gallery.search(Float32Array.of(1, 0, 0, 0), 1, { filter: stranger })).rejects.toThrow(RangeError);
    expect(() => openGallery({ length: 0 })).toThrow(RangeError);
    expect(() => openGallery({ length: 4, workers: -1 })).toThrow(RangeError);
  });
});

function enrol(gallery: Gallery, faces: readonly Float32Array[]): void {
  for (const [index, face] of faces.entries()) gallery.add(`face-${index}`, face);
}

/** Unit vectors of every kind: dense, sparse, with components of very different size. */
function unitVector(length: number): fc.Arbitrary<Float32Array> {
  const component = fc.oneof(fc.constant(0), fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(-1, 1));
  return fc
    .array(component, { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values))
    .filter((vector) => dot(vector, vector) > 1e-12)
    .map(normalise);
}

function near(centre: Float32Array | undefined, spread: number, random: () => number): Float32Array {
  const noise = randomUnit(512, random);
  return normalise(noise.map((value, index) => (centre?.[index] ?? 0) + spread * value));
}

function randomUnit(length: number, random: () => number): Float32Array {
  return normalise(Float32Array.from({ length }, () => random() + random() + random() - 1.5));
}

/** Mulberry32, a small generator with a seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
