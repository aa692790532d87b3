import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { createPipeline } from './pipeline.ts';
import { answerJob, type WorkerRequest, type WorkerSetup } from './worker-messages.ts';

/**
 * A worker thread of the engine: opens the networks once, then answers one photo after the other.
 *
 * Messages are those of worker-messages.ts. `ready` comes first; `close` ends the thread in good order.
 */
async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new RangeError('worker.ts runs as a worker thread only');
  const { files }: WorkerSetup = workerData;
  sharp.concurrency(1); // one core a worker
  const pipeline = createPipeline(files);
  await pipeline.warmUp();
  port.on('message', async (request: WorkerRequest) => {
    if (request.kind === 'close') {
      await pipeline.close();
      port.close();
    } else port.postMessage(await answerJob(pipeline, request));
  });
  port.postMessage({ kind: 'ready' });
}

await main();
