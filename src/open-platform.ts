import { join } from 'node:path';
import { openBlobFolder } from './adapters/blob-files.ts';
import { openBlobStore } from './adapters/blobs.ts';
import { readOldKeys } from './adapters/key.ts';
import { openLog } from './adapters/log.ts';
import { openMailer } from './adapters/mail.ts';
import { openMetrics } from './adapters/metrics.ts';
import { openTexts } from './adapters/texts.ts';
import { openVault } from './adapters/vault.ts';
import type { App } from './app.ts';
import { messageOf } from './core/errors.ts';
import { openDatabase } from './db/database.ts';
import { startEmbedded } from './db/embedded.ts';
import { openJobs } from './db/jobs.ts';
import { migrate } from './db/migrate.ts';
import type { Platform } from './platform.ts';
import { openLive } from './services/live.ts';
import { openSearching } from './services/search/searching.ts';
import { openSecrets } from './services/storage/secrets.ts';
import { openWatchingOf } from './video/open.ts';

export interface PlatformOptions {
  /** Also keep the queue tidy and run schedules: the server and workers, not commands that look something up. */
  readonly isWorker?: boolean;
  /** Watch cameras and films once `watching` is opened: one process of an installation. */
  readonly watches?: boolean;
  /** Tests give a database of their own, already up to date. */
  readonly databaseUrl?: string;
  readonly log?: Platform['log'];
}

/** A platform and how to let go of it: what was opened last is closed first. */
export interface OpenPlatform {
  readonly app: Platform;
  close(): Promise<void>;
}

/**
 * Open everything that the server, its workers and its commands need: database (started if it is the built-in one,
 * brought up to date), queue, stores.
 *
 * @throws AppError `unavailable` or `invalid` with what to do; whatever was opened until then is closed
 */
export async function openPlatform(base: App, options: PlatformOptions = {}): Promise<OpenPlatform> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { app: await openParts(base, options, closers), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openParts(
  base: App,
  { isWorker = true, watches = false, databaseUrl: given, log = openLog(base.config.logLevel) }: PlatformOptions,
  closers: (() => Promise<void>)[],
): Promise<Platform> {
  const databaseUrl = given ?? base.config.databaseUrl ?? (await openEmbedded(base.config.dataDir, closers));
  const onError = (error: unknown) => log.warn({ error: messageOf(error) }, 'database connection lost');
  const db = await openDatabase(databaseUrl, { onError });
  closers.push(() => db.destroy());
  if (given === undefined) await migrate(db);
  const searching = openedOnce(() => openSearching(app));
  closers.push(searching.close);
  const watching = openedOnce(() => openWatchingOf(app, { watches }));
  const jobs = await openJobs(databaseUrl, { isWorker, onError });
  closers.push(() => jobs.stop());
  const live = openLive({ databaseUrl, clock: base.clock, onError });
  closers.push(() => live.close());
  const mailer = openMailer(base.config.smtpUrl, base.config.mailFrom);
  closers.push(async () => mailer.close());
  const vault = openVault({ present: await base.key(), old: await readOldKeys(base.config.oldKeysFile) });
  const secret = await openSecrets(db, vault);
  closers.push(watching.close); // first of all: it still writes what it finds
  const app: Platform = {
    ...base,
    db,
    databaseUrl,
    dataDir: base.config.dataDir,
    jobs,
    mailer,
    texts: openTexts(),
    log,
    metrics: openMetrics({ isWholeProcess: given === undefined }),
    vault,
    blobs: openBlobStore(openBlobFolder(join(base.config.dataDir, 'blobs'))),
    secret,
    auditKey: secret('audit chain'),
    live,
    searching: searching.get,
    watching: watching.get,
  };
  return app;
}

async function openEmbedded(dataDir: string, closers: (() => Promise<void>)[]): Promise<string> {
  const server = await startEmbedded(dataDir);
  closers.push(() => server.stop());
  return server.url;
}

/** Opens at first use, once; what failed is tried again by the next who asks. */
function openedOnce<Part extends { close(): Promise<void> }>(open: () => Promise<Part>) {
  let opened: Promise<Part> | null = null;
  return {
    get() {
      opened ??= open().catch((error: unknown) => {
        opened = null;
        throw error;
      });
      return opened;
    },
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}
