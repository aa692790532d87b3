import type { ModelId, Template } from '../../core/face.ts';
import { crossDot, stackRows } from '../../match/similarity.ts';
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

/** Scores of the best reference photo of each identity. */
function nearest(model: ModelId, { gallery }: Task, scale: (cosine: number) => number): Scorer {
  const owners: number[] = [];
  const vectors: Float32Array[] = [];
  gallery.forEach(({ references }, identity) => {
    for (const { template } of references)
      for (const vector of vectorsOf(template, model)) {
        owners.push(identity);
        vectors.push(vector);
      }
  });
  return (probes) => {
    const scores = new Float32Array(probes.length * gallery.length).fill(Number.NEGATIVE_INFINITY);
    const probeVectors = probes.flatMap(({ template }) => vectorsOf(template, model));
    const columns = probeVectors[0]?.length ?? 0;
    const cosines = crossDot(stackRows(probeVectors, columns), stackRows(vectors, columns));
    cosines.values.forEach((cosine, index) => {
      const row = Math.floor(index / owners.length);
      const cell = row * gallery.length + (owners[index % owners.length] ?? 0);
      scores[cell] = Math.max(scores[cell] ?? Number.NEGATIVE_INFINITY, scale(cosine));
    });
    return scores;
  };
}

function vectorsOf(template: Template | null, model: ModelId): Float32Array[] {
  return template?.embeddings.filter((embedding) => embedding.model === model).map(({ vector }) => vector) ?? [];
}
