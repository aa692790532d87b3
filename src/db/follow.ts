import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';

export interface FollowOptions {
  readonly databaseUrl: string;
  /** What NOTIFY names: a plain word. */
  readonly channel: string;
  /** Something was told; null at the beginning and after the connection was lost, when something may have been missed. */
  readonly onMessage: (payload: string | null) => void;
  /** The connection was lost, or cannot be made; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Between two tries to connect. */
const PAUSE_MS = 1000;

/** Hear what the database tells on a channel, by a connection of its own, until `close`. */
export function followChannel(options: FollowOptions): { close(): Promise<void> } {
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
async function listen({ databaseUrl, channel, onMessage }: FollowOptions, signal: AbortSignal): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, keepAlive: true });
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  // Also when it ends before anybody waits for it.
  ended.catch(() => undefined);
  // Not once: what kills a connection is often told twice.
  client.on('error', reject);
  client.once('end', () => reject(new Error('the database ended the connection')));
  client.on('notification', ({ payload }) => onMessage(payload ?? ''));
  signal.addEventListener('abort', () => resolve(), { once: true });
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    // What was committed before we listened was told to nobody.
    onMessage(null);
    await ended;
  } finally {
    client.removeAllListeners('end');
    await client.end().catch(() => undefined);
  }
}
