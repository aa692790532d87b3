import { fileURLToPath } from 'node:url';
import Tinypool from 'tinypool';
import type { Outcome } from './outcome.ts';
import type { Identity, Sample } from './protocol.ts';
import type { ClosedSetResult } from './result.ts';
import type { Summary } from './summary.ts';
import type { ClosedSetJob, SummaryJob, TrialJob, WorkSetup } from './work.ts';

/** Worker threads that share the work of an evaluation. */
export interface Crew {
  runTrial(job: TrialJob): Promise<Outcome>;
  summarise(job: SummaryJob): Promise<Summary>;
  /** Undefined when fewer than two people have two photos. */
  runClosedSet(job: ClosedSetJob): Promise<ClosedSetResult | undefined>;
  /** End the threads; what they were doing is rejected. */
  close(): Promise<void>;
}

/**
 * Start threads for an evaluation, so that every core works and Ctrl-C is heard.
 *
 * The vectors lie in memory that all threads share: a thread more costs its gallery of the moment, not the data.
 *
 * @param threads at least 1
 */
export function startCrew(setup: WorkSetup, threads: number): Crew {
  // The worker's file stands beside this one, as TypeScript in the sources and as JavaScript in the build.
  const name = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  const pool = new Tinypool({
    filename: fileURLToPath(new URL(name, import.meta.url)),
    minThreads: threads,
    maxThreads: threads,
    workerData: { ...setup, identities: shareVectors(setup.identities) },
  });
  return {
    runTrial: (job) => pool.run(job, { name: 'runTrial' }),
    summarise: (job) => pool.run(job, { name: 'summarise' }),
    runClosedSet: (job) => pool.run(job, { name: 'runClosedSet' }),
    close: () => pool.destroy(),
  };
}

/** The same people with all vectors in one shared block of memory. */
function shareVectors(identities: readonly Identity[]): Identity[] {
  const vectors = identities.flatMap(({ references, probes }) => [...references, ...probes].flatMap(vectorsOf));
  const shared = new Float32Array(
    new SharedArrayBuffer(Float32Array.BYTES_PER_ELEMENT * vectors.reduce((sum, { length }) => sum + length, 0)),
  );
  let offset = 0;
  const move = (vector: Float32Array) => {
    const place = shared.subarray(offset, offset + vector.length);
    place.set(vector);
    offset += vector.length;
    return place;
  };
  const share = (sample: Sample): Sample => {
    if (!sample.template) return sample;
    const embeddings = sample.template.embeddings.map((each) => ({ ...each, vector: move(each.vector) }));
    return { ...sample, template: { ...sample.template, embeddings } };
  };
  return identities.map((identity) => ({
    ...identity,
    references: identity.references.map(share),
    probes: identity.probes.map(share),
  }));
}

function vectorsOf({ template }: Sample): Float32Array[] {
  return template?.embeddings.map(({ vector }) => vector) ?? [];
}
