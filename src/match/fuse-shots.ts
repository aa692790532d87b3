import type { Embedding, Template } from '../core/face.ts';
import { normalise } from '../core/vector.ts';

/** What one shot of a person says. */
export interface ShotEvidence {
  /** Unit vectors, at most one a model. */
  readonly embeddings: readonly Embedding[];
  /** Unified quality score, 0 … 100. */
  readonly quality: number;
}

/** A shot of quality 0 counts this much: where all are so bad, their mean still says more than one of them. */
const LEAST_WEIGHT = 1;

/**
 * One template of several shots of one person: for each model the direction of the quality-weighted mean of its unit
 * vectors, of unit length. What differs from shot to shot (noise, blur, turns of the head) cancels out in part.
 *
 * A model that is missing from some shots is fused of the others; vectors of different versions are never mixed, the
 * version of the best shot counts. The template's quality is that of the best shot; it has no age and no photo.
 *
 * @param shots at least one; their order does not matter, except among shots of equal quality and different versions
 * @throws RangeError for no shots, or when the vectors of a model cancel out
 * @see Ranjan et al. (2018), «Crystal loss and quality pooling for unconstrained face verification and recognition»,
 *   arXiv:1804.01159; its weights are a softmax of detector scores, these are the quality itself
 */
export function fuseShots(shots: readonly ShotEvidence[]): Template {
  const ordered = shots.toSorted((first, second) => second.quality - first.quality);
  const [best] = ordered;
  if (!best) throw new RangeError('no shots to fuse');
  const firstOfModel = new Map<string, Embedding>();
  for (const { embeddings } of ordered)
    for (const embedding of embeddings)
      if (!firstOfModel.has(embedding.model)) firstOfModel.set(embedding.model, embedding);
  const embeddings = [...firstOfModel.values()].map(({ model, version, vector }) => {
    const sum = new Float64Array(vector.length);
    for (const shot of ordered) {
      const same = shot.embeddings.find((other) => other.model === model && other.version === version);
      if (same) add(sum, same.vector, Math.max(LEAST_WEIGHT, shot.quality));
    }
    return { model, version, vector: normalise(Float32Array.from(sum)) };
  });
  return { embeddings, quality: best.quality, ageYears: null, photo: '' };
}

/** Weights are as they are: only the direction of the sum counts. @throws RangeError when the lengths differ */
function add(sum: Float64Array, vector: Float32Array, weight: number): void {
  if (vector.length !== sum.length)
    throw new RangeError(`cannot fuse vectors of ${sum.length} and ${vector.length} numbers`);
  for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + weight * (vector[index] ?? 0);
}
