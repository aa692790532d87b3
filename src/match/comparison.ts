import type { Template } from '../core/face.ts';
import { type DomainMeans, domainMeans } from './domain.ts';
import { addEvidence, emptyFusion, type Fusion, fusedScores, zScore } from './fusion.ts';
import { meanTemplateCosine, photoWeight, poolPhotos } from './reference.ts';
import { layOutPhotos, type ModelRows, modelRows, modelRowsLike, type PhotoRows, vectorOf } from './rows.ts';
import { crossDot, stackRows } from './similarity.ts';
import { CENTRED_MODELS, DEFAULT_MODELS, FACES_FOR_OWN_STATISTICS, PEOPLE_FOR_OWN_SEARCHES } from './start.ts';
import type { PastProbe, Reference, ScoringOptions } from './types.ts';

/** A gallery ready to be compared with: all that does not depend on the probe. */
export interface ComparableGallery {
  readonly rows: PhotoRows;
  readonly models: readonly ModelRows[];
  readonly means: DomainMeans;
  /** Sum of the weights of the models in use. */
  readonly totalWeight: number;
  /** How much the gallery's own statistics count against the start values, 0 … 1. */
  readonly trust: number;
  /** Makes the score of a child of its best photo and its mean template. */
  readonly pool: (bestPhoto: number, meanTemplate: number) => number;
}

/** Fused scores of one probe, before cohort normalisation; −Infinity where nothing could be compared. */
export interface RawScores {
  /** One entry a photo of the gallery. */
  readonly photos: Float64Array;
  /** One entry a child. */
  readonly children: Float64Array;
}

/** Cosines held at once while many probes are compared: 4 million, 16 MB a model. */
const BLOCK_COSINES = 4e6;
const LONGEST_BLOCK = 64;

/**
 * Prepare a gallery: centre its vectors, weigh its models, estimate impostor statistics.
 *
 * @throws RangeError when a child comes twice
 */
export function prepareGallery(
  references: readonly Reference[],
  pastProbes: readonly PastProbe[],
  options: Omit<ScoringOptions, 'cohortSize'>,
): ComparableGallery {
  const rows = layOutPhotos(references);
  const trust = trustIn(rows);
  const faces = [...rows.photos, ...pastProbes.map(({ template }) => template)];
  const means = meansOf(faces, options);
  const models = modelRows(rows, { models: { ...DEFAULT_MODELS, ...options.models }, means, trust, pastProbes });
  const pool = options.photoFusion === false ? (bestPhoto: number) => bestPhoto : poolPhotos;
  return { rows, models, means, trust, totalWeight: totalWeightOf(models), pool };
}

/**
 * Prepare children by the statistics of a gallery that stands for them: a sample of a deployment too large to be
 * compared as a whole ([Note: Shortlists]).
 *
 * @throws RangeError when a child comes twice
 */
export function prepareLike(
  known: ComparableGallery,
  references: readonly Reference[],
  options: Pick<ScoringOptions, 'models'>,
): ComparableGallery {
  const rows = layOutPhotos(references);
  const models = modelRowsLike(rows, {
    models: { ...DEFAULT_MODELS, ...options.models },
    known: known.models,
    means: known.means,
  });
  return { ...known, rows, models };
}

/** The deployment's own means; where it has too few faces, those that it was given. */
function meansOf(faces: readonly Template[], { centred = CENTRED_MODELS, means }: ScoringOptions): DomainMeans {
  const given = [...(means ?? [])].filter(([entry]) => centred.some((model) => entry.startsWith(`${model}@`)));
  return new Map([...given, ...domainMeans(faces, centred)]);
}

/** How much the gallery's own statistics count: in full only with enough faces of enough children. */
function trustIn({ photos, children }: PhotoRows): number {
  return Math.min(1, photos.length / FACES_FOR_OWN_STATISTICS, children.length / PEOPLE_FOR_OWN_SEARCHES);
}

/** Sum of the weights of the distinct models; versions of one model share its weight. */
function totalWeightOf(models: readonly ModelRows[]): number {
  return [...new Map(models.map(({ model, weight }) => [model, weight])).values()].reduce((sum, w) => sum + w, 0);
}

/**
 * Compare probes with a gallery, one after another, in blocks that keep memory bounded.
 *
 * One probe and ten thousand take the same way, so that evaluation measures what a search does.
 */
export function* compareProbes(gallery: ComparableGallery, probes: readonly Template[]): Generator<RawScores> {
  const photos = Math.max(1, gallery.rows.photos.length);
  const block = Math.max(1, Math.min(LONGEST_BLOCK, Math.floor(BLOCK_COSINES / photos)));
  for (let first = 0; first < probes.length; first += block) {
    const members = probes.slice(first, first + block);
    const cosines = gallery.models.map((model) => cosinesOf(gallery, model, members));
    for (const [index, probe] of members.entries())
      yield scoreProbe(
        gallery,
        probe,
        cosines.map((row) => row(index)),
      );
  }
}

/** Cosines of each probe of a block with all photos; null for a probe that lacks the model. */
function cosinesOf(
  gallery: ComparableGallery,
  model: ModelRows,
  probes: readonly Template[],
): (probe: number) => Float32Array | null {
  const vectors = probes.map((probe) => vectorOf(probe, model.key, gallery.means));
  const product = crossDot(stackRows(vectors, model.vectors.columns), model.vectors);
  return (probe) =>
    vectors[probe] ? product.values.subarray(probe * product.columns, (probe + 1) * product.columns) : null;
}

function scoreProbe(gallery: ComparableGallery, probe: Template, cosines: readonly (Float32Array | null)[]): RawScores {
  const { rows, models } = gallery;
  const photos = emptyFusion(rows.photos.length);
  const templates = emptyFusion(rows.children.length);
  const weights = Float64Array.from(rows.photos, (photo) => photoWeight(photo, probe.ageYears));
  models.forEach((model, index) => {
    const row = cosines[index];
    if (!row) return;
    for (let photo = 0; photo < row.length; photo++)
      if (model.present[photo]) addEvidence(photos, photo, zScore(row[photo] ?? 0, model.impostors), model.weight);
    addTemplates(templates, model, { rows, cosines: row, weights });
  });
  const photoScores = fusedScores(photos, gallery.totalWeight);
  return {
    photos: photoScores,
    children: poolChildren(gallery, photoScores, fusedScores(templates, gallery.totalWeight)),
  };
}

/** Add what one model says about the mean template of each child. */
function addTemplates(
  templates: Fusion,
  model: ModelRows,
  { rows, cosines, weights }: { rows: PhotoRows; cosines: Float32Array; weights: Float64Array },
): void {
  const add = (child: number, cosine: number) =>
    addEvidence(templates, child, zScore(cosine, model.impostors), model.weight);
  for (let child = 0; child < rows.children.length; child++) {
    const first = rows.starts[child] ?? 0;
    const end = rows.starts[child + 1] ?? 0;
    const gram = model.grams[child];
    if (!gram) {
      if (end > first && model.present[first]) add(child, cosines[first] ?? 0);
      continue;
    }
    // A photo without this model is a row of zeros: it adds nothing to the sum nor to its length.
    if (!model.present.subarray(first, end).includes(1)) continue;
    const cosine = meanTemplateCosine(cosines.subarray(first, end), weights.subarray(first, end), gram);
    add(child, cosine);
  }
}

function poolChildren({ rows, pool }: ComparableGallery, photos: Float64Array, templates: Float64Array): Float64Array {
  const best = new Float64Array(rows.children.length).fill(Number.NEGATIVE_INFINITY);
  photos.forEach((score, photo) => {
    const child = rows.owners[photo] ?? 0;
    if (score > (best[child] ?? 0)) best[child] = score;
  });
  return best.map((score, child) => pool(score, templates[child] ?? Number.NEGATIVE_INFINITY));
}
