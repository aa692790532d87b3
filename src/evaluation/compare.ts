import { inOrder } from '../services/ordered.ts';
import type { ClosedSetOptions } from './closed-set.ts';
import type { Crew } from './crew.ts';
import { differenceOf } from './differences.ts';
import { HOMEWARD } from './methods/homeward.ts';
import type { Trial } from './protocol.ts';
import type { ClosedSetResult, Direction } from './result.ts';
import type { Summary } from './summary.ts';
import type { WorstErrors } from './worst.ts';

export interface CompareOptions {
  /** Whether what is enrolled and what is searched with change places. */
  readonly exchanged: boolean;
  readonly signal: AbortSignal;
  /** Called after each trial of each method, and once more when its metrics are worked out. */
  readonly onStep?: (() => void) | undefined;
}

/** All methods on the same searches. */
export interface Comparison extends Pick<Direction, 'methods' | 'differences'> {
  /** Of the leading method. */
  readonly errors: WorstErrors;
}

/** Methods in work: while the metrics of one are worked out, the trials of the next begin. Bounds what is kept. */
const METHODS_IN_WORK = 2;

/**
 * Run every method on the same trials of the same people.
 *
 * @param methods names, in the order of the results
 * @returns the same people, seed and splits give the same numbers, however many threads there are
 * @throws the signal's reason when it aborts; the crew is then closed
 */
export async function compareMethods(
  crew: Crew,
  methods: readonly string[],
  trials: readonly Trial[],
  options: CompareOptions,
): Promise<Comparison> {
  const { signal } = options;
  return unlessStopped(crew, signal, async () => {
    const summaries: Summary[] = [];
    const work = (method: string) => summariseMethod(crew, method, trials, options);
    for await (const summary of inOrder(methods, METHODS_IN_WORK, signal, work)) summaries.push(summary);
    return joined(summaries);
  });
}

/**
 * Run every method in the closed set of the seed paper.
 *
 * @param people how many take part, at most
 * @returns empty when fewer than two people have two photos
 * @throws the signal's reason when it aborts; the crew is then closed
 */
export async function compareClosedSet(
  crew: Crew,
  methods: readonly string[],
  options: ClosedSetOptions,
  { signal, onStep }: Omit<CompareOptions, 'exchanged'>,
): Promise<ClosedSetResult[]> {
  const work = async (method: string) => {
    const result = await crew.runClosedSet({ method, options });
    onStep?.();
    return result ?? [];
  };
  return unlessStopped(crew, signal, async () => (await Promise.all(methods.map(work))).flat());
}

/** Do a crew's work; when the signal aborts, the crew is closed and the work given up. */
async function unlessStopped<Result>(crew: Crew, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  signal.throwIfAborted();
  const stop = () => void crew.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } catch (error) {
    // A crew that was closed rejects what it was doing; why it was closed is what matters.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function summariseMethod(
  crew: Crew,
  method: string,
  trials: readonly Trial[],
  { exchanged, onStep }: CompareOptions,
): Promise<Summary> {
  const outcomes = await Promise.all(
    trials.map(async (trial) => {
      const outcome = await crew.runTrial({ method, trial, exchanged });
      onStep?.();
      return outcome;
    }),
  );
  const summary = await crew.summarise({ method, outcomes, exchanged });
  onStep?.();
  return summary;
}

function joined(summaries: readonly Summary[]): Comparison {
  const lead = summaries.find(({ result }) => result.name === HOMEWARD) ?? summaries.at(-1);
  if (!lead) throw new RangeError('no method to compare');
  const others = summaries.filter((summary) => summary !== lead);
  const differences = others.map(({ result, paired }) => differenceOf(result.name, lead.paired, paired));
  return {
    methods: summaries.map(({ result }) => result),
    differences: others.length > 0 ? { lead: lead.result.name, others: differences } : null,
    errors: lead.errors,
  };
}
