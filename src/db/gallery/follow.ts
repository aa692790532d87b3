import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';

export interface FollowOptions {
  readonly databaseUrl: string;
  /** Templates may have changed; also called at the beginning and after the connection was lost. */
  readonly onChange: () => void;
  /** The connection was lost, or cannot be made; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Between two tries to connect. */
const PAUSE_MS = 1000;

/** Be told when templates change, by a connection of its own, until `close`. */
export function followTemplates(options: FollowOptions): { close(): Promise<void> } {
  const ending = new AbortController();
  const following = follow(options, ending.signal);
  return {
    async close() {
      ending.abort();
      await following;
    },
  };
}

async function follow(options: FollowOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await listen(options, signal);
    } catch (error) {
      options.onError(error);
      await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Listen until the connection ends, or nobody wants to listen any more. */
async function listen({ databaseUrl, onChange }: FollowOptions, signal: AbortSignal): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, keepAlive: true });
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  // Also when it ends before anybody waits for it.
  ended.catch(() => undefined);
  // Not once: what kills a connection is often told twice.
  client.on('error', reject);
  client.once('end', () => reject(new Error('the database ended the connection')));
  client.on('notification', onChange);
  signal.addEventListener('abort', () => resolve(), { once: true });
  try {
    await client.connect();
    await client.query('listen templates');
    // What was committed before we listened was told to nobody.
    onChange();
    await ended;
  } finally {
    client.removeAllListeners('end');
    await client.end().catch(() => undefined);
  }
}
