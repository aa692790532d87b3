import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Scan, Scanner, Shortlist } from './shortlist.ts';

/** All that a scanner in another thread needs: it binds the kernel itself. */
export type ScannerPlace = Omit<Scanner, 'kernel'>;

/** Threads that scan one gallery together. */
export interface Pool {
  /** One search at a time. @throws what a thread threw; the pool is then of no use any more */
  scan(scan: Scan): Promise<Shortlist[]>;
  close(): Promise<void>;
}

export function openPool(places: readonly ScannerPlace[]): Pool {
  // worker.ts in the sources, worker.js in the build.
  const file = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
  const workers = places.map((workerData) => new Worker(file, { workerData }));
  return {
    scan: (scan) => Promise.all(workers.map((worker) => ask(worker, scan))),
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

async function ask(worker: Worker, scan: Scan): Promise<Shortlist> {
  const reply = once(worker, 'message');
  worker.postMessage(scan);
  const [shortlist] = await reply;
  return shortlist;
}
