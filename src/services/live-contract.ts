import type { LiveNote } from '../db/live.ts';
import type { LiveTopic } from './live-topics.ts';

/** Who listens in this process. The database is listened to once, however many they are, and only while there is one. */
export interface Live {
  /** @returns stops */
  listen(listener: Listener): () => void;
  /** Of an account, at present. */
  count(accountId: string): number;
  /** Whether somebody changed one of these since. */
  hasChanged(topics: readonly LiveTopic[], since: Date): boolean;
  /** End all, and let go of the database. */
  close(): Promise<void>;
}

/** Somebody who listens. */
export interface Listener {
  readonly accountId: string;
  readonly hear: (note: LiveNote | null) => void;
  readonly end: () => void;
}
