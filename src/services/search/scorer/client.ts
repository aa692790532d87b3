import { once } from 'node:events';
import { extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { openScorerHost, type ScorerAnswers, type ScorerCall } from './host.ts';

type CallOf<Kind> = Extract<ScorerCall, { readonly do: Kind }>;

/** Calls a scorer, in this thread or in another. */
export interface ScorerClient {
  call<Kind extends ScorerCall['do']>(call: CallOf<Kind>): Promise<ScorerAnswers[Kind]>;
  close(): Promise<void>;
}

/** A scorer in this thread, for galleries so small that no call takes long. */
export function openLocalScorer(): ScorerClient {
  const host = openScorerHost();
  return {
    async call<Kind extends ScorerCall['do']>(call: CallOf<Kind>) {
      // Between two calls others have their turn.
      await setImmediate();
      return host(call) as ScorerAnswers[Kind];
    },
    close: async () => {},
  };
}

/** A scorer in a thread of its own, so that the server answers while thousands of children are compared. */
export function openScorerThread(): ScorerClient {
  // worker.ts in the sources, worker.js in the build.
  const thread = new Worker(new URL(`./worker${extname(import.meta.url)}`, import.meta.url));
  let turn: Promise<unknown> = Promise.resolve();
  const ask = async (call: ScorerCall) => {
    const reply = once(thread, 'message');
    thread.postMessage(call);
    const [{ answer, error }] = (await reply) as [{ answer: ScorerAnswers[ScorerCall['do']]; error?: Error }];
    if (error) throw error;
    return answer;
  };
  return {
    call<Kind extends ScorerCall['do']>(call: CallOf<Kind>) {
      const answer = turn.then(() => ask(call));
      turn = answer.catch(() => undefined);
      return answer as Promise<ScorerAnswers[Kind]>;
    },
    async close() {
      await turn;
      await thread.terminate();
    },
  };
}
