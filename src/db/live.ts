import { sql } from 'kysely';
import type { Database } from './database.ts';
import { followChannel } from './follow.ts';

const CHANNEL = 'homeward_live';

/** That something changed. Never what: ids and names of topics only, and none of it leaves the server. */
export interface LiveNote {
  readonly topics: readonly string[];
  /** Whose agency did it; null when the public or a job did. */
  readonly agencyId: string | null;
  /** The case it belongs to, where it is one's. */
  readonly caseId: string | null;
  /** An account or a session whose right to listen may have ended. */
  readonly ended: string | null;
}

/** Tell all processes when, and only when, the transaction is committed. */
export async function notifyLive(tx: Database, note: LiveNote): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(note)})`.execute(tx);
}

export interface FollowLiveOptions {
  readonly databaseUrl: string;
  /** Null: something may have been missed. */
  readonly onNote: (note: LiveNote | null) => void;
  readonly onError: (error: unknown) => void;
}

/** Hear of changes, by one connection for the whole process. */
export function followLive({ onNote, ...options }: FollowLiveOptions): { close(): Promise<void> } {
  return followChannel({
    ...options,
    channel: CHANNEL,
    onMessage: (payload) => onNote(payload === null ? null : (JSON.parse(payload) as LiveNote)),
  });
}
