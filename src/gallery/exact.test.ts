import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { dot, normalise } from '../core/vector.ts';
import { decodeTemplate, encodeTemplate } from './code.ts';
import { type GalleryOptions, openGallery } from './exact.ts';
import type { Facts } from './facts.ts';
import type { Gallery, Scope } from './gallery.ts';
import { openRoom, roomFor } from './room.ts';

const FACTS: Facts = { owner: 'child', purpose: 'reference', agency: null, isSearchable: true, isProtected: false };
const purposes = fc.constantFrom<Facts['purpose']>('reference', 'sighting');
const agencies = fc.constantFrom('north', 'south', 'west');
const someFacts: fc.Arbitrary<Facts> = fc.record({
  owner: fc.constantFrom('amina', 'bilal', 'chloe'),
  purpose: purposes,
  agency: fc.option(agencies),
  isSearchable: fc.boolean(),
  isProtected: fc.boolean(),
});
const someScope: fc.Arbitrary<Scope> = fc.record(
  { purpose: purposes, agencies: fc.array(agencies), withProtected: fc.boolean(), withUnsearchable: fc.boolean() },
  { requiredKeys: [] },
);

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

  it('follows faces that come, change and go, and what changes about them', async () => {
    const change = fc.record({
      kind: fc.constantFrom<Change['kind']>('add', 'describe', 'remove'),
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      vector: unitVector(8),
      facts: someFacts,
    });
    const steps = fc.array(change, { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, unitVector(8), someScope, async (changes, probe, scope) => {
        const gallery = open({ length: 8 });
        const model: Model = new Map();
        for (const change of changes) apply(change, gallery, model);
        expect(gallery.size).toBe(model.size);
        const expected = [...model]
          .filter(([, { facts }]) => allows(scope, facts))
          .map(([id, { vector, facts }]) => ({ id, owner: facts.owner, similarity: dot(vector, probe) }));
        const found = await gallery.search(probe, 10, { scope });
        expect(byId(found)).toEqual(
          byId(expected).map((each) => ({ ...each, similarity: expect.closeTo(each.similarity, 6) })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out what is not searchable or is protected unless asked for, and a changed fact counts at once', async () => {
    const gallery = open({ length: 2 });
    const face = Float32Array.of(1, 0);
    gallery.add('closed', face, { ...FACTS, isSearchable: false });
    gallery.add('protected', face, { ...FACTS, isProtected: true });
    gallery.add('open', face, FACTS);
    const found = async (scope: Scope) => (await gallery.search(face, 5, { scope })).map(({ id }) => id);
    expect(await found({})).toEqual(['open']);
    expect(await found({ withProtected: true })).toEqual(['open', 'protected']);
    expect(await found({ withProtected: true, withUnsearchable: true })).toEqual(['closed', 'open', 'protected']);
    gallery.describe('open', { ...FACTS, isSearchable: false });
    expect(await found({})).toEqual([]);
    expect(await found({ agencies: ['nobody knows it'], withUnsearchable: true })).toEqual([]);
  });

  it('gives the nearest owners with their nearest faces, however many photos the first of them has', async () => {
    const random = seeded(5);
    const galleries = [0, 2].map((workers) => open({ length: 64, workers, workersFrom: 0 }));
    const centres = Array.from({ length: 400 }, () => randomUnit(64, random));
    const probe = centres[0] ?? new Float32Array();
    // The first child has 3,000 photos, all nearer than any other child's.
    const faces = [
      ...Array.from({ length: 3000 }, () => ({ owner: 'child-0', vector: near(probe, 0.3, random) })),
      ...Array.from({ length: 6000 }, (_, index) => ({
        owner: `child-${1 + (index % 399)}`,
        vector: near(centres[1 + (index % 399)], 0.5, random),
      })),
    ];
    for (const gallery of galleries)
      for (const [index, { owner, vector }] of faces.entries())
        gallery.add(`face-${index}`, vector, { ...FACTS, owner });
    const best = new Map<string, number>();
    for (const { owner, vector } of faces) best.set(owner, Math.max(best.get(owner) ?? -1, dot(vector, probe)));
    const expected = [...best].sort((a, b) => b[1] - a[1]).slice(0, 20);
    for (const gallery of galleries) {
      const found = await gallery.search(probe, 20, { by: 'owners' });
      expect(found.map(({ owner }) => owner)).toEqual(expected.map(([owner]) => owner));
      for (const [rank, { similarity }] of found.entries()) expect(similarity).toBeCloseTo(expected[rank]?.[1] ?? 0, 6);
    }
  });

  it('takes the codes that storage keeps, and gives the vectors back', async () => {
    const random = seeded(9);
    const gallery = open({ length: 100 });
    const vector = randomUnit(100, random);
    gallery.addCode('a', encodeTemplate(vector), FACTS);
    const [found] = await gallery.search(vector, 1);
    expect(found?.similarity).toBeCloseTo(1, 6);
    expect(gallery.vectorOf('a')).toEqual(decodeTemplate(encodeTemplate(vector)));
    expect(gallery.vectorOf('b')).toBeUndefined();
    const garbage = Uint8Array.from({ length: 304 }, () => 256 * random());
    expect(() => gallery.addCode('a', garbage, FACTS)).toThrow(RangeError);
    expect(() => gallery.addCode('a', encodeTemplate(randomUnit(99, random)), FACTS)).toThrow(RangeError);
    expect((await gallery.search(vector, 5)).map(({ id }) => id)).toEqual(['a']);
  });

  it('is filled by rooms that others write into, and shows nobody before they enter', async () => {
    const random = seeded(11);
    const gallery = open({ length: 32 });
    gallery.add('before', randomUnit(32, random), FACTS);
    const faces = Array.from({ length: 700 }, () => randomUnit(32, random));
    const room = gallery.reserve(roomFor(faces.length, 2));
    const writers = [openRoom(room), openRoom(room)];
    const written = faces.map(
      (face, index) => writers[index % 2]?.write(encodeTemplate(face)) ?? { slot: 0, error: 0 },
    );
    gallery.add('meanwhile', randomUnit(32, random), FACTS);
    expect((await gallery.search(faces[3] ?? new Float32Array(), 9)).length).toBe(2);
    gallery.enter({
      slots: written.map(({ slot }) => slot),
      ids: faces.map((_, index) => (index === 0 ? 'before' : `face-${index}`)),
      facts: faces.map(() => FACTS),
      error: Math.max(...written.map(({ error }) => error)),
    });
    gallery.release(room);
    for (let index = 0; index < 600; index++) gallery.add(`late-${index}`, randomUnit(32, random), FACTS);
    expect(gallery.size).toBe(700 + 1 + 600);
    for (const [index, face] of faces.entries())
      expect((await gallery.search(face, 1))[0]?.id).toBe(index === 0 ? 'before' : `face-${index}`);
    expect(() => openRoom(gallery.reserve(0)).write(encodeTemplate(randomUnit(32, random)))).toThrow(RangeError);
  });

  it('answers from nobody, and puts equal faces in the order of their ids', async () => {
    const gallery = open({ length: 3 });
    const face = Float32Array.of(0, 1, 0);
    expect(await gallery.search(face, 5)).toEqual([]);
    for (const id of ['c', 'a', 'b']) gallery.add(id, face, FACTS);
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
    for (let index = 3000; index < 9000; index++) gallery.add(`face-${index}`, randomUnit(64, random), FACTS);
    const best = (await Promise.all(searches)).map(([first]) => first?.id);
    expect(best).toEqual(faces.slice(0, 20).map((_, index) => `face-${index}`));
    expect(gallery.size).toBe(8000);
  });

  it('refuses vectors of another length or that are no unit vectors, and senseless counts', async () => {
    const gallery = open({ length: 4 });
    expect(() => gallery.add('a', Float32Array.of(1, 0, 0), FACTS)).toThrow(RangeError);
    expect(() => gallery.add('a', Float32Array.of(1, 1, 0, 0), FACTS)).toThrow(RangeError);
    expect(() => gallery.add('a', Float32Array.of(Number.NaN, 0, 0, 1), FACTS)).toThrow(RangeError);
    expect(gallery.size).toBe(0);
    await expect(gallery.search(Float32Array.of(1, 0, 0), 1)).rejects.toThrow(RangeError);
    await expect(gallery.search(new Float32Array(4), 1)).rejects.toThrow(RangeError);
    await expect(gallery.search(Float32Array.of(1, 0, 0, 0), 1.5)).rejects.toThrow(RangeError);
    expect(() => openGallery({ length: 0 })).toThrow(RangeError);
    expect(() => openGallery({ length: 4, workers: -1 })).toThrow(RangeError);
  });
});

type Model = Map<string, { vector: Float32Array; facts: Facts }>;

interface Change {
  readonly kind: 'add' | 'describe' | 'remove';
  readonly id: string;
  readonly vector: Float32Array;
  readonly facts: Facts;
}

/** Do to a gallery what is done to a model of it. */
function apply({ kind, id, vector, facts }: Change, gallery: Gallery, model: Model): void {
  const known = model.get(id);
  if (kind === 'remove') {
    expect(gallery.remove(id)).toBe(model.delete(id));
  } else if (kind === 'describe') {
    expect(gallery.describe(id, facts)).toBe(known !== undefined);
    if (known) model.set(id, { ...known, facts });
  } else {
    gallery.add(id, vector, facts);
    model.set(id, { vector, facts });
  }
}

const byId = <T extends { id: string }>(list: readonly T[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** The rule of a scope, as its words say it. */
function allows({ purpose, agencies, withProtected, withUnsearchable }: Scope, facts: Facts): boolean {
  if (purpose && facts.purpose !== purpose) return false;
  if (agencies && !(facts.agency !== null && agencies.includes(facts.agency))) return false;
  return (withProtected || !facts.isProtected) && (withUnsearchable || facts.isSearchable);
}

function enrol(gallery: Gallery, faces: readonly Float32Array[]): void {
  for (const [index, face] of faces.entries()) gallery.add(`face-${index}`, face, FACTS);
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
  const noise = randomUnit(centre?.length ?? 0, random);
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
