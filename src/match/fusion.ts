import type { ModelId } from '../core/face.ts';
import { UNKNOWN_MODEL } from './start.ts';
import type { ImpostorStatistics, ModelScoring } from './types.ts';

/** A cosine in impostor deviations: 0 is an average stranger, 3 about one stranger in a thousand. */
export function zScore(cosine: number, impostors: ImpostorStatistics): number {
  return (cosine - impostors.mean) / impostors.deviation;
}

/**
 * Σ w·z and Σ w for many comparisons at once (photos or children of a gallery).
 *
 * The fused score is the weighted sum of z-normalised scores, the plainest and hardest to beat of the classic
 * fusion rules. Where a model is missing, the others are stretched to the full weight, so that scores with
 * and without it compare.
 *
 * @see A. Jain, K. Nandakumar, A. Ross, «Score normalization in multimodal biometric systems», Pattern Recognition 38 (2005)
 */
export interface Fusion {
  readonly scores: Float64Array;
  readonly weights: Float64Array;
}

/** A fusion of `length` comparisons without evidence. */
export function emptyFusion(length: number): Fusion {
  return { scores: new Float64Array(length), weights: new Float64Array(length) };
}

/** Add what one model says about one comparison. */
export function addEvidence(fusion: Fusion, index: number, z: number, weight: number): void {
  fusion.scores[index] = (fusion.scores[index] ?? 0) + weight * z;
  fusion.weights[index] = (fusion.weights[index] ?? 0) + weight;
}

/**
 * The fused scores.
 *
 * @param total sum of the weights of all models in use
 * @returns impostor deviations × total weight; −Infinity without evidence
 */
export function fusedScores({ scores, weights }: Fusion, total: number): Float64Array {
  return scores.map((score, index) => {
    const seen = weights[index] ?? 0;
    return seen > 0 ? (score * total) / seen : Number.NEGATIVE_INFINITY;
  });
}

/**
 * Mean and deviation of a sample of impostor cosines, drawn towards the start values while the sample is small.
 *
 * @param cosines between different people
 * @param trust 0 (start values only) … 1 (the sample only)
 */
export function impostorStatistics(
  cosines: Iterable<number>,
  start: ImpostorStatistics,
  trust: number,
): ImpostorStatistics {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const cosine of cosines) {
    count++;
    sum += cosine;
    squares += cosine * cosine;
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  if (trust === 0 || !(deviation > 0)) return start;
  return {
    mean: start.mean + trust * (mean - start.mean),
    deviation: start.deviation + trust * (deviation - start.deviation),
  };
}

/** Weight and start statistics of a model; one without numbers counts like a cautious stranger. */
export function scoringOf(model: ModelId, models: Readonly<Record<ModelId, ModelScoring>>): Required<ModelScoring> {
  return { ...UNKNOWN_MODEL, ...models[model] };
}
