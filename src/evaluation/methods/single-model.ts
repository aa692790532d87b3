import type { ModelId, Template } from '../../core/face.ts';
import { dot } from '../../core/vector.ts';
import type { Method, Scorer, Task } from './method.ts';

/** The distance below which dlib and face_recognition call two photos the same person. */
const DLIB_DISTANCE = 0.6;

/** One network alone: the highest cosine over the reference photos. */
export function cosineMethod(model: ModelId): Method {
  return {
    name: `${model}-cosine`,
    summary: `${model} alone, highest cosine over the reference photos`,
    models: [model],
    prepare: (task) => nearest(model, task, (cosine) => cosine),
  };
}

/**
 * The method of dlib's example and of the face_recognition library: Euclidean distance of the 128-d vectors, 0.6.
 *
 * Of unit vectors d² = 2 − 2·cosine, so the order is that of the cosine; what differs is the threshold that its
 * users take as given. The score is the negative distance.
 */
export const dlibEuclidean: Method = {
  name: 'dlib128-euclidean',
  summary: 'dlib128 with Euclidean distance, smallest over the reference photos, as in face_recognition',
  models: ['dlib128'],
  fixedThreshold: { score: -DLIB_DISTANCE, label: `distance under ${DLIB_DISTANCE}` },
  prepare: (task) => nearest('dlib128', task, (cosine) => -Math.sqrt(Math.max(0, 2 - 2 * cosine))),
};

function nearest(model: ModelId, { gallery }: Task, scale: (cosine: number) => number): Scorer {
  const references = gallery.map((identity) =>
    identity.references.flatMap(({ template }) => vectorOf(template, model)),
  );
  return ({ template }) => {
    const [probe] = vectorOf(template, model);
    return Float64Array.from(references, (vectors) => {
      if (!probe || vectors.length === 0) return Number.NEGATIVE_INFINITY;
      return scale(vectors.reduce((highest, vector) => Math.max(highest, dot(vector, probe)), -1));
    });
  };
}

function vectorOf(template: Template | null, model: ModelId): Float32Array[] {
  return template?.embeddings.filter((embedding) => embedding.model === model).map(({ vector }) => vector) ?? [];
}
