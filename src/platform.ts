import type { BlobStore } from './adapters/blobs.ts';
import type { Log } from './adapters/log.ts';
import type { Mailer } from './adapters/mail.ts';
import type { Metrics } from './adapters/metrics.ts';
import type { Texts } from './adapters/texts.ts';
import type { Vault } from './adapters/vault.ts';
import type { App } from './app.ts';
import type { Database } from './db/database.ts';
import type { Jobs } from './db/jobs.ts';
import type { Live } from './services/live-contract.ts';
import type { Searching } from './services/search/contract.ts';
import type { Watching } from './services/watch/contract.ts';

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
  readonly mailer: Mailer;
  /** Texts of a language (BCP 47). */
  readonly texts: (locale: string) => Texts;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Makes and opens data keys. */
  readonly vault: Vault;
  /** Photos and what is made of them, encrypted. */
  readonly blobs: BlobStore;
  /**
   * A key for one purpose: 32 bytes, the same in every process, and after a change of the master key as well.
   */
  readonly secret: (purpose: string) => Uint8Array;
  /** The search index of this process, opened at first use. */
  readonly searching: () => Promise<Searching>;
  /** Looks at cameras and films, opened at first use: in one process for whole orders, in others for tests and browsers. */
  readonly watching: () => Promise<Watching>;
  /** Who is told when lists change. */
  readonly live: Live;
  /** Key of the audit chain. */
  readonly auditKey: Uint8Array;
}
