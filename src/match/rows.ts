import type { Embedding, ModelId, Template } from '../core/face.ts';
import { dot } from '../core/vector.ts';
import { centre, type DomainMeans, modelKey } from './domain.ts';
import { impostorStatistics, scoringOf } from './fusion.ts';
import { crossDot, type Matrix, stackRows } from './similarity.ts';
import { FACES_FOR_OWN_STATISTICS } from './start.ts';
import type { ImpostorStatistics, ModelScoring, PastProbe, Reference } from './types.ts';

/** The photos of a gallery in rows, one child after another. */
export interface PhotoRows {
  readonly children: readonly string[];
  readonly photos: readonly Template[];
  /** First row of each child, and one entry more: the number of rows. */
  readonly starts: Int32Array;
  /** Child of each row. */
  readonly owners: Int32Array;
}

/** What one network in one version knows of the gallery. */
export interface ModelRows {
  readonly key: string;
  readonly model: ModelId;
  readonly weight: number;
  readonly impostors: ImpostorStatistics;
  /** One row a photo, centred; zeros where the photo has no embedding of this key. */
  readonly vectors: Matrix;
  readonly present: Uint8Array;
  /** For each child with several photos their inner products, row by row. */
  readonly grams: readonly (Float64Array | null)[];
}

/** What impostor statistics are estimated from. */
export interface StatisticsSources {
  readonly models: Readonly<Record<ModelId, ModelScoring>>;
  readonly means: DomainMeans;
  readonly trust: number;
  readonly pastProbes: readonly PastProbe[];
}

/** What is known of a deployment, to be applied to children who were not looked at for it. */
export interface KnownStatistics {
  readonly models: Readonly<Record<ModelId, ModelScoring>>;
  readonly known: readonly Pick<ModelRows, 'key' | 'impostors'>[];
  readonly means: DomainMeans;
}

/** Most faces that are compared with the gallery to estimate impostor statistics. */
const STATISTICS_SAMPLE = 200;

/**
 * Lay the photos of a gallery out in rows.
 *
 * @throws RangeError when a child comes twice: its photos would be strangers to each other
 */
export function layOutPhotos(references: readonly Reference[]): PhotoRows {
  const children = references.map(({ child }) => child);
  if (new Set(children).size < children.length) throw new RangeError('a child is twice in the gallery');
  const starts = new Int32Array(references.length + 1);
  references.forEach(({ templates }, index) => {
    starts[index + 1] = (starts[index] ?? 0) + templates.length;
  });
  return {
    children,
    photos: references.flatMap(({ templates }) => templates),
    starts,
    owners: Int32Array.from(references.flatMap(({ templates }, index) => templates.map(() => index))),
  };
}

/**
 * Prepare every network that the gallery was enrolled with; versions of one model stay apart.
 *
 * Impostor statistics come from three sources, each taking over from the one before as it grows: the start
 * values, photos of different children of the gallery, past probes with the gallery (what searches really
 * compare; a mate among them is one pair in hundreds).
 *
 * @param trust 0 … 1, how much the gallery's own impostor statistics count against the start values
 */
export function modelRows(rows: PhotoRows, sources: StatisticsSources): ModelRows[] {
  return keysOf(rows).flatMap(([key, { model, vector }]) => {
    const { weight, start, measured } = scoringOf(model, sources.models);
    if (weight === 0) return [];
    const stacked = stackPhotos(rows, { key, columns: vector.length, means: sources.means });
    const trust = measured ? 0 : sources.trust;
    const ofGallery = impostorStatistics(strangerCosines(stacked, galleryFaces(stacked)), start, trust);
    const past = pastFaces(rows, sources, key);
    const pastTrust = Math.min(1, past.length / FACES_FOR_OWN_STATISTICS);
    const impostors = impostorStatistics(strangerCosines(stacked, past), ofGallery, pastTrust);
    const { vectors, present } = stacked;
    return [{ key, model, weight, impostors, vectors, present, grams: gramsOf(rows, vectors) }];
  });
}

/**
 * Prepare other photos by the statistics of a gallery that stands for them. A network that it does not know keeps its
 * start values.
 */
export function modelRowsLike(rows: PhotoRows, { models, known, means }: KnownStatistics): ModelRows[] {
  return keysOf(rows).flatMap(([key, { model, vector }]) => {
    const { weight, start } = scoringOf(model, models);
    if (weight === 0) return [];
    const { vectors, present } = stackPhotos(rows, { key, columns: vector.length, means });
    const impostors = known.find((other) => other.key === key)?.impostors ?? start;
    return [{ key, model, weight, impostors, vectors, present, grams: gramsOf(rows, vectors) }];
  });
}

/** Each network of the gallery, in each version, with one of its embeddings. */
function keysOf({ photos }: PhotoRows): [string, Embedding][] {
  return [
    ...new Map(
      photos.flatMap(({ embeddings }) => embeddings.map((embedding) => [modelKey(embedding), embedding] as const)),
    ),
  ];
}

/** Photos of a gallery as one network sees them. */
interface StackedPhotos {
  readonly rows: PhotoRows;
  readonly vectors: Matrix;
  readonly present: Uint8Array;
}

function stackPhotos(
  rows: PhotoRows,
  { key, columns, means }: { key: string; columns: number; means: DomainMeans },
): StackedPhotos {
  const stacked = rows.photos.map((photo) => vectorOf(photo, key, means));
  return { rows, vectors: stackRows(stacked, columns), present: Uint8Array.from(stacked, (row) => (row ? 1 : 0)) };
}

/** A template's centred vector of one network, or null when it has none. */
export function vectorOf(template: Template, key: string, means: DomainMeans): Float32Array | null {
  const embedding = template.embeddings.find((candidate) => modelKey(candidate) === key);
  return embedding ? centre(embedding, template.ageYears, means) : null;
}

/** A vector and the child it shows, −1 when that is nobody of the gallery or not known. */
interface OwnedVector {
  readonly vector: Float32Array;
  readonly owner: number;
}

function galleryFaces({ rows: { owners }, vectors, present }: StackedPhotos): OwnedVector[] {
  return Array.from(owners, (owner, row) => ({ vector: rowOf(vectors, row).values, owner })).filter(
    (_, row) => present[row],
  );
}

function pastFaces({ children }: PhotoRows, { pastProbes, means }: StatisticsSources, key: string): OwnedVector[] {
  const places = new Map(children.map((child, index) => [child, index]));
  return pastProbes.flatMap(({ template, person }) => {
    const vector = vectorOf(template, key, means);
    return vector ? [{ vector, owner: places.get(person ?? '') ?? -1 }] : [];
  });
}

/** Cosines of an even sample of faces with all photos of other children. */
function* strangerCosines({ rows, vectors, present }: StackedPhotos, faces: readonly OwnedVector[]): Generator<number> {
  const step = Math.max(1, Math.ceil(faces.length / STATISTICS_SAMPLE));
  for (const { vector, owner } of faces.filter((_, index) => index % step === 0)) {
    const { values } = crossDot(stackRows([vector], vectors.columns), vectors);
    for (let other = 0; other < vectors.rows; other++)
      if (present[other] && rows.owners[other] !== owner) yield values[other] ?? 0;
  }
}

/** One row as a matrix, sharing the memory. */
function rowOf({ columns, values }: Matrix, row: number): Matrix {
  return { rows: 1, columns, values: values.subarray(row * columns, (row + 1) * columns) };
}

function gramsOf({ children, starts }: PhotoRows, vectors: Matrix): (Float64Array | null)[] {
  return children.map((_, child) => {
    const first = starts[child] ?? 0;
    const count = (starts[child + 1] ?? 0) - first;
    if (count < 2) return null;
    const photos = Array.from({ length: count }, (_photo, index) => rowOf(vectors, first + index).values);
    return Float64Array.from(photos.flatMap((row) => photos.map((column) => dot(row, column))));
  });
}
