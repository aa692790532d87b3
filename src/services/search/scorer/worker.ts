import { parentPort } from 'node:worker_threads';
import { openScorerHost, type ScorerCall } from './host.ts';

const host = openScorerHost();
parentPort?.on('message', (call: ScorerCall) => {
  try {
    parentPort?.postMessage({ answer: host(call) });
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});
