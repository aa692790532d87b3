import { setImmediate } from 'node:timers/promises';
import type { HeldOut } from '../../adapters/calibration-file.ts';
import { AppError } from '../../core/errors.ts';
import { type Identity, isComplete, makeTrials, type Trial } from '../protocol.ts';
import { runTrial } from '../searches.ts';
import { type Fit, type FitSettings, fitDefault, fitScoring } from './fit.ts';
import { compareHeldOut, type TestedTrial } from './held-out.ts';
import { scoringMethod } from './scoring-method.ts';
import { judge } from './verdict.ts';

/** Fewer people with photos of both kinds leave halves too small to fit on and to test with. */
const LEAST_PEOPLE = 40;

export interface CalibrateOptions extends FitSettings {
  /** How often the people are dealt into two halves. */
  readonly splits: number;
  readonly signal: AbortSignal;
  /** Called after each step, with how many there are. */
  readonly onStep?: (steps: number) => void;
}

/** A scoring fitted on all people, and what such a fit is worth on people it has not seen. */
export interface Calibrated {
  readonly fit: Fit;
  readonly measured: HeldOut;
}

/**
 * Fit a scoring on labelled people.
 *
 * Every number is measured on people whom nothing was fitted on: the people are dealt into halves, a scoring is fitted
 * on one and tested on the other and the other way round, `splits` times. What is handed out is fitted on all:
 * on twice as many people as what was measured, and itself unmeasured.
 *
 * @throws AppError `invalid` with fewer than 40 people
 * @throws the reason of `signal` when it aborts
 */
export async function calibratePeople(people: readonly Identity[], options: CalibrateOptions): Promise<Calibrated> {
  const { splits, seed, signal, onStep } = options;
  const usable = people.map(withTemplates).filter(isComplete);
  if (usable.length < LEAST_PEOPLE)
    throw new AppError(
      'invalid',
      `${usable.length} people have a photo to enrol and one to search with. A calibration needs ${LEAST_PEOPLE}, and is worth little below 200.`,
    );
  const trials = makeTrials(usable, splits, seed);
  const tested: { default: TestedTrial[]; fitted: TestedTrial[] } = { default: [], fitted: [] };
  for (const trial of trials) {
    const development = trial.development.flatMap((index) => usable[index] ?? []);
    tested.default.push(test(fitDefault(development, options), usable, trial));
    tested.fitted.push(test(fitScoring(development, options), usable, trial));
    onStep?.(trials.length + 1);
    // Let Ctrl-C be heard.
    await setImmediate();
    signal.throwIfAborted();
  }
  const numbers = compareHeldOut(tested, usable.length, seed);
  const fit = fitScoring(usable, options);
  onStep?.(trials.length + 1);
  return { fit, measured: { ...numbers, ...judge(numbers.difference) } };
}

function test({ options, likelihood }: Fit, people: readonly Identity[], trial: Trial): TestedTrial {
  return {
    outcome: runTrial(
      scoringMethod('held out', () => options),
      people,
      trial,
    ),
    likelihood,
  };
}

/** Photos without a template teach nothing; failures to enrol are what `homeward evaluate` counts. */
function withTemplates(person: Identity): Identity {
  const made = ({ template }: { readonly template: unknown }) => template !== null;
  return { ...person, references: person.references.filter(made), probes: person.probes.filter(made) };
}
