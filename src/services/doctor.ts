import { access, constants, stat, statfs } from 'node:fs/promises';
import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { messageOf } from '../core/errors.ts';
import { serverTime, serverVersion } from '../db/database.ts';
import { pendingMigrations } from '../db/migrate.ts';
import type { Platform } from '../platform.ts';
import { requirePermission } from './policy.ts';

/** One thing that was looked at. */
export const Finding = z.object({
  name: z.string(),
  state: z.enum(['fine', 'warning', 'fault']),
  /** What was found and, where something is wrong, what to do. */
  detail: z.string(),
});
export type Finding = z.output<typeof Finding>;

const GIGABYTE = 2 ** 30;

/** Below the first, photos may soon be refused; below the second, they surely are. */
const LITTLE_SPACE = 5 * GIGABYTE;
const NO_SPACE = 0.5 * GIGABYTE;

/** Clocks that differ by more make sightings and sessions end at the wrong time. */
const MOST_SKEW_SECONDS = 5;

/** Failed jobs, waiting jobs: what an operator should look at. */
const MANY_WAITING = 1000;

/** Look at everything that Homeward needs: configuration, database, queue, models, mail, disk, clock. */
export async function examine(app: Platform, actor: Actor): Promise<Finding[]> {
  requirePermission(actor, 'system.view');
  const checks: [name: string, check: (app: Platform) => Promise<Omit<Finding, 'name'>>][] = [
    ['address', checkAddress],
    ['key', checkKey],
    ['models', checkModels],
    ['database', checkDatabase],
    ['clock', checkClock],
    ['jobs', checkJobs],
    ['mail', checkMail],
    ['disk', checkDisk],
  ];
  return Promise.all(
    checks.map(async ([name, check]) => {
      try {
        return { name, ...(await check(app)) };
      } catch (error) {
        return { name, state: 'fault' as const, detail: messageOf(error) };
      }
    }),
  );
}

const fine = (detail: string) => ({ state: 'fine' as const, detail });
const warning = (detail: string) => ({ state: 'warning' as const, detail });
const fault = (detail: string) => ({ state: 'fault' as const, detail });

async function checkAddress({ config: { url, host } }: Platform) {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return fine(url);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    return warning(`${url}: only people on this machine reach it. Set HOMEWARD_URL to the public address.`);
  return fault(`${url} is not encrypted. Put a proxy with https before ${host} and set HOMEWARD_URL to its address.`);
}

async function checkKey({ config }: Platform) {
  if (config.key !== null) return warning('HOMEWARD_KEY is in the environment; a file is harder to leak.');
  const { mode } = await stat(config.keyFile);
  if ((mode & 0o077) !== 0)
    return fault(`Others can read ${config.keyFile}. Run «chmod 600 ${config.keyFile}», and think of a new key.`);
  return fine(`${config.keyFile}. Keep a copy elsewhere: without it nothing can be read.`);
}

async function checkModels(app: Platform) {
  const store = await app.models();
  return fine(`${store.entries.length} models of the profile «${app.config.profile}» in ${store.dir}`);
}

async function checkDatabase({ db, config }: Platform) {
  const version = await serverVersion(db);
  const pending = await pendingMigrations(db);
  if (pending.length > 0) return fault(`It lacks ${pending.join(', ')}. Run «homeward migrate».`);
  return fine(
    `PostgreSQL ${version}, ${config.databaseUrl === null ? 'the built-in one' : 'of DATABASE_URL'}, up to date`,
  );
}

async function checkClock({ db }: Platform) {
  const before = Date.now();
  const there = (await serverTime(db)).getTime();
  const skew = Math.max(before - there, there - Date.now(), 0) / 1000;
  if (skew > MOST_SKEW_SECONDS)
    return fault(`This machine and the database differ by ${Math.round(skew)} seconds. Let both follow a time server.`);
  return fine('The same here and in the database');
}

async function checkJobs({ jobs }: Platform) {
  const [counts, failed] = await Promise.all([jobs.counts(), jobs.deadLetters()]);
  const waiting = counts.reduce((sum, each) => sum + each.waiting, 0);
  if (failed.length > 0)
    return fault(`${failed.length} failed for good. Look at them under /admin/jobs, mend the cause, retry them.`);
  if (waiting > MANY_WAITING) return warning(`${waiting} wait. Start more workers with «homeward work».`);
  return fine(`${waiting} wait, none failed for good`);
}

async function checkMail({ mailer, config }: Platform) {
  const problem = await mailer.check();
  if (problem !== null) return fault(`No alert goes out: ${problem}`);
  return fine(`The server answers; mail comes from ${config.mailFrom}`);
}

async function checkDisk({ dataDir }: Platform) {
  await access(dataDir, constants.W_OK);
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const words = `${(free / GIGABYTE).toFixed(1)} GB free in ${dataDir}`;
  if (free < NO_SPACE) return fault(`${words}. New photos are refused; free some space now.`);
  return free < LITTLE_SPACE ? warning(`${words}. Free some space soon.`) : fine(words);
}
