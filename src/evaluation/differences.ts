import { type Interval, intervalOf, type Replicates } from './bootstrap.ts';
import type { Difference } from './result.ts';

/** A metric of one method with its bootstrap replicates; all methods of a comparison draw the same people. */
export interface PairedMetric {
  readonly value: number | null;
  readonly replicates: Replicates;
}

/** What two methods are compared by. */
export interface PairedMetrics {
  readonly rank: Readonly<Record<'1' | '10', PairedMetric>>;
  readonly fnir: Readonly<Record<'0.01' | '0.1', PairedMetric>>;
}

/**
 * How much better one method is than another on the same searches, with paired bootstrap intervals over people.
 *
 * Both methods fail on the same hard people, so their difference is surer than two intervals side by side suggest.
 *
 * @returns positive where `lead` is better
 * @see B. Efron, R. Tibshirani, «An introduction to the bootstrap», 1993
 */
export function differenceOf(name: string, lead: PairedMetrics, other: PairedMetrics): Difference {
  return {
    name,
    rank: { '1': less(lead.rank['1'], other.rank['1']), '10': less(lead.rank['10'], other.rank['10']) },
    fnir: {
      '0.01': less(other.fnir['0.01'], lead.fnir['0.01']),
      '0.1': less(other.fnir['0.1'], lead.fnir['0.1']),
    },
  };
}

/** `first` − `second`; null where one of them is not defined. */
function less(first: PairedMetric, second: PairedMetric): { value: number | null; interval: Interval | null } {
  if (first.value === null || second.value === null) return { value: null, interval: null };
  const drawn = first.replicates.map((value, index) => value - (second.replicates[index] ?? Number.NaN));
  const interval = intervalOf(drawn);
  // Two methods that never differ on these people: how far apart they are on others, nobody can tell.
  const isDegenerate = interval !== null && interval[0] === interval[1];
  return { value: first.value - second.value, interval: isDegenerate ? null : interval };
}
