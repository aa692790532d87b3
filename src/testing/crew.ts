import type { Crew } from '../evaluation/crew.ts';
import { openWork, type WorkSetup } from '../evaluation/work.ts';

/** A crew that works in the thread at hand, for tests that are not about threads. */
export function crewInThread(setup: WorkSetup): Crew {
  const work = openWork(setup);
  let closed = false;
  const attempt = async <Result>(job: () => Result) => {
    // As in a thread, nothing starts before the caller goes on.
    await new Promise((resolve) => setImmediate(resolve));
    if (closed) throw new Error('the crew is closed');
    return job();
  };
  return {
    runTrial: (job) => attempt(() => work.runTrial(job)),
    summarise: (job) => attempt(() => work.summarise(job)),
    runClosedSet: (job) => attempt(() => work.runClosedSet(job)),
    close: async () => {
      closed = true;
    },
  };
}
