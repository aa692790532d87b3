import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { NetworkFile } from './networks.ts';
import type { PoolWorker } from './pool.ts';
import type { Job, WorkerAnswer, WorkerSetup } from './worker-messages.ts';

/** How long a worker may take to end in good order before it is ended. */
const FAREWELL_MILLISECONDS = 5000;

/**
 * [Note: rare garbage collections] A photo leaves some ten megabytes of pixels behind. V8 begins with a small heap and
 * would collect all garbage after each photo, for a sixth of the whole processor time; a heap of so many megabytes from
 * the start lets a few photos pass between two collections.
 */
export const HEAP_FLAG = '--initial-old-space-size=96';

/**
 * Start a worker thread of the engine.
 *
 * Its file stands beside this one, as TypeScript in the sources and as JavaScript in the build.
 */
export function startWorker(files: readonly NetworkFile[]): PoolWorker {
  const name = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  const workerData: WorkerSetup = { files };
  v8.setFlagsFromString(HEAP_FLAG); // takes effect in threads that start from now on
  return poolWorker(new Worker(new URL(name, import.meta.url), { workerData }));
}

/** A thread as a worker of the pool. It says `ready` first, then answers one job after the other. */
export function poolWorker(worker: Worker): PoolWorker {
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  let lastError: unknown = null;
  worker.on('error', (error) => {
    lastError = error;
  });
  return {
    send: (job) => {
      const { own, buffers } = ownCopy(job);
      worker.postMessage(own, buffers);
    },
    onAnswer: (listener: (answer: WorkerAnswer) => void) => {
      worker.on('message', listener);
    },
    onEnd: (listener) => {
      worker.once('exit', () => listener(lastError));
    },
    end: async (isPatient) => {
      if (isPatient) {
        worker.postMessage({ kind: 'close' });
        await Promise.race([ended, pause(FAREWELL_MILLISECONDS)]);
      }
      await worker.terminate();
    },
  };
}

/** A job whose large part is a copy, which goes over to the thread: callers keep their photos and frames. */
function ownCopy(job: Job): { own: Job; buffers: ArrayBuffer[] } {
  if (job.kind === 'shots') return { own: job, buffers: [] };
  if (job.kind === 'extract') {
    const bytes = Uint8Array.from(job.asks.bytes);
    return { own: { ...job, asks: { ...job.asks, bytes } }, buffers: [bytes.buffer] };
  }
  const data = Uint8Array.from(job.asks.image.data);
  return { own: { ...job, asks: { image: { ...job.asks.image, data } } }, buffers: [data.buffer] };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
