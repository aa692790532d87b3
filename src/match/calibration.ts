import { CHILD_SPREAD } from './start.ts';
import { exceedance, type ImpostorTail } from './tail.ts';
import type { CalibrationBasis, Strength } from './types.ts';

/**
 * [Note: Calibration]
 *
 * From a normalised score to the chance that a search for an unrelated person brings somebody this high in a
 * gallery of this size. Three sources, each replacing the one before as it grows:
 *
 * 1. start: a bound from the start values, with safety factors for children (start.ts);
 * 2. the gallery itself: each enrolled child searched among the others is a non-mated search;
 * 3. past probes of the same age domain that people have found to be non-mated.
 *
 * Chances are blended as logarithms by how much evidence there is, so nothing jumps when a photo is added.
 * A threshold is only ever asked for as an FPIR.
 */
export interface Calibration {
  /** Children in the gallery. */
  readonly gallerySize: number;
  /** Photos in the gallery. */
  readonly faces: number;
  /** Deviation that the start values give the scores of strangers, > 0. */
  readonly startDeviation: number;
  /** Later sources override earlier ones in proportion to `trust`, 0 … 1. */
  readonly sources: readonly { readonly tail: ImpostorTail; readonly trust: number }[];
}

/** The start values never state anything rarer than one in this many. */
const START_REACH = 200;

/** Scores between which thresholds are looked for, in impostor deviations. */
const SCORE_RANGE = [-100, 1000] as const;
const BISECTIONS = 60;

/**
 * Chance, 0 … 1, that a non-mated search brings a candidate with at least this score. Never rises with the score.
 */
export function chanceOf(calibration: Calibration, score: number): number {
  const { gallerySize, sources } = calibration;
  return sources.reduce(
    (chance, { tail, trust }) => {
      if (trust === 0) return chance;
      return chance ** (1 - trust) * exceedance(tail, score, gallerySize) ** trust;
    },
    startChance(calibration, score),
  );
}

/**
 * The lowest score whose chance is at most the wanted FPIR.
 *
 * @param fpir proportion of non-mated searches that may return anybody, above 0, at most 1
 * @returns Infinity when the evidence is too small to promise that FPIR at any score: then the answer is «nobody»
 * @throws RangeError for another fpir
 */
export function thresholdFor(calibration: Calibration, fpir: number): number {
  if (!(fpir > 0 && fpir <= 1)) throw new RangeError(`an FPIR lies above 0 and at most at 1, not at ${fpir}`);
  let [low, high]: [number, number] = [...SCORE_RANGE];
  if (chanceOf(calibration, high) > fpir) return Number.POSITIVE_INFINITY;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (chanceOf(calibration, middle) <= fpir) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * [Note: Young deployments]
 *
 * With a dozen children no score can be shown to be rare, so no threshold that promises an FPIR is ever reached, and
 * nobody would hear of a child who was seen. Until the deployment's own searches suffice, the best candidate of a search
 * therefore raises an alert as well when it is above every search for a stranger so far: with n such searches that is
 * an FPIR of about 1 in n + 1. The alert says that there are too few cases to tell how rare the likeness is.
 *
 * @returns the highest score of a stranger so far, at least a deviation of the start values; null once the deployment's
 *   own searches suffice
 */
export function bestStrangerOf(calibration: Calibration): number | null {
  if (basisOf(calibration) === 'own') return null;
  const bests = calibration.sources.flatMap(({ tail }) => tail.scores.at(-1) ?? []);
  return Math.max(calibration.startDeviation, ...bests);
}

/** What the calibration rests on. */
export function basisOf({ sources }: Calibration): CalibrationBasis {
  const trust = Math.max(0, ...sources.map((source) => source.trust));
  if (trust === 0) return 'start';
  return trust < 1 ? 'blended' : 'own';
}

/**
 * Bound of the chance from the start values alone.
 *
 * Each photo is one comparison with a stranger, whose chance is below ½·exp(−z²/2), the Chernoff bound of a normal
 * tail; of all photos together, it is below the sum (Bonferroni).
 */
function startChance({ faces, startDeviation }: Calibration, score: number): number {
  const z = Math.max(0, score / startDeviation);
  return Math.min(1, Math.max(1 / START_REACH, (faces / 2) * Math.exp((-z * z) / 2)));
}

/**
 * Deviation of strangers' scores as the start values see it: models may agree completely, so their deviations add
 * up (Σ w), and children spread wider ({@link CHILD_SPREAD}) until the deviations are the deployment's own.
 *
 * @param totalWeight sum of the weights of the models in use
 * @param trust 0 … 1, how much the deployment's own statistics count
 */
export function startDeviationOf(totalWeight: number, trust: number): number {
  return Math.max(1, totalWeight) * (1 + (CHILD_SPREAD - 1) * (1 - trust));
}

/** Least «one in …» for each word. Between them a factor of ten, as scales of verbal strength commonly have. */
const STRENGTHS: readonly (readonly [number, Strength])[] = [
  [1000, 'very strong'],
  [100, 'strong'],
  [10, 'moderate'],
  [2, 'limited'],
];

/**
 * Words for people. A low strength on start values is not weak evidence but missing evidence, and says so.
 *
 * @param oneIn about one non-mated search in this many brings somebody this high
 */
export function strengthOf(oneIn: number, basis: CalibrationBasis): Strength {
  const word = STRENGTHS.find(([least]) => oneIn >= least)?.[1] ?? 'none';
  const isWeak = word === 'none' || word === 'limited';
  return isWeak && basis !== 'own' ? 'not enough data' : word;
}
