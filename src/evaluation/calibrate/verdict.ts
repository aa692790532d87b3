import type { HeldOut } from '../../adapters/calibration-file.ts';

type Difference = HeldOut['difference'];

/**
 * Is the fitted scoring better? Said by one measure that is set beforehand, or chance would have four tries: FNIR at
 * FPIR 10 %, with the whole 95 % interval of the paired difference on the good side; and rank 1 must not be worse in
 * that sense. Where too few strangers define the FNIR, rank 1 decides.
 */
export function judge(difference: Difference): Pick<HeldOut, 'better' | 'verdict'> {
  const { rank1, fnir10 } = difference;
  if (isBelowZero(rank1.interval))
    return { better: false, verdict: 'The default is better: the right person comes first more often with it.' };
  const gain = fnir10.interval ? isBelowZero(fnir10.interval) : isAboveZero(rank1.interval);
  if (gain)
    return { better: true, verdict: 'The fitted scoring is better than the default on people it was not fitted on.' };
  return { better: false, verdict: 'The default is as good: the difference is within what chance gives.' };
}

function isBelowZero(interval: readonly [number, number] | null): boolean {
  return interval !== null && interval[1] < 0;
}

function isAboveZero(interval: readonly [number, number] | null): boolean {
  return interval !== null && interval[0] > 0;
}
