import { type ClosedSetOptions, runClosedSet } from './closed-set.ts';
import { chooseMethods, type MethodSources } from './methods/registry.ts';
import type { Outcome } from './outcome.ts';
import { exchangeRoles, type Identity, type Trial } from './protocol.ts';
import type { ClosedSetResult } from './result.ts';
import { runTrial } from './searches.ts';
import { type Summary, summarise } from './summary.ts';

/** What every worker knows. Plain values: they travel to worker threads. */
export interface WorkSetup {
  readonly identities: readonly Identity[];
  readonly sources: MethodSources;
  readonly seed: number;
}

interface Job {
  /** Name of the method. */
  readonly method: string;
  /** Whether what is enrolled and what is searched with change places. */
  readonly exchanged: boolean;
}

/** Run the searches of one trial. */
export interface TrialJob extends Job {
  readonly trial: Trial;
}

/** Work out the metrics of all trials. */
export interface SummaryJob extends Job {
  readonly outcomes: readonly Outcome[];
}

/** Run the closed set of the seed paper. */
export interface ClosedSetJob {
  readonly method: string;
  readonly options: ClosedSetOptions;
}

/** The heavy parts of an evaluation. Pure: the same job has the same result, whoever does it and in whatever order. */
export interface Work {
  runTrial(job: TrialJob): Outcome;
  summarise(job: SummaryJob): Summary;
  /** Undefined when fewer than two people have two photos. */
  runClosedSet(job: ClosedSetJob): ClosedSetResult | undefined;
}

/** Make ready to work on the photos of these people. */
export function openWork({ identities, sources, seed }: WorkSetup): Work {
  const reverse = exchangeRoles(identities);
  const peopleOf = ({ exchanged }: Job) => (exchanged ? reverse : identities);
  return {
    runTrial: (job) => runTrial(methodOf(sources, job), peopleOf(job), job.trial),
    summarise: (job) => summarise(methodOf(sources, job), peopleOf(job), job.outcomes, seed),
    runClosedSet: (job) => runClosedSet([methodOf(sources, job)], identities, job.options)[0],
  };
}

function methodOf(sources: MethodSources, { method: name }: Pick<Job, 'method'>) {
  const [method] = chooseMethods(sources, { names: [name] });
  if (!method) throw new RangeError(`no method «${name}»`);
  return method;
}
