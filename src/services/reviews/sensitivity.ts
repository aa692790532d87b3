import { type Conclusion, sideOf } from './conclusion.ts';

/** A judgement whose truth became known. */
export interface Measure {
  /** `control`: two children known to differ; `consensus`: a pair that reviewers came to call the same child. */
  readonly source: 'control' | 'consensus';
  readonly conclusion: Conclusion;
}

/** How well a reviewer tells children apart. */
export interface Sensitivity {
  /** Controls judged, and how many of them were called the same child. */
  readonly controls: number;
  readonly falseAlarms: number;
  /** Pairs that the consensus calls the same child, and how many of them this reviewer called so. */
  readonly mates: number;
  readonly hits: number;
  /** «Unable to compare»: these count in none of the above. */
  readonly unable: number;
  /** d′: 0 is guessing, above 2 is good; null without judgements of both kinds. */
  readonly dPrime: number | null;
  /** How far d′ can be trusted, as a sentence; null when there is enough of both kinds. */
  readonly caution: string | null;
}

/** Below this many of a kind d′ swings by more than half a unit from one answer to the next. */
const ENOUGH = 20;

/**
 * A reviewer's d′ = z(hit rate) − z(false alarm rate), each rate by the log-linear rule (n + ½) / (N + 1), so that a
 * clean sheet does not give infinity.
 *
 * Hits rest on the consensus, to which the reviewer contributed: they flatter. False alarms rest on controls and do not.
 *
 * @see M. Hautus (1995), Behavior Research Methods 27, 46–51, for the log-linear rule
 */
export function sensitivityOf(measures: readonly Measure[]): Sensitivity {
  const able = measures.filter(({ conclusion }) => conclusion !== null);
  const controls = able.filter(({ source }) => source === 'control');
  const mates = able.filter(({ source }) => source === 'consensus');
  const falseAlarms = controls.filter(saidSame).length;
  const hits = mates.filter(saidSame).length;
  const isMeasured = controls.length > 0 && mates.length > 0;
  return {
    controls: controls.length,
    falseAlarms,
    mates: mates.length,
    hits,
    unable: measures.length - able.length,
    dPrime: isMeasured ? probit(rate(hits, mates.length)) - probit(rate(falseAlarms, controls.length)) : null,
    caution: cautionFor(controls.length, mates.length),
  };
}

function saidSame({ conclusion }: Measure): boolean {
  return sideOf(conclusion) === 'same';
}

function rate(count: number, of: number): number {
  return (count + 0.5) / (of + 1);
}

function cautionFor(controls: number, mates: number): string | null {
  if (controls >= ENOUGH && mates >= ENOUGH) return null;
  return `Too few to judge anybody by: ${controls} controls and ${mates} pairs of the same child; at least ${ENOUGH} of each are needed.`;
}

/** Coefficients of probit, in falling powers: central and tail approximation. */
const CENTRE = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716];
const CENTRE_LAST = 2.506628277459239;
const CENTRE_BELOW = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const TAIL = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968];
const TAIL_LAST = 2.938163982698783;
const TAIL_BELOW = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
const TAIL_BEGINS = 0.02425;

/**
 * The standard normal quantile, to a relative error below 1.2e-9.
 *
 * @param probability 0 < p < 1
 * @see P. Acklam (2003), «An algorithm for computing the inverse normal cumulative distribution function»
 */
export function probit(probability: number): number {
  if (probability > 0.5) return -probit(1 - probability);
  if (!(probability > 0)) throw new RangeError(`${probability} has no normal quantile`);
  if (probability < TAIL_BEGINS) {
    const q = Math.sqrt(-2 * Math.log(probability));
    return polynomial([...TAIL, TAIL_LAST], q) / polynomial([...TAIL_BELOW, 1], q);
  }
  const q = probability - 0.5;
  return (polynomial([...CENTRE, CENTRE_LAST], q * q) * q) / polynomial([...CENTRE_BELOW, 1], q * q);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
