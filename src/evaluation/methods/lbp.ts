import type { Template } from '../../core/face.ts';
import type { Method, Scorer, Task } from './method.ts';

/**
 * Local binary patterns with the χ² distance to the nearest reference photo, as Ahonen and others compare them.
 *
 * The score is the negative distance, −2 … 0.
 */
export const lbpChiSquare: Method = {
  name: 'lbp-chi-square',
  summary: 'LBP histograms in 7 × 7 cells with χ² distance (Ahonen, Hadid, Pietikäinen 2006)',
  models: ['lbp'],
  prepare: nearestHistogram,
};

/**
 * χ² of two histograms p and q: Σ (p − q)² / (p + q), 0 (equal) … 2 (nothing in common).
 *
 * @param first square roots of the relative frequencies, as the `lbp` embedding holds them
 */
export function chiSquare(first: Float32Array, second: Float32Array): number {
  let sum = 0;
  for (let bin = 0; bin < first.length; bin++) {
    const a = first[bin] ?? 0;
    const b = second[bin] ?? 0;
    const p = a * a;
    const q = b * b;
    if (p + q > 0) sum += (p - q) ** 2 / (p + q);
  }
  return sum;
}

function nearestHistogram({ gallery }: Task): Scorer {
  const references = gallery.map(({ references: samples }) =>
    samples.flatMap(({ template }) => histogramOf(template) ?? []),
  );
  return (probes) => {
    const scores = new Float32Array(probes.length * gallery.length).fill(Number.NEGATIVE_INFINITY);
    probes.forEach(({ template }, row) => {
      const probe = histogramOf(template);
      if (!probe) return;
      references.forEach((histograms, identity) => {
        const distances = histograms.map((histogram) => chiSquare(probe, histogram));
        scores[row * gallery.length + identity] = -Math.min(...distances, Number.POSITIVE_INFINITY);
      });
    });
    return scores;
  };
}

function histogramOf(template: Template | null): Float32Array | undefined {
  return template?.embeddings.find(({ model }) => model === 'lbp')?.vector;
}
