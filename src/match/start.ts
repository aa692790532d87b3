import type { ModelId } from '../core/face.ts';
import type { ModelScoring } from './types.ts';

/**
 * [Note: Start values]
 *
 * What the scoring believes before the deployment has enough faces of its own. Every number here is either
 * measured on photos that may be shipped (adults in the sample pictures of npm packages, printed again by
 * `scripts/measure-start-statistics.ts`) or a rounded safety factor, never fitted on anybody's research data.
 *
 * The networks were trained on adults: children look alike to them. At the cosine that one adult pair in a
 * thousand reaches, 37 (fr512) to 50 (dlib128) child pairs in a thousand do. A normal distribution moved up by
 * one adult deviation and 1.3 times as wide passes that cosine with 54 in a thousand: so the two factors below.
 */

/**
 * Weight of each default model in the fused score, and its impostor statistics on adults: 31 pairs of faces of the
 * same group pictures, so of different people who are alike in age, sex, dress and light.
 */
export const DEFAULT_MODELS: Readonly<Record<ModelId, ModelScoring>> = {
  fr512: { weight: 1, start: { mean: 0.12, deviation: 0.13 } },
  mfn192: { weight: 0.6, start: { mean: 0.17, deviation: 0.16 } },
  dlib128: { weight: 0.7, start: { mean: 0.886, deviation: 0.025 } },
};

/** For a model that a deployment adds without numbers: as wide as the widest default model. */
export const UNKNOWN_MODEL: Required<ModelScoring> = {
  weight: 1,
  start: { mean: 0.2, deviation: 0.16 },
  measured: false,
};

/** Models that are centred per age domain. dlib128 is not: it made errors unequal between groups (docs/scoring.md). */
export const CENTRED_MODELS: readonly ModelId[] = ['fr512', 'mfn192'];

/** Children's impostor cosines lie at most this many adult deviations above those of adults. */
export const CHILD_SHIFT = 1;

/** And spread at most this many times as wide. */
export const CHILD_SPREAD = 1.3;

/** Faces from which the deployment's own statistics stand alone. */
export const FACES_FOR_OWN_STATISTICS = 200;

/** People from which the deployment's own non-mated searches stand alone; photos of one person are no independent evidence. */
export const PEOPLE_FOR_OWN_SEARCHES = 100;
