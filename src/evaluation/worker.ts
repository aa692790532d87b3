import Tinypool from 'tinypool';
import type { Outcome } from './outcome.ts';
import type { ClosedSetResult } from './result.ts';
import type { Summary } from './summary.ts';
import { type ClosedSetJob, openWork, type SummaryJob, type TrialJob } from './work.ts';

/** A worker thread of the evaluation; crew.ts calls these by their names. */
const work = openWork(Tinypool.workerData);

export function runTrial(job: TrialJob): Outcome {
  return work.runTrial(job);
}

export function summarise(job: SummaryJob): Summary {
  return work.summarise(job);
}

export function runClosedSet(job: ClosedSetJob): ClosedSetResult | undefined {
  return work.runClosedSet(job);
}
