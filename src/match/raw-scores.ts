import type { ModelId, Template } from '../core/face.ts';
import type { DomainMeans } from './domain.ts';
import { addEvidence, emptyFusion, type Fusion, fusedScores, zScore } from './fusion.ts';
import { meanTemplateCosine, photoWeight, poolPhotos } from './reference.ts';
import { type ModelRows, type PhotoRows, vectorOf } from './rows.ts';
import { crossDot, stackRows } from './similarity.ts';

/** A gallery ready to be compared with: all that does not depend on the probe. */
export interface ComparableGallery {
  readonly rows: PhotoRows;
  readonly models: readonly ModelRows[];
  readonly means: DomainMeans;
  /** Sum of the weights of the models in use. */
  readonly totalWeight: number;
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

/** Sum of the weights of the distinct models; versions of one model share its weight. */
export function totalWeightOf(models: readonly { model: ModelId; weight: number }[]): number {
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
    children: poolChildren(rows, photoScores, fusedScores(templates, gallery.totalWeight)),
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

function poolChildren(rows: PhotoRows, photos: Float64Array, templates: Float64Array): Float64Array {
  const best = new Float64Array(rows.children.length).fill(Number.NEGATIVE_INFINITY);
  photos.forEach((score, photo) => {
    const child = rows.owners[photo] ?? 0;
    if (score > (best[child] ?? 0)) best[child] = score;
  });
  return best.map((score, child) => poolPhotos(score, templates[child] ?? Number.NEGATIVE_INFINITY));
}
