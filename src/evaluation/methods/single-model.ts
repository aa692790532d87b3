import type { ModelId, Template } from '../../core/face.ts';
import { dlibDistance, SAME_PERSON_DISTANCE } from '../../match/euclidean.ts';
import { crossDot, stackRows } from '../../match/similarity.ts';
import type { Method, Scorer, Task } from './method.ts';

/** One network alone: the highest cosine over the reference photos. */
export function cosineMethod(model: ModelId): Method {
  return {
    name: `${model}-cosine`,
    summary: `${model} alone, highest cosine over the reference photos`,
    models: [model],
    prepare: (task) => nearest(model, task, (cosine) => cosine),
  };
}

/** Histograms of oriented gradients, compared as the networks' vectors are. */
export const hogCosine: Method = {
  ...cosineMethod('hog'),
  summary: 'histograms of oriented gradients (Dalal, Triggs 2005), highest cosine over the reference photos',
};

/** Scale-invariant features on a grid over the face, compared as the networks' vectors are. */
export const siftCosine: Method = {
  ...cosineMethod('sift'),
  summary: 'dense root-SIFT (Lowe 2004; Arandjelović, Zisserman 2012), highest cosine over the reference photos',
};

/**
 * The method of dlib's example and of the face_recognition library: Euclidean distance of the 128-d vectors, 0.6.
 *
 * The order is that of the cosine; what differs is the threshold that its users take as given. The score is the
 * negative distance. See [Note: Euclidean distance].
 */
export const dlibEuclidean: Method = {
  name: 'dlib128-euclidean',
  summary: 'dlib128 with Euclidean distance, smallest over the reference photos, as in face_recognition',
  models: ['dlib128'],
  fixedThreshold: { score: -SAME_PERSON_DISTANCE, label: `distance under ${SAME_PERSON_DISTANCE}` },
  prepare: (task) => nearest('dlib128', task, (cosine) => -dlibDistance(cosine)),
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
