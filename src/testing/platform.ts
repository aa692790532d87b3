import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { openLog } from '../adapters/log.ts';
import type { App } from '../app.ts';
import { openPlatform } from '../open-platform.ts';
import type { Platform } from '../platform.ts';
import { dropDatabase, makeDatabase } from './database-server.ts';
import { fakeApp } from './fake-app.ts';

/** A platform of its own for a test file: a fresh database, an empty data folder, a clock that can be set. */
export interface TestPlatform {
  readonly app: Platform;
  /** Name of the database, for a second connection. */
  readonly databaseUrl: string;
  /** Set the time, or move it on by so many seconds. */
  setClock(to: Date | { readonly seconds: number }): void;
  close(): Promise<void>;
}

/**
 * Open a platform for tests.
 *
 * @param parts of the app instead of the fake ones: a real engine, other settings
 */
export async function openTestPlatform(parts: Partial<App> = {}): Promise<TestPlatform> {
  const server = inject('databaseServer');
  const name = `homeward_${randomBytes(6).toString('hex')}`;
  const databaseUrl = await makeDatabase(server, name);
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-data-'));
  let now = new Date('2026-06-01T12:00:00Z');
  const base = fakeApp({ clock: () => now, ...parts });
  const config = { ...base.config, dataDir, databaseUrl };
  const { app, close } = await openPlatform(
    { ...base, config },
    { isWorker: false, databaseUrl, log: openLog('silent') },
  );
  return {
    app,
    databaseUrl,
    setClock: (to) => {
      now = to instanceof Date ? to : new Date(now.getTime() + to.seconds * 1000);
    },
    async close() {
      await close();
      await dropDatabase(server, name);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
