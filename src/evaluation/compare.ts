import { setImmediate } from 'node:timers/promises';
import type { Method } from './methods/method.ts';
import type { Outcome } from './outcome.ts';
import { type Identity, makeTrials } from './protocol.ts';
import type { MethodResult } from './result.ts';
import { runTrial } from './searches.ts';
import { summarise } from './summary.ts';

export interface CompareOptions {
  /** How often people are dealt anew into halves. */
  readonly splits: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Called after each trial of each method. */
  readonly onTrial?: () => void;
}

/**
 * Run every method on the same trials of the same people.
 *
 * @returns the methods in the order given; the same people, seed and splits give the same numbers
 * @throws the signal's reason when it aborts, between two trials
 */
export async function compareMethods(
  methods: readonly Method[],
  identities: readonly Identity[],
  options: CompareOptions,
): Promise<MethodResult[]> {
  const trials = makeTrials(identities, options.splits, options.seed);
  const results: MethodResult[] = [];
  for (const method of methods) {
    const outcomes: Outcome[] = [];
    for (const trial of trials) {
      outcomes.push(runTrial(method, identities, trial));
      options.onTrial?.();
      // Let the progress be drawn and Ctrl-C be heard.
      await setImmediate();
      options.signal.throwIfAborted();
    }
    results.push(summarise(method, identities, outcomes, options.seed));
  }
  return results;
}
