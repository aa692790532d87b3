import { once } from 'node:events';
import { Command } from 'commander';
import type { App } from '../../app.ts';
import { messageOf } from '../../core/errors.ts';
import { listen, listenForMetrics } from '../../http/listen.ts';
import { startWorker } from '../../jobs/worker.ts';
import { openPlatform } from '../../open-platform.ts';
import type { Platform } from '../../platform.ts';
import { ensureFirstAdminLink } from '../../services/accounts/first-admin.ts';
import { openInBrowser } from './open-browser.ts';

/** Requests that take longer than this when the server stops are cut off. */
const LONGEST_FAREWELL_MILLISECONDS = 10_000;

export const serveCommand = (app: App) =>
  new Command('serve')
    .summary('run the server: API, jobs and built-in database')
    .description(
      'Run the server. Without DATABASE_URL it starts its own PostgreSQL in HOMEWARD_DATA_DIR. Stop it with Ctrl-C: what is at hand is finished first.',
    )
    .option('--no-worker', 'only answer requests; jobs are done by «homeward work» elsewhere')
    .action(async ({ worker }: { worker: boolean }) => {
      const { app: platform, close } = await openPlatform(app, {
        ...{ isWorker: worker, watches: worker && app.config.watches },
      });
      try {
        if (worker) await startWorker(platform);
        if (worker && app.config.watches) startWatching(platform);
        const listening = await listen(platform);
        const metrics = await listenForMetrics(platform);
        console.log(`Homeward listens on ${platform.config.url}`);
        const link = await ensureFirstAdminLink(platform);
        if (link) {
          console.log(`Nobody runs it yet. Whoever opens this link within a day becomes its admin:\n  ${link}`);
          if (platform.config.opensBrowser && process.stdout.isTTY) openInBrowser(link);
        }
        await untilStopped(app.signal);
        await Promise.race([Promise.all([listening.close(), metrics?.close()]), farewell()]);
      } finally {
        await close();
      }
    });

export const workCommand = (app: App) =>
  new Command('work')
    .summary('do jobs beside a server')
    .description(
      'Take jobs from the queue of DATABASE_URL: analyse photos, search, send alerts. Run as many as you like.',
    )
    .action(async () => {
      const { app: platform, close } = await openPlatform(app, { isWorker: true });
      try {
        await startWorker(platform);
        console.log('Homeward works. Stop it with Ctrl-C.');
        await untilStopped(app.signal);
      } finally {
        await close();
      }
    });

export const watchCommand = (app: App) =>
  new Command('watch')
    .summary('watch cameras and films beside a server')
    .description(
      'Watch all cameras and films of valid watch orders, in the database of DATABASE_URL. Run one, and set HOMEWARD_WATCH=off for the server.',
    )
    .action(async () => {
      const { app: platform, close } = await openPlatform(app, { isWorker: false, watches: true });
      try {
        await platform.watching();
        console.log('Homeward watches what valid orders ask for. Stop it with Ctrl-C.');
        await untilStopped(app.signal);
      } finally {
        await close();
      }
    });

/** A server without models still answers, and says what is missing. */
function startWatching(platform: Platform): void {
  platform.watching().catch((error: unknown) => {
    platform.log.error({ error: messageOf(error) }, 'cameras and films are not watched');
  });
}

async function untilStopped(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

function farewell(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LONGEST_FAREWELL_MILLISECONDS).unref());
}
