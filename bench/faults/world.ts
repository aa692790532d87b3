import { randomInt } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKey } from '../../src/adapters/key.ts';
import type { App } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/db/embedded.ts';
import { type Engine, openEngine } from '../../src/face/engine.ts';
import { openModelStore } from '../../src/face/models.ts';
import { jobHandlers } from '../../src/jobs/handlers.ts';
import { openPlatform } from '../../src/open-platform.ts';
import type { Platform } from '../../src/platform.ts';
import { addCasePhoto } from '../../src/services/photos/add.ts';
import { receivePhoto } from '../../src/services/photos/intake.ts';
import { type MailServer, openMailServer } from '../../src/testing/mail-server.ts';
import { makeAccount, makeAgency, makeCase } from '../../src/testing/makers.ts';
import type { Environment } from './server.ts';

/**
 * Computer-generated children resemble each other more than real ones, and six of them are little evidence: at the default
 * share no candidate would raise an alert.
 */
const ALERT_FPIR = 0.5;

const SAMPLES = new URL('../../samples/children/', import.meta.url);

/** A durable database of its own, open cases of computer-generated children, two officers, a mail server. */
export interface World {
  readonly environment: Environment;
  readonly dataDir: string;
  readonly database: EmbeddedServer;
  readonly mail: MailServer;
  /** Cases of the children, each with one photo. */
  readonly cases: readonly string[];
  /** Other photos of the same children, to report. */
  readonly sightings: readonly Uint8Array[];
  /** Look at the database, and work in it, while no server runs or beside one. */
  use<Result>(work: (app: Platform) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** @param children so many of the samples are sought; analysing their photos takes a second each */
export async function openWorld(children: number): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-faults-'));
  const [database, mail] = await Promise.all([startEmbedded(dataDir), openMailServer()]);
  const environment = {
    HOMEWARD_DATA_DIR: dataDir,
    HOMEWARD_KEY_FILE: join(dataDir, 'key'),
    HOMEWARD_SMTP_URL: mail.url,
    HOMEWARD_ALERT_FPIR: String(ALERT_FPIR),
    HOMEWARD_WORKERS: '1',
    DATABASE_URL: database.url,
  };
  const config = readConfig({ ...environment, HOMEWARD_LOG_LEVEL: 'silent' });
  const use: World['use'] = async (work) => {
    const base = baseOf(config);
    const { app, close } = await openPlatform(base.app, { isWorker: false });
    try {
      return await work(app);
    } finally {
      await close();
      await base.close();
    }
  };
  const names = await sampleNames();
  const cases = await use((app) => openCases(app, names.filter(isReference).slice(0, children)));
  const sightings = await Promise.all(names.filter((name) => !isReference(name)).map(sample));
  return {
    environment,
    dataDir,
    database,
    mail,
    cases,
    sightings,
    use,
    async close() {
      await mail.close();
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Report a sighting as the public does. @returns the tracking code; undefined when no answer came */
export async function report(url: string, photo: Uint8Array): Promise<string | undefined> {
  try {
    const answer = await send(url, photo);
    return answer.status === 201 ? ((await answer.json()) as { trackingCode: string }).trackingCode : undefined;
  } catch {
    // Its connection was cut: nobody knows whether it was kept, and so nobody was promised anything.
    return undefined;
  }
}

/** Send a report as the public does. @throws when the connection is cut, or nobody answers for half a minute */
export async function send(url: string, photo: Uint8Array): Promise<Response> {
  const form = new FormData();
  form.set('place', 'Platform 6');
  form.set('seenAt', new Date(Date.now() - 60_000).toISOString());
  form.append('photo', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'photo.jpg');
  return fetch(`${url}/api/v1/sightings`, {
    method: 'POST',
    body: form,
    headers: { 'x-forwarded-for': anyAddress() },
    signal: AbortSignal.timeout(30_000),
  });
}

/** Whether a reporter's tracking code still opens the report. */
export async function isKept(url: string, code: string): Promise<boolean> {
  const headers = { 'x-forwarded-for': anyAddress() };
  const answer = await fetch(`${url}/api/v1/sightings/track/${code}`, { headers });
  await answer.text();
  return answer.status === 200;
}

/** How many of these tracking codes open no report. */
export async function countLost(url: string, codes: readonly string[]): Promise<number> {
  let lost = 0;
  for (const code of codes) if (!(await isKept(url, code))) lost++;
  return lost;
}

/** Wait until no job waits or runs and no message is on its way. */
export async function untilQuiet(world: World, seconds = 600): Promise<boolean> {
  return world.use(async (app) => {
    const end = Date.now() + seconds * 1000;
    for (let calm = 0; Date.now() < end; ) {
      const busy = (await app.jobs.counts()).some(({ waiting, active }) => waiting + active > 0);
      calm = busy || (await openMessages(app)) > 0 ? 0 : calm + 1;
      if (calm === 3) return true;
      await pause(500);
    }
    return false;
  });
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Each reporter has a network of their own: limits are not what is tested here. */
export function anyAddress(): string {
  return [randomInt(1, 223), randomInt(256), randomInt(256), randomInt(1, 255)].join('.');
}

async function openMessages({ db }: Platform): Promise<number> {
  const { open } = await db
    .selectFrom('message')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('state', 'in', ['queued', 'sending'])
    .executeTakeFirstOrThrow();
  return open;
}

async function openCases(app: Platform, photos: readonly string[]): Promise<string[]> {
  const agency = await makeAgency(app);
  const officer = await makeAccount(app, 'officer', agency.id);
  await makeAccount(app, 'lead', agency.id);
  const cases: string[] = [];
  for (const name of photos) {
    const { id } = await makeCase(app, agency.id, { child_name: `Child ${name.slice(0, 3)}` });
    const received = await receivePhoto(app, oneChunk(await sample(name)));
    await addCasePhoto(app, officer.actor, id, { received, date: { capturedOn: '2023-06' } });
    cases.push(id);
  }
  await app.jobs.runPending(jobHandlers(app));
  return cases;
}

async function sampleNames(): Promise<string[]> {
  return (await readdir(SAMPLES, { recursive: true })).filter((name) => name.endsWith('.jpg')).sort();
}

function isReference(name: string): boolean {
  return name.endsWith('/A.jpg');
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function sample(name: string): Promise<Uint8Array> {
  return readFile(new URL(name, SAMPLES));
}

function baseOf(config: Config): { app: App; close: () => Promise<void> } {
  const models = () => openModelStore(config.modelsDir, config.profile);
  let engine: Promise<Engine> | undefined;
  const app = {
    version: '0.0.0',
    config,
    clock: () => new Date(),
    signal: new AbortController().signal,
    models,
    engine: () => (engine ??= models().then((store) => openEngine({ store, workers: 1 }))),
    key: () => readKey(config),
  };
  return { app, close: async () => (await engine)?.close() };
}
