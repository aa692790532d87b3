import type { ModelId, Template } from '../../core/face.ts';
import { stackRows } from '../../match/similarity.ts';
import { decisionValues } from '../svm/model.ts';
import { type Example, MOST_CLASSES, PAPER_SVM, REST_SVM, type SvmSettings, trainSvm } from '../svm/train.ts';
import type { Method, Scorer, Task } from './method.ts';

/**
 * The seed paper's classifier on a model's vectors: a multi-class SVM trained on the gallery, one class a person.
 *
 * @see P. S. Chandran, N. B. Byju, R. U. Deepak, «Missing child identification system using deep learning and
 *   multiclass SVM», IEEE RAICS 2018
 */
export function svmMethod(model: ModelId): Method {
  return {
    name: `${model}-svm`,
    summary: `${model} with a linear multi-class SVM (libsvm, one against one) trained on the gallery`,
    models: [model],
    mostPeople: MOST_CLASSES,
    prepare: (task) => trainOn(task, model, PAPER_SVM),
  };
}

/** The same with one machine a person, against all others. */
export function svmRestMethod(model: ModelId): Method {
  return {
    name: `${model}-svm-rest`,
    summary: `${model} with a linear SVM for each person against the rest of the gallery`,
    models: [model],
    mostPeople: MOST_CLASSES,
    prepare: (task) => trainOn(task, model, REST_SVM),
  };
}

function trainOn({ gallery }: Task, model: ModelId, settings: SvmSettings): Scorer {
  const examples: Example[] = gallery.flatMap(({ references }, label) =>
    references.flatMap(({ template }) => vectorsOf(template, model).map((vector) => ({ label, vector }))),
  );
  if (examples.length === 0)
    return (probes) => new Float32Array(probes.length * gallery.length).fill(Number.NEGATIVE_INFINITY);
  const svm = trainSvm(examples, gallery.length, settings);
  const trained = new Set(examples.map(({ label }) => label));
  return (probes) => {
    const vectors = probes.map(({ template }) => vectorsOf(template, model)[0] ?? null);
    const values = decisionValues(svm, stackRows(vectors, svm.vectors.columns));
    return values.map((value, index) => (trained.has(index % gallery.length) ? value : Number.NEGATIVE_INFINITY));
  };
}

function vectorsOf(template: Template | null, model: ModelId): Float32Array[] {
  return template?.embeddings.filter((embedding) => embedding.model === model).map(({ vector }) => vector) ?? [];
}
