import type { Log } from './adapters/log.ts';
import type { Metrics } from './adapters/metrics.ts';
import type { App } from './app.ts';
import type { Database } from './db/database.ts';
import type { Jobs } from './db/jobs.ts';

/**
 * What the server and its jobs work with: the program's parts and a database, a queue, stores and channels.
 *
 * It is the first argument of every service of the platform, called `app` there.
 */
export interface Platform extends App {
  readonly db: Database;
  /** For what needs a connection of its own: COPY and LISTEN. */
  readonly databaseUrl: string;
  /** Where everything lies that is not in the database. */
  readonly dataDir: string;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Key of the audit chain, made from the master key. */
  readonly auditKey: Uint8Array;
}
